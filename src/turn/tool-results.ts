/** What a model reads of a tool's result: our own words first, then what others wrote, between tags; what can be cited with its number. Used by tool-loop.ts. */
import { shareOut } from "../kernel/share-out.ts";
import { attribute, fence, inert } from "./fence.ts";
import type { ToolOutput } from "./tools.ts";
import type { Source } from "./types.ts";

/** Numbers what is found in the order in which it is found; the same address keeps its number. */
export interface Sources {
  number(source: Source): number;
  all(): Source[];
}

export function createSources(before: readonly Source[] = []): Sources {
  const found = [...before];
  return {
    number: (source) => {
      const at = found.findIndex(({ url }) => url === source.url);
      return at === -1 ? found.push(source) : at + 1;
    },
    all: () => [...found],
  };
}

/** An address that is cut leads nowhere; tools take no longer ones. */
const ADDRESS_LENGTH = 2_000;
const CITE = "Cite what you use by its number in brackets, such as [1], right after what it supports.";

/** At most about that many tokens; what was cut says so. */
export function renderResult(output: ToolOutput, sources: Sources, tokens: number, countTokens: (text: string) => number): string {
  const { content, untrusted = "", passages = [] } = output;
  const texts = passages.map((passage) => inert(passage.text));
  const rest = inert(untrusted);
  const heads = [content, ...(passages.length === 0 ? [] : [CITE])].filter((part) => part !== "").join("\n");
  const room = Math.max(0, tokens - countTokens(heads) - 40 * (passages.length + (rest === "" ? 0 : 1)));
  const bodies = rest === "" ? texts : [rest, ...texts];
  const rooms = shareOut(bodies.map(countTokens), room);
  const kept = bodies.map((text, index) => cut(text, rooms[index] ?? 0, countTokens));
  const told = rest === "" ? [] : [fence("result", kept[0] ?? "")];
  const cited = passages.map(({ title, url }, index) => {
    const number = sources.number({ title, url });
    return fence(
      "source",
      kept[index + (rest === "" ? 0 : 1)] ?? "",
      ` number="${number}" title="${attribute(title)}" address="${attribute(url, ADDRESS_LENGTH)}"`,
    );
  });
  return [cut(heads, tokens, countTokens), ...told, ...cited].filter((part) => part !== "").join("\n");
}

const CUT = "\n[cut: there was no room for the rest]";

/** Within that many tokens. */
function cut(text: string, tokens: number, countTokens: (text: string) => number): string {
  const all = countTokens(text);
  if (all <= tokens) return text;
  let length = Math.floor((text.length * Math.max(0, tokens - countTokens(CUT))) / all);
  while (length > 0 && countTokens(text.slice(0, length)) + countTokens(CUT) > tokens) length = Math.floor(length * 0.9);
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, "") + CUT;
}
