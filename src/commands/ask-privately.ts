/** "Ask AI privately": a panel with what can be done with the message, for the asker alone. A picture without words is described at once, a recording written down. */
import type { CommandInteraction } from "../discord/interaction.ts";
import type { AskInput } from "../jobs/types.ts";
import { conversationKey } from "../memory/store.ts";
import { buildPanel, hasPictures, isHeard, isWordy } from "./panel.ts";
import { isReply, readTarget } from "./target.ts";
import type { Handler } from "./types.ts";

export const askPrivately: Handler<CommandInteraction> = async (interaction, deps) => {
  const target = await readTarget(interaction, deps);
  if (isReply(target)) return target;
  const panel = buildPanel(target, interaction, deps);
  const task = isWordy(target) ? null : hasPictures(target) ? "describe" : isHeard(target, deps) ? "transcribe" : null;
  if (task === null) {
    return { type: "message", message: { content: deps.texts.menus.panel, embeds: panel.embeds, components: panel.rows }, private: true };
  }
  const input: AskInput = { trigger: "panel", task, target, panel, prompt: "", attachments: [], readChannel: false };
  const conversation = conversationKey(interaction.channelId, interaction.user.id, true);
  return { type: "job", kind: "ask", conversation, input, private: true, target: "message" };
};
