/**
 * `npm run update`, after a `git pull`: the dependencies (by npm itself, see package.json), then tables, Worker and commands, then a look at everything.
 *   --dry-run    says what would be done and changes nothing
 *   --wait SECONDS    how long to wait for the deployed Worker (default: 180)
 */
import "./check-node.mjs";
import { main, readOptions } from "./setup/run.ts";

await main(async () => {
  const { options } = readOptions({}, "npm run update -- [--dry-run] [--wait SECONDS]");
  const [{ createContext }, { deployAll }, { health }, { runSteps }, { examine }] = await Promise.all([
    import("./setup/context.ts"),
    import("./setup/deploy-all.ts"),
    import("./setup/steps/health.ts"),
    import("./setup/run.ts"),
    import("./setup/checks/examine.ts"),
  ]);
  const context = createContext({ ...options, yes: true, force: true });
  await deployAll(context);
  await runSteps([health], context);
  if (!options.dryRun) await examine(context, { json: false });
});
