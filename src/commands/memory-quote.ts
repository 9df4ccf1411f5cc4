/** Remembers somebody's message for whoever asked, with the way back to it; to be used in private alone. Used by the panel of "Ask AI privately". */
import type { ComponentInteraction, MessageSnapshot } from "../discord/interaction.ts";
import { clip } from "../discord/quote.ts";
import { type MessageBody, privately, type Reply } from "../discord/reply.ts";
import { cleanText } from "../kernel/clean-text.ts";
import { FACT_LENGTH } from "../memory/facts-store.ts";
import { keep } from "./memory-change.ts";
import { ownerOf, scopeFor } from "./memory-scope.ts";
import type { CommandDeps } from "./types.ts";

const NAME_LENGTH = 40;
/** Of what fits: a good place to end is looked for in the rest. */
const AT_LEAST = 0.6;

/** `target`: its author did not opt out. */
export async function rememberMessage(target: MessageSnapshot, interaction: ComponentInteraction, deps: CommandDeps): Promise<Reply> {
  const { memory: say } = deps.texts;
  const { author } = target;
  const words = cleanText(target.content).replaceAll(/\n\s*\n/g, "\n");
  const scope = scopeFor(interaction, "me", true);
  if (words === "" || scope === null) return privately(say.nothingToKeep);
  const isOwn = author.id === interaction.user.id;
  const speaker = isOwn ? "" : `${clip(author.name.replaceAll(/\s+/g, " "), NAME_LENGTH)}: `;
  const { guildId, channelId } = interaction;
  const fact = {
    guildId,
    channelId,
    messageId: target.id,
    owner: ownerOf(interaction, "me"),
    text: `${speaker}${shorten(words, FACT_LENGTH - speaker.length)}`,
    origin: "menu",
    quotedKey: isOwn || author.bot ? null : (await deps.pseudonyms(author.id))[0],
  } as const;
  // The panel stays.
  return keep(interaction, scope, fact, deps, (message: MessageBody) => ({ type: "message", message, private: true }));
}

/** Ends after a sentence, else after a word, where one ends late enough. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const room = text.slice(0, length - 2);
  const enough = length * AT_LEAST;
  const sentence = [...room.matchAll(/[.!?…](?=\s)|[。！？]|\n/g)].at(-1);
  if (sentence !== undefined && sentence.index >= enough) return `${room.slice(0, sentence.index + 1).trimEnd()} …`;
  const word = room.search(/\s+\S*$/);
  return word >= enough ? `${room.slice(0, word)} …` : clip(text, length);
}
