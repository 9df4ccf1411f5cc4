/** `/help`: commands and buttons in the person's language. */
import type { CommandInteraction } from "../discord/interaction.ts";
import { privately } from "../discord/reply.ts";
import type { Handler } from "./types.ts";

/** What is not set up is left out: each command has a line that begins with it. */
export const help: Handler<CommandInteraction> = (_interaction, { texts, facts }) => {
  const isHidden = (line: string) => facts.hiddenCommands.some((name) => line.startsWith(`\`/${name}\``));
  return privately(
    texts.help.text
      .split("\n")
      .filter((line) => !isHidden(line))
      .join("\n"),
  );
};
