/** "Reply with AI": the answer to somebody's message, for everybody to see where the asker may write. Where it goes is clear from the payload alone. */
import { askerMayWrite, botMayReply, isQuietGuest } from "../discord/access.ts";
import type { CommandInteraction } from "../discord/interaction.ts";
import type { AskInput } from "../jobs/types.ts";
import { conversationKey } from "../memory/store.ts";
import { isReply, readTarget } from "./target.ts";
import type { Handler } from "./types.ts";

export const replyWithAi: Handler<CommandInteraction> = async (interaction, deps) => {
  const target = await readTarget(interaction, deps);
  if (isReply(target)) return target;
  // Words that only the asker sees stay with the asker.
  const isPrivate = target.ephemeral || !askerMayWrite(interaction);
  const input: AskInput = { trigger: "reply", task: "reply", target, prompt: "", attachments: [], readChannel: true };
  return {
    type: "job",
    kind: "ask",
    conversation: conversationKey(interaction.channelId, interaction.user.id, isPrivate || isQuietGuest(interaction)),
    input,
    private: isPrivate,
    target: !isPrivate && botMayReply(interaction) ? "reply" : "message",
  };
};
