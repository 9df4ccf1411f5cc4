/** The message on which a menu was used: may it be read at all? Used by the message menus and the panel's buttons. */
import { createOptOutCheck } from "../access/opt-outs.ts";
import type { CommandInteraction, MessageSnapshot } from "../discord/interaction.ts";
import { isSpoken } from "../discord/messages.ts";
import { quote } from "../discord/quote.ts";
import { privately, type Reply } from "../discord/reply.ts";
import { isReadable, isRecording } from "./attachments.ts";
import { isHeard } from "./panel.ts";
import type { CommandDeps } from "./types.ts";

/** The message, or the sentence that refuses it. One D1 read. */
export async function readTarget(interaction: CommandInteraction, deps: CommandDeps): Promise<MessageSnapshot | Reply> {
  const { menus } = deps.texts;
  const target = interaction.targetMessage;
  if (target === undefined) return privately(menus.unreadable);
  if (!isSpoken(target.type)) return privately(menus.system);
  const [file] = target.attachments;
  if (target.content === "" && file === undefined) return privately(menus.empty);
  if (target.content === "" && file !== undefined && !target.attachments.some(isReadable) && !isHeard(target, deps)) {
    const { ask, senses } = deps.texts;
    return privately((target.attachments.some(isRecording) ? senses.notListening : ask.unsupportedFile)(quote(file.filename)));
  }
  const { replied } = target;
  const authors = [target.author, ...(replied ? [replied.author] : [])].filter(({ bot, id }) => !bot && id !== interaction.user.id).map(({ id }) => id);
  const optedOut = await createOptOutCheck(deps)(authors);
  if (optedOut === null) return privately(menus.uncheckedAuthor);
  if (optedOut.has(target.author.id)) return privately(menus.optedOut);
  if (replied === undefined || !optedOut.has(replied.author.id)) return target;
  const { replied: _, ...alone } = target;
  return alone;
}

export function isReply(value: MessageSnapshot | Reply): value is Reply {
  return "type" in value && typeof value.type === "string";
}
