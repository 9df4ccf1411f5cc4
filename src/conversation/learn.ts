/** What a turn teaches about a model's way of counting: bytes a token, and where its server cuts prompts without a word. Used by answer.ts. */
import { calibrate, countBytes, DEFAULT_RATIO, looksTruncated, measureMessages } from "../llm/tokens.ts";
import { countName } from "../models/policy.ts";
import type { TurnOutcome } from "../turn/types.ts";
import type { ModelCount } from "../turns/store.ts";
import type { Hands } from "./hands.ts";
import type { Loaded } from "./load.ts";
import type { Prepared } from "./prepare.ts";

/** Whoever called something has read what there is to call; to ask again could do it twice. */
export function wasTruncated(outcome: TurnOutcome, prepared: Prepared, hands: Hands | null): boolean {
  if ((outcome.tools?.calls.length ?? 0) > 0 || outcome.usage.estimated || prepared.hasImages) return false;
  return looksTruncated(prepared.report.total + toldTools(outcome, hands).tokens, outcome.usage.inputTokens);
}

/** Servers are reconfigured: what one did a week ago is found out anew. */
export function learntWindow(counts: ModelCount | undefined, now: number): number {
  const { window = null, windowSeenAt = null } = counts ?? {};
  return window === null || windowSeenAt === null || windowSeenAt < now - 7 * 24 * 60 * 60_000 ? Number.POSITIVE_INFINITY : window;
}

export function learn(outcome: TurnOutcome, prepared: Prepared, loaded: Loaded, hands: Hands | null): ModelCount | null {
  const usage = outcome.tools?.firstUsage ?? outcome.usage;
  if (usage.estimated || usage.inputTokens === 0 || prepared.hasImages) return null;
  const { bytes, fixedTokens } = measureMessages(prepared.messages);
  const before = loaded.counts?.bytesPerToken ?? DEFAULT_RATIO;
  const told = bytes + toldTools(outcome, hands).bytes;
  const bytesPerToken = calibrate(before, { bytes: told, reportedTokens: usage.inputTokens - fixedTokens });
  return bytesPerToken === before ? null : { model: countName(outcome.model, loaded.chosen.own), bytesPerToken, window: null, windowSeenAt: null };
}

function toldTools(outcome: TurnOutcome, hands: Hands | null): { tokens: number; bytes: number } {
  if (hands === null || outcome.toolsRefused === true) return { tokens: 0, bytes: 0 };
  return { tokens: hands.tokens, bytes: hands.box.declarations.reduce((sum, declaration) => sum + countBytes(JSON.stringify(declaration)), 0) };
}

/** That server reads no more than that of that model. */
export function learnWindow(model: string, window: number, { chosen, counts }: Loaded, now: number): ModelCount {
  return { model: countName(model, chosen.own), bytesPerToken: counts?.bytesPerToken ?? DEFAULT_RATIO, window, windowSeenAt: now };
}
