/** How a fact is shown: in a line, and whole with what may be done with it. Used by /memory, its buttons, and the panel's Remember. */
import { type ActionRow, type Button, button, customId, type Embed, row } from "../discord/components.ts";
import type { Interaction } from "../discord/interaction.ts";
import { messageLink } from "../discord/messages.ts";
import { clip, quote } from "../discord/quote.ts";
import type { MessageBody } from "../discord/reply.ts";
import type { Texts } from "../locales/index.ts";
import type { Fact, FactVersion } from "../memory/facts-store.ts";
import { canBePublic, refusal, whoseIs } from "./memory-scope.ts";

const EXCERPT_LENGTH = 240;
const VERSION_LENGTH = 200;

/** One of a list, over two lines. */
export function factLine(fact: Fact, at: number, texts: Texts): string {
  return `${at}. ${quote(fact.text, EXCERPT_LENGTH)}\n-# ${details(fact, texts).join(" · ")}`;
}

/** When, by whom, where it may be used, and the way to the message it came from. */
function details(fact: Fact, { memory: say }: Texts): string[] {
  const { guildId, channelId, messageId, origin, setBy, createdAt, owner } = fact;
  const own = whoseIs(owner) === "me";
  return [
    `<t:${Math.floor(createdAt / 1000)}:d>`,
    own ? say.origin[origin] : say.by(`<@${setBy}>`),
    ...(own ? [say.where[fact.private ? "private" : "public"]] : []),
    ...(messageId === null ? [] : [`[${say.source}](${messageLink(guildId, channelId, messageId)})`]),
  ];
}

function wholeFact(fact: Fact, texts: Texts, versions: readonly FactVersion[] = []): Embed {
  const earlier = versions.map(({ text, setBy, setAt }) => `-# <t:${Math.floor(setAt / 1000)}:d> <@${setBy}>: ${quote(text, VERSION_LENGTH)}`);
  const history = earlier.length === 0 ? [] : [`-# **${texts.memory.earlier}**`, ...earlier];
  return { description: [fact.text, `-# ${details(fact, texts).join(" · ")}`, ...history].join("\n") };
}

/** A sentence, the fact it is about, and what this person may do with it. `undo`: it was just remembered. */
export function factMessage(
  content: string,
  fact: Fact,
  interaction: Interaction,
  texts: Texts,
  more: { versions?: readonly FactVersion[]; undo?: boolean } = {},
): MessageBody {
  return { content, embeds: [wholeFact(fact, texts, more.versions)], components: factButtons(fact, interaction, texts, more.undo === true) };
}

function factButtons(fact: Fact, interaction: Interaction, texts: Texts, undo: boolean): ActionRow[] {
  const { button: say } = texts.memory;
  const whose = whoseIs(fact.owner);
  const list = button(say.list, customId("memory", whose, "0"), "secondary", "📋");
  if (refusal(interaction, whose, texts) !== undefined) return row([list]);
  const away = button(undo ? say.undo : say.forget, customId("memory-forget", fact.handle), undo ? "secondary" : "danger", undo ? "↩️" : "🗑️");
  return row([...moveButton(fact, interaction, texts), button(say.edit, customId("memory-edit", fact.handle), "secondary", "✏️"), away, list]);
}

/** What quotes somebody else stays in private; what was said on one server is for no other. */
function moveButton(fact: Fact, interaction: Interaction, { memory: { button: say } }: Texts): Button[] {
  if (whoseIs(fact.owner) !== "me" || fact.quotedKey !== null) return [];
  if (!fact.private) return [button(say.onlyPrivate, customId("memory-where", fact.handle, "private"), "secondary", "🔒")];
  const isHere = canBePublic(interaction) && (fact.guildId === null || fact.guildId === interaction.guildId);
  return isHere ? [button(say.alsoPublic, customId("memory-where", fact.handle, "public"), "secondary", "📢")] : [];
}

/** What was typed, handed back so that it is not lost. */
export function handedBack(content: string, text: string, texts: Texts): MessageBody {
  return { content, embeds: text === "" ? [] : [{ title: texts.memory.yourText, description: clip(text, 4_000) }] };
}
