/** `/memory search`: what recall finds here for its asker's eyes alone, each with its date, who said it, an excerpt and the way there. */
import type { CommandInteraction } from "../discord/interaction.ts";
import { messageLink } from "../discord/messages.ts";
import { clip, quote } from "../discord/quote.ts";
import { privately, type Reply } from "../discord/reply.ts";
import { cleanText } from "../kernel/clean-text.ts";
import { whoseIs } from "./memory-scope.ts";
import type { CommandDeps } from "./types.ts";

/** What was found, whatever kind of record it is. */
export type Found = { text: string } & (
  | { kind: "message"; by: "asker" | "bot" | "other"; name: string; at: number; guildId: string | null; channelId: string; messageId: string | null }
  | { kind: "fact"; owner: string; at: number; guildId: string | null; channelId: string; messageId: string | null }
  | { kind: "passage"; document: string }
);

const SHOWN = 10;
const EXCERPT_LENGTH = 220;
const WORDS_LENGTH = 100;

export async function searchMemory(interaction: CommandInteraction, typed: string, deps: CommandDeps): Promise<Reply> {
  const { memory: say } = deps.texts;
  const query = cleanText(typed);
  if (query === "") return privately(say.search.empty);
  const words = quote(query, WORDS_LENGTH);
  const found = (await deps.searchMemory(interaction, query)).slice(0, SHOWN);
  if (found.length === 0) return privately(say.search.nothing(words));
  const lines = found.map((hit, at) => `${at + 1}. ${quote(hit.text, EXCERPT_LENGTH)}\n-# ${details(hit, deps).join(" · ")}`);
  return {
    type: "message",
    message: { content: say.search.found(words, found.length), embeds: [{ description: clip(lines.join("\n"), 4_096) }] },
    private: true,
  };
}

function details(hit: Found, { texts: { memory: say } }: CommandDeps): string[] {
  if (hit.kind === "passage") return [say.search.document(quote(hit.document))];
  const { at, guildId, channelId, messageId } = hit;
  const who =
    hit.kind === "fact"
      ? say.search.fact[{ me: "user", channel: "channel", server: "server" }[whoseIs(hit.owner)] as "user" | "channel" | "server"]
      : whoSaid(hit, say.search);
  const link = messageId === null ? [] : [`[${say.search.jump}](${messageLink(guildId, channelId, messageId)})`];
  return [`<t:${Math.floor(at / 1000)}:d>`, who, ...link];
}

function whoSaid({ by, name }: Extract<Found, { kind: "message" }>, say: CommandDeps["texts"]["memory"]["search"]): string {
  return by === "asker" ? say.you : by === "bot" ? say.me : quote(name);
}
