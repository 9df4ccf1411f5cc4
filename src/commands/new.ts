/** `/new`: the person's conversations in this channel begin anew, and where it is shared the one of everybody. */
import type { CommandInteraction } from "../discord/interaction.ts";
import { privately } from "../discord/reply.ts";
import type { Handler } from "./types.ts";

export const newConversation: Handler<CommandInteraction> = async (interaction, { conversations, texts }) => {
  const { channelId, parentId, user, createdAt } = interaction;
  // The command's own moment, so that a replay changes nothing.
  const shared = await conversations.startNew({ channelId, parentId }, user.id, createdAt);
  return privately(shared ? texts.new.shared : texts.new.done);
};
