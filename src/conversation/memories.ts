/** What was found in the memory, as lines for the model, and what /why may show of each. Pure. Used by prepare.ts. */
import type { Heard } from "../kernel/echoes.ts";
import { aboutWhom, tellFacts } from "../memory/always-facts.ts";
import type { AlwaysFact } from "../memory/facts-store.ts";
import type { Found } from "../memory/search.ts";
import type { ConversationState } from "../memory/store.ts";
import type { RecalledSource } from "../turns/explanation.ts";

/** Tokens of what is found and of facts that are told anyway, and how much of a small window each may take. */
const MOST_TOKENS = 600;
const SHARE_OF_WINDOW = 0.1;
const FACT_TOKENS = 300;
const FACTS_SHARE = 0.05;
/** Of date, name and the like, in tokens. */
const LINE_TOKENS = 14;
export const MOST_FOUND = 10;

export interface Memory {
  line: string;
  source: RecalledSource;
}

/** What is in the request anyway, and whose conversation it is for. */
interface Told {
  turns: ReadonlySet<string>;
  messages: ReadonlySet<string>;
  conversation: Pick<ConversationState, "key" | "startedAt">;
  askerId: string;
  /** Everybody's conversation here, whether it is that one or not. */
  sharedKey: string;
}

type Said = Pick<Extract<Found, { kind: "message" }>, "messageId" | "turnId" | "conversation" | "role" | "userId" | "at">;

/** It is there anyway, or was said before people began anew: they want it to count no more. */
export function isNoMemory({ messageId, turnId, conversation, role, userId, at }: Said, told: Told): boolean {
  const { key, startedAt } = told.conversation;
  // /new begins all of a person's own here anew at once, and everybody's by itself.
  const isOwn = conversation !== null && conversation !== told.sharedKey && userId === told.askerId;
  const isOfThis = key === told.sharedKey ? conversation === key : isOwn;
  if (isOfThis && at <= startedAt) return true;
  if (turnId !== null && told.turns.has(turnId)) return true;
  // Of an exchange the message that shows it is the answer.
  return messageId !== null && told.messages.has(messageId) && (turnId === null || role === "assistant");
}

/** Room for the texts of what is found. */
export const roomFor = (window: number): number => Math.max(0, Math.min(MOST_TOKENS, window * SHARE_OF_WINDOW) - MOST_FOUND * LINE_TOKENS);

/** Facts that are told anyway first, then what was found, best first. */
export function memoriesOf(
  facts: readonly Omit<AlwaysFact, "scope" | "setBy" | "quotedKey">[],
  found: readonly Found[],
  window: number,
  tokens: (text: string) => number,
): Memory[] {
  const { text, ids } = tellFacts(facts, tokens, Math.min(FACT_TOKENS, window * FACTS_SHARE));
  const lines = text === "" ? [] : text.split("\n");
  const told = lines.map((line, index): Memory => {
    const at = facts.find(({ id }) => id === ids[index])?.createdAt ?? 0;
    return { line: `- [fact] ${line}`, source: { kind: "fact", at } };
  });
  return [...told, ...found.filter(({ id }) => !ids.includes(id)).map(memoryOf)];
}

function memoryOf(found: Found): Memory {
  const { kind, text } = found;
  if (kind === "passage") return { line: `- [knowledge: ${oneLine(found.document)}] ${oneLine(text)}`, source: { kind: "knowledge", name: found.document } };
  const { at, guildId, channelId, messageId } = found;
  const link = messageId === null ? {} : { link: { guildId, channelId, messageId } };
  if (kind === "fact") return { line: factLine(found.owner, text, at), source: { kind: "fact", at, ...link } };
  const who = found.role === "assistant" ? "You" : oneLine(found.name).replaceAll(":", " ") || "Somebody";
  return { line: `- ${dayOf(at)} ${who}: ${oneLine(text)}`, source: { kind: "message", at, ...link } };
}

function factLine(owner: string, text: string, at: number): string {
  return `- [fact] ${aboutWhom(owner)} (${dayOf(at)}): ${oneLine(text)}`;
}

/** Whose words they are, besides the asker's: an answer may repeat them. */
export function voicesIn(found: readonly Found[], askerId: string): Heard[] {
  return found.flatMap((one) => {
    if (one.kind === "passage") return [];
    return one.kind === "message" ? voicesOf(one, one.userId, one.name, askerId) : voicesOf(one, one.setBy, "", askerId);
  });
}

/** The same of facts that are told anyway. */
export const voicesOfFacts = (facts: readonly AlwaysFact[], askerId: string): Heard[] => facts.flatMap((fact) => voicesOf(fact, fact.setBy, "", askerId));

function voicesOf({ text, quotedKey }: { text: string; quotedKey: string | null }, by: string, name: string, askerId: string): Heard[] {
  return [
    ...(by === askerId || by === "" ? [] : [{ person: { id: by }, name, text }]),
    ...(quotedKey === null ? [] : [{ person: { key: quotedKey }, name: "", text }]),
  ];
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
/** No line break makes words look like another memory. */
const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();
