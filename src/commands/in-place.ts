/** Where the answer to a press stands: in place where that message is the person's alone, else in a new one only they see. Used by panels. */
import type { CommandInteraction, ComponentInteraction, ModalInteraction } from "../discord/interaction.ts";
import type { MessageBody, Reply } from "../discord/reply.ts";

export const isTheirs = (interaction: ComponentInteraction | ModalInteraction): boolean => interaction.message?.ephemeral === true;

export function inPlace(interaction: CommandInteraction | ComponentInteraction | ModalInteraction, message: MessageBody): Reply {
  if (interaction.type === "command" || !isTheirs(interaction)) return { type: "message", message, private: true };
  // What is not named would stay as it was.
  return { type: "update", message: { embeds: [], components: [], ...message } };
}
