/**
 * `npm run setup`: from a bot token to a running bot. Every step may be repeated; a second run skips what is unchanged, a stopped one goes on.
 *   --yes               asks nothing: environment, then .dev.vars, then defaults
 *   --dry-run           says what would be done and changes nothing
 *   --force             does again what is done
 *   --plan free|paid    of Cloudflare Workers (default: free)
 *   --intent yes|no     Message Content Intent (default: no)
 *   --name NAME         of Worker and database, for a second bot
 *   --wait SECONDS      how long to wait for the deployed Worker (default: 180)
 */
import "./check-node.mjs";
import { Problem } from "./setup/problem.ts";
import { main, readOptions, runSteps } from "./setup/run.ts";

const USAGE = "npm run setup -- [--yes] [--dry-run] [--force] [--plan free|paid] [--intent yes|no] [--name NAME] [--wait SECONDS]";

await main(async () => {
  const { options, extra } = readOptions({ plan: "string", intent: "string", name: "string" }, USAGE);
  const plan = oneOf("plan", extra.plan, ["free", "paid"]);
  const intent = oneOf("intent", extra.intent, ["yes", "no"]);
  const name = typeof extra.name === "string" ? { name: extra.name } : {};
  // Not before check-node has looked: these need the dependencies.
  const [{ createContext }, { setupSteps }, { sayWhatIsNext }] = await Promise.all([
    import("./setup/context.ts"),
    import("./setup/steps/index.ts"),
    import("./setup/next.ts"),
  ]);
  const context = createContext({ ...options, ...(plan ? { plan } : {}), ...(intent ? { intent } : {}), ...name });
  await runSteps(setupSteps, context);
  // The playground's checklist looks for it.
  context.state.done("finished", "yes");
  sayWhatIsNext(context);
});

function oneOf<V extends string>(option: string, value: string | boolean | undefined, values: readonly V[]): V | undefined {
  if (value === undefined) return undefined;
  const found = values.find((one) => one === value);
  if (found === undefined) throw new Problem(`--${option} is ${values.join(" or ")}. ${USAGE}`);
  return found;
}
