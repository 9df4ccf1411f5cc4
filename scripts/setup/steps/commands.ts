/** Step: the commands, registered with Discord where they differ from what it has. */
import { syncCommands } from "../commands.ts";
import type { Step } from "../run.ts";

export const commands: Step = {
  id: "commands",
  title: "Commands",
  run: (context) => syncCommands(context, context.discord(), context.settings.get("DISCORD_APPLICATION_ID")),
};
