/** What `npm run deploy` and `npm run update` share: tables, Worker, commands. */
import type { Context } from "./context.ts";
import { runSteps } from "./run.ts";
import { commands, deploySteps } from "./steps/index.ts";

export async function deployAll(context: Context): Promise<void> {
  await runSteps(deploySteps, context);
  // Always deployed, but registered only where something differs.
  const gentle: Context = { ...context, options: { ...context.options, force: false } };
  if (context.settings.get("DISCORD_BOT_TOKEN") !== "" && context.settings.get("DISCORD_APPLICATION_ID") !== "") return runSteps([commands], gentle);
  const page = context.state.answers.url ?? "the Worker's address";
  context.out.warn(
    `There is no DISCORD_BOT_TOKEN here, so Discord was not told the commands. Open ${page} and press “Finish setup”, or run \`npm run register\`.`,
  );
}
