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
  // What somebody said is worth more than its own words about that.
  const said = ranked.filter(({ memory }) => !memory.source.startsWith("You,"));
  const best = (said.length > 0 ? said : ranked).toSorted((a, b) => b.shared - a.shared).slice(0, MOST_TOLD);
  if (best.length === 0) return say.unknown(memories.length);
  return best.map(({ memory: { text, source } }) => say.remember(text, source)).join("\n");
}

const ABOUT_MEMORY = /\b(remember|recall|memor(y|ies)|erinner\w*|wei(ß|ss)t du noch|gemerkt)\b/i;

/** `- [fact] text`, `- [fact] About Ada (2026-11-02): text`, `- [knowledge: notes.md] text` or `- 2026-11-02 ada: text`. */
function readMemory(line: string): Memory[] {
  const [, label, words = ""] = /^- (?:\[([^\]]*)\] )?(.+)$/.exec(line) ?? [];
  if (words === "") return [];
  if (label !== undefined && label !== "fact") return [{ text: words, source: label.replace(/^knowledge: /, "") }];
  const form =
    label === "fact"
      ? /^[^:(]{1,60} \((?<date>\d{4}-\d\d-\d\d)\): (?<text>.+)$/
      : /^(?<date>\d{4}-\d\d-\d\d)(?: \d\d:\d\d)? (?:(?<author>[^:]{1,60}): )?(?<text>.+)$/;
  const { date, author, text = words } = form.exec(words)?.groups ?? {};
  return [{ text, source: [author, date].filter((part) => part !== undefined).join(", ") }];
}
