/** What the demo model remembers: nothing but what stands among the memories that came with the question. Called by `words.ts`. */
import type { Phrases } from "./phrases.ts";
import { sharedStems } from "./stems.ts";

const MOST_TOLD = 3;

interface Memory {
  text: string;
  /** Who said it, when, or where it stands; empty: not told. */
  source: string;
}

/** Undefined where no memories came along: then it cannot know anything, and says so only if it is asked about that. */
export function remembering(message: string, question: string, say: Phrases): string | undefined {
  const blocks = [...message.matchAll(/<memories untrusted="true">\n([\s\S]*?)\n<\/memories>/g)].map(([, lines = ""]) => lines);
  if (blocks.length === 0) return ABOUT_MEMORY.test(question) ? say.noMemories : undefined;
  const memories = blocks.flatMap((lines) => lines.split("\n")).flatMap(readMemory);
  const ranked = memories.map((memory) => ({ memory, shared: sharedStems(memory.text, question) })).filter(({ shared }) => shared > 0);
  const best = ranked.toSorted((a, b) => b.shared - a.shared).slice(0, MOST_TOLD);
  if (best.length === 0) return say.unknown(memories.length);
  return best.map(({ memory: { text, source } }) => say.remember(text, source)).join("\n");
}

const ABOUT_MEMORY = /\b(remember|recall|memor(y|ies)|erinner\w*|wei(ß|ss)t du noch|gemerkt)\b/i;

/** `- [fact] text`, `- [notes.md] text` or `- 2026-11-02 ada: text`. */
function readMemory(line: string): Memory[] {
  const [, label, date, author, text = ""] = /^- (?:\[([^\]]*)\] )?(?:(\d{4}-\d\d-\d\d)(?: \d\d:\d\d)? )?(?:([^:\n]{1,60}): )?(.+)$/.exec(line) ?? [];
  if (text === "") return [];
  // A colon without a date before it belongs to the text.
  const isSpoken = date !== undefined;
  const source = [isSpoken ? author : undefined, date, label === "fact" ? undefined : label].filter((part) => part !== undefined).join(", ");
  return [{ text: isSpoken || author === undefined ? text : `${author}: ${text}`, source }];
}
