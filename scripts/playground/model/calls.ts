/** What the demo model wants called, and what it says of what came of it. People type `[call name {"field":"value"}]`, or ask in words that it knows. Called by `words.ts`. */
import type { Behaviour } from "./behaviour.ts";
import { type Phrases, quote } from "./phrases.ts";
import type { ChatMessage, ChatRequest } from "./request.ts";

type Call = NonNullable<Behaviour["toolCalls"]>[number];

/** By what is asked in words; the first group is the input. */
const IN_WORDS: readonly [name: string, asked: RegExp, input: (words: string) => Record<string, unknown>][] = [
  ["current_time", /\b(?:what time is it|how late is it|wie spät ist es|wie viel uhr)\b/i, () => ({})],
  ["remember", /^(?:please |bitte )?(?:remember that|merk dir,? dass) (.+)$/is, (fact) => ({ fact })],
  ["set_reminder", /^(?:please |bitte )?(?:remind me|erinnere mich) (.+)$/is, (words) => reminderIn(words)],
  ["recall", /^(?:please |bitte )?(?:look up in your memory|schau in deinem gedächtnis nach)[:,]? (.+)$/is, (query) => ({ query })],
  ["web_search", /^(?:please |bitte )?(?:search(?: the web)? for|suche?(?: im web)? nach) (.+)$/is, (query) => ({ query })],
  ["weather", /\b(?:weather|wetter) in ([\p{L} -]+)/iu, (place) => ({ place })],
];

/** "in 10 minutes to call Ada" and the like; the moment is left in words. */
function reminderIn(words: string): Record<string, unknown> {
  const [, when = words, text = words] = /^(.+?) (?:to|that|an|daran,? dass) (.+)$/is.exec(words) ?? [];
  return { text, when };
}

/** Pictures that tools return come as a message of their own. */
export const isFromTools = ({ text }: ChatMessage): boolean => text.startsWith("(Pictures that the tools returned");

/** One command a call, so that several are made at once; nothing where results are there already. */
export function callsFor({ messages, tools }: ChatRequest, asked: string, question: string): Call[] {
  if (messages.slice(lastQuestion(messages) + 1).some(({ role }) => role === "tool")) return [];
  const typed = [...asked.matchAll(/\[call ([\w-]+)(?: (\{.*?\}))?\]/gs)].map(([, name = "", input = "{}"]): Call => ({ name, arguments: input }));
  if (typed.length > 0) return typed;
  const found = IN_WORDS.flatMap(([name, words, input]): Call[] => {
    const match = tools.includes(name) ? words.exec(question) : null;
    return match === null ? [] : [{ name, arguments: JSON.stringify(input((match[1] ?? "").trim().replace(/[.?!]+$/, ""))) }];
  });
  return found.slice(0, 1);
}

/** Each result in short; what can be cited is cited. */
export function resultsIn({ messages }: ChatRequest, say: Phrases): string[] {
  const results = messages.slice(lastQuestion(messages) + 1).filter(({ role }) => role === "tool");
  return results.flatMap(({ text }) => {
    const sources = [...text.matchAll(/<source number="(\d+)" title="([^"]*)"[^>]*>\n([\s\S]*?)\n<\/source>/g)];
    const cited = sources.map(([, number, title = "", words = ""]) => say.found(title, quote(words, 100), Number(number)));
    const rest = text
      .replaceAll(/<source [\s\S]*?<\/source>/g, "")
      .replaceAll(/<\/?result[^>]*>/g, "")
      .trim();
    return cited.length > 0 ? cited : [say.result(quote(rest, 200))];
  });
}

export const withoutCalls = (text: string): string => text.replaceAll(/\[call [\w-]+(?: \{.*?\})?\]/gs, "");

function lastQuestion(messages: readonly ChatMessage[]): number {
  return messages.findLastIndex((message) => message.role === "user" && !isFromTools(message));
}
