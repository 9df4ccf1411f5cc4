/**
 * `npm run register`: tells Discord which commands there are (commands/), if it has others. Replaces the whole list, so it can be repeated.
 *   --guild ID    for one server only, where it shows at once: for trying out
 *   --force       even if nothing differs
 *   --dry-run     says what differs and changes nothing
 */
import "./check-node.mjs";
import { main, readOptions } from "./setup/run.ts";

const USAGE = "npm run register -- [--guild ID] [--force] [--dry-run]";

await main(async () => {
  const { options, extra } = readOptions({ guild: "string" }, USAGE);
  const [{ createContext }, { registerAll }] = await Promise.all([import("./setup/context.ts"), import("./setup/register-all.ts")]);
  await registerAll(createContext({ ...options, yes: true }), typeof extra.guild === "string" ? extra.guild : undefined);
});
