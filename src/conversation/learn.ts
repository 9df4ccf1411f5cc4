/** What a turn teaches about a model's way of counting: bytes a token, and where its server cuts prompts without a word. Used by answer.ts. */
import { calibrate, DEFAULT_RATIO, looksTruncated, measureMessages } from "../llm/tokens.ts";
import { countName } from "../models/policy.ts";
import type { TurnOutcome } from "../turn/types.ts";
import type { ModelCount } from "../turns/store.ts";
import type { Loaded } from "./load.ts";
import type { Prepared } from "./prepare.ts";

export function wasTruncated(outcome: TurnOutcome, prepared: Prepared): boolean {
  return !outcome.usage.estimated && !prepared.hasImages && looksTruncated(prepared.report.total, outcome.usage.inputTokens);
}

/** Servers are reconfigured: what one did a week ago is found out anew. */
export function learntWindow(counts: ModelCount | undefined, now: number): number {
  const { window = null, windowSeenAt = null } = counts ?? {};
  return window === null || windowSeenAt === null || windowSeenAt < now - 7 * 24 * 60 * 60_000 ? Number.POSITIVE_INFINITY : window;
}

export function learn(outcome: TurnOutcome, prepared: Prepared, loaded: Loaded): ModelCount | null {
  if (outcome.usage.estimated || prepared.hasImages) return null;
  const { bytes, fixedTokens } = measureMessages(prepared.messages);
  const before = loaded.counts?.bytesPerToken ?? DEFAULT_RATIO;
  const bytesPerToken = calibrate(before, { bytes, reportedTokens: outcome.usage.inputTokens - fixedTokens });
  return bytesPerToken === before ? null : { model: countName(outcome.model, loaded.chosen.own), bytesPerToken, window: null, windowSeenAt: null };
}

/** That server reads no more than that of that model. */
export function learnWindow(model: string, window: number, { chosen, counts }: Loaded, now: number): ModelCount {
  return { model: countName(model, chosen.own), bytesPerToken: counts?.bytesPerToken ?? DEFAULT_RATIO, window, windowSeenAt: now };
}
