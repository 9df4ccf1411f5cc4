/**
 * What the demo model says where nobody asked it anything: visibly what it is about, in its persona and mood. `[silent]` in what people wrote has it call
 * `stay_silent`, as a real model does by its own judgement. Called by `words.ts`.
 */
import type { Behaviour } from "./behaviour.ts";
import { resultsIn } from "./calls.ts";
import { type Phrases, quote } from "./phrases.ts";
import type { ChatRequest } from "./request.ts";
import { block } from "./summaries.ts";

const SILENT = "stay_silent";
/** The first of them that is offered. */
const LOOKS_UP: readonly [name: string, input: object][] = [
  ["news", { count: 1 }],
  ["wikipedia", { query: "otter" }],
  ["recall", { query: "otters" }],
];

/** Undefined where somebody did ask. `intro`: who speaks. */
export function speakUp(request: ChatRequest, message: string, intro: string, say: Phrases): { text: string; behaviour: Behaviour } | undefined {
  if (!request.tools.includes(SILENT)) return undefined;
  const lines = (block(message, "channel_messages") ?? "").split("\n");
  const [, author = "", words = ""] = /<message author="([^"]*)" untrusted="true">\n([\s\S]*?)\n<\/message>/.exec(message) ?? [];
  const action = /`(join_conversation|engage_user|fomo|break_silence|share_something)`\.\n/.exec(message)?.[1] ?? "";
  if ([words, lines.at(-1) ?? ""].some((said) => said.includes("[silent]"))) return { text: "", behaviour: { toolCalls: [{ name: SILENT, arguments: "{}" }] } };
  const found = resultsIn(request, say);
  const look = LOOKS_UP.find(([name]) => request.tools.includes(name));
  if (action === "share_something" && found.length === 0 && look !== undefined)
    return { text: "", behaviour: { toolCalls: [{ name: look[0], arguments: JSON.stringify(look[1]) }] } };
  const mood = /<mood>\n([\s\S]*?)\n<\/mood>/.exec(message)?.[1];
  const topics = /<topics>\n([\s\S]*?)\n<\/topics>/.exec(message)?.[1];
  const parts = [
    intro,
    say.unasked(action),
    ...(author === "" ? [] : [say.message(author, quote(words, 80))]),
    ...(mood === undefined ? [] : [say.mood(quote(mood, 80))]),
    ...(topics === undefined ? [] : [say.topics(quote(topics, 80))]),
    ...found,
  ];
  return { text: parts.join(" "), behaviour: {} };
}
