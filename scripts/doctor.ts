/**
 * `npm run doctor`: looks at everything the bot needs and says what to do about what is wrong. Changes nothing.
 *   --json         for programs
 *   --url URL      of the Worker, where it is not known here
 */
import "./check-node.mjs";
import { main, readOptions } from "./setup/run.ts";

await main(async () => {
  const { options, extra } = readOptions({ json: "boolean", url: "string" }, "npm run doctor -- [--json] [--url URL]");
  const [{ createContext }, { examine }] = await Promise.all([import("./setup/context.ts"), import("./setup/checks/examine.ts")]);
  const url = typeof extra.url === "string" ? { url: extra.url } : {};
  await examine(createContext({ ...options, yes: true }), { json: extra.json === true, ...url });
});
