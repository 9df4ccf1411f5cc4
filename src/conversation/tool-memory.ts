/** The memory as tools reach it, for one turn: what its asker may be told there, and what they want to be remembered of them. Used by answer.ts. */
import type { AskInput, Job } from "../jobs/types.ts";
import { offsetAt } from "../kernel/calendar.ts";
import { cleanText } from "../kernel/clean-text.ts";
import { shortDigest } from "../kernel/short-digest.ts";
import { estimateTokens } from "../llm/tokens.ts";
import { FACT_LENGTH } from "../memory/facts-store.ts";
import { sharedKey } from "../memory/store.ts";
import { factScope } from "../memory/visibility.ts";
import type { ToolMemory } from "../tools/ports.ts";
import { askerOf, type Loaded, ownerOf } from "./load.ts";
import { isNoMemory, MOST_FOUND, memoriesOf, voicesIn } from "./memories.ts";
import { scopesOf, tellable } from "./recall.ts";
import type { ConversationDeps } from "./types.ts";

/** Tokens of what one search tells. */
const ROOM = 900;

/** Null for those who opted out: nothing of theirs is kept, nor looked for. */
export function toolMemory(job: Job, input: AskInput, loaded: Loaded, deps: ConversationDeps): ToolMemory | null {
  const { standing, chosen, conversation } = loaded;
  if (standing.optedOut) return null;
  const owner = ownerOf(job, input);
  const scopes = scopesOf(job, owner, input).filter(tellable(owner, chosen.own !== null));
  const told = { turns: new Set<string>(), messages: new Set<string>(), conversation, askerId: askerOf(job), sharedKey: sharedKey(job.channelId) };
  const place = {
    ...job,
    userId: owner,
    private: job.private || job.conversation?.endsWith(":private") === true,
    botPresent: job.bot.present,
    canRead: job.bot.canRead,
  };
  return {
    async recall(query) {
      const now = { at: job.createdAt, utcOffset: offsetAt(job.createdAt, standing.timeZone ?? "UTC") / 60_000 };
      const fit = { budget: ROOM, size: (text: string) => estimateTokens(text) };
      const found = await deps.search.search({ text: query, scopes, askerId: owner, now }, { limit: MOST_FOUND * 2, fit });
      const wanted = found.filter((one) => one.kind !== "message" || !isNoMemory(one, told)).slice(0, MOST_FOUND);
      return { lines: memoriesOf([], wanted, 0, () => 0).map(({ line }) => line), heard: voicesIn(wanted, owner) };
    },
    async remember(typed, key) {
      const text = cleanText(typed).replaceAll(/\n\s*\n/g, "\n");
      if (text === "" || text.length > FACT_LENGTH) return "too-long";
      const scope = factScope(place, "user") ?? "";
      const isPrivate = scope.endsWith(":private");
      const guildId = isPrivate ? null : job.guildId;
      const handle = await shortDigest(`fact:${key}`);
      const { kind } = await deps.memories.remember(
        { key: scope, guildId },
        {
          ...{ handle, owner: `user:${owner}` as const, text, private: isPrivate, setBy: owner, origin: "tool" as const },
          ...{ guildId, channelId: job.channelId, messageId: null, quotedKey: null, createdAt: job.createdAt },
        },
        await deps.pseudonyms(owner),
      );
      return kind;
    },
  };
}
