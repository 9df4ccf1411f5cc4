/** What a turn is told of facts whatever the question is: as many as fit into a little room. Pure. Used by the conversation with what `FactsStore.always` gives. */
import type { AlwaysFact } from "./facts-store.ts";

/** Tokens. */
const ALWAYS_TOKENS = 300;

const ABOUT: readonly [prefix: string, words: string][] = [
  ["user:", "About the person asking"],
  ["channel:", "About this channel"],
  ["server:", "About this server"],
];

/** In words for a model: `user:<id>` is "About the person asking". */
export const aboutWhom = (owner: string): string => ABOUT.find(([prefix]) => owner.startsWith(prefix))?.[1] ?? "";

/**
 * Lines such as "About the person asking (2026-11-28): is a vegetarian"; empty where there are none. In the order given, which is the order of importance;
 * one that is too long for what is left makes room for shorter ones after it. Untrusted: people wrote them. `tokens`: an estimate (llm/tokens.ts).
 */
export function tellFacts(
  facts: readonly Omit<AlwaysFact, "scope" | "setBy" | "quotedKey">[],
  tokens: (text: string) => number,
  room = ALWAYS_TOKENS,
): { text: string; ids: number[] } {
  let left = room;
  const told = facts.flatMap(({ id, owner, text, createdAt }) => {
    const line = `${aboutWhom(owner)} (${new Date(createdAt).toISOString().slice(0, 10)}): ${text.replaceAll(/\s+/g, " ")}\n`;
    const cost = tokens(line);
    if (cost > left) return [];
    left -= cost;
    return [{ id, line }];
  });
  return {
    text: told
      .map(({ line }) => line)
      .join("")
      .trimEnd(),
    ids: told.map(({ id }) => id),
  };
}
