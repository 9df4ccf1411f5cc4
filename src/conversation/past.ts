/** What a turn may know of what was said before: the history back to the last long silence, and the summary of what is older. Pure. Used by prepare.ts. */
import type { AskInput, Job } from "../jobs/types.ts";
import { snowflakeTime } from "../kernel/ids.ts";
import type { ConversationState, HistoryMessage } from "../memory/store.ts";
import { askerOf, type Loaded } from "./load.ts";
import { spanOf } from "./span.ts";

export interface Past {
  /** Newest first. */
  history: HistoryMessage[];
  /** From before a long silence, and in no summary yet; newest first. */
  lapsed: HistoryMessage[];
  summary: Recap | null;
  /** There is a summary that tells of somebody who does not want it any more: it has to be made anew. */
  tainted: boolean;
  /** It is known who opted out, so that nothing is missing without need. */
  complete: boolean;
}

/** Of a turn that what was said before has nothing to do with. */
export const NO_PAST: Past = { history: [], lapsed: [], summary: null, tainted: false, complete: true };

export interface Recap {
  text: string;
  summarizedAt: number;
  people: string[];
}

/** All but the asker, by id or HMAC, whose words the past may hold: they are asked whether they opted out. */
export function peopleIn({ history, quoted, voices, conversation }: Loaded, askerId: string): string[] {
  const people = [...history.map(({ userId }) => userId), ...quoted.values(), ...[...voices.values()].flat(), ...conversation.people];
  return [...new Set(people)].filter((id) => id !== askerId);
}

/** `optedOut`: of those people; null where nobody could tell, and then none of them is read. */
export function pastOf(job: Job, loaded: Loaded, optedOut: ReadonlySet<string> | null): Past {
  const { history, conversation, input, parent } = loaded;
  const askerId = askerOf(job);
  const mayBeRead = (id: string | undefined) => id === undefined || id === askerId || optedOut?.has(id) === false;
  const back = lookback(job, input, parent?.createdAt);
  const recap = recapOf(conversation);
  // One that tells of what came later does not belong before it.
  const counts = recap !== null && recap.summarizedAt < back.from;
  const summary = counts && recap.people.every(mayBeRead) ? recap : null;
  const whose = ({ userId, turnId }: HistoryMessage) => [userId, loaded.quoted.get(turnId), ...(loaded.voices.get(turnId) ?? [])];
  const readable = history.filter((message) => whose(message).every(mayBeRead));
  const { current, lapsed } = spanOf(readable, { ...back, summarizedAt: summary?.summarizedAt ?? 0 });
  return { history: current, lapsed, summary, tainted: counts && optedOut !== null && summary === null, complete: optedOut !== null };
}

/** The summary, where it covers something that is still part of the conversation. */
export function recapOf({ startedAt, summary: text, summarizedAt, people }: ConversationState): Recap | null {
  return text !== "" && summarizedAt > startedAt ? { text, summarizedAt, people } : null;
}

/** Regenerate and Continue look back from the turn they go back to, which for Follow up is seen itself, however long ago it was. */
function lookback({ createdAt }: Job, { trigger, parentId }: AskInput, parentAt: number | undefined): { from: number; keepSince?: number } {
  if (parentId === undefined || trigger === "retry") return { from: createdAt };
  const parent = parentAt ?? snowflakeTime(parentId);
  if (trigger === "follow-up") return { from: createdAt, keepSince: parent };
  return trigger === "continue" ? { from: parent, keepSince: parent } : { from: parent };
}
