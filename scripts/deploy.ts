/**
 * `npm run deploy`: database migrations, the Worker, its commands. For whoever deploys by hand, and for Cloudflare's Workers Builds after the Deploy button.
 *   --dry-run    says what would be done and changes nothing
 */
import "./check-node.mjs";
import { main, readOptions } from "./setup/run.ts";

await main(async () => {
  const { options } = readOptions({}, "npm run deploy -- [--dry-run]");
  const [{ createContext }, { deployAll }] = await Promise.all([import("./setup/context.ts"), import("./setup/deploy-all.ts")]);
  await deployAll(createContext({ ...options, yes: true, force: true }));
});
