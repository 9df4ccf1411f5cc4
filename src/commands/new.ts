/** `/new`: the person's conversations in this channel begin anew. */
import type { CommandInteraction } from "../discord/interaction.ts";
import { privately } from "../discord/reply.ts";
import type { Handler } from "./types.ts";

export const newConversation: Handler<CommandInteraction> = async (interaction, { conversations, texts }) => {
  // The command's own moment, so that a replay changes nothing.
  await conversations.startNew(interaction.channelId, interaction.user.id, interaction.createdAt);
  return privately(texts.new.done);
};
