/** Commit, then acknowledge: a JobRequest becomes a job in the channel's object before anybody sees "thinking". Called by route. */

import type { JobRequest } from "../commands/types.ts";
import { botAccess } from "../discord/access.ts";
import type { Interaction } from "../discord/interaction.ts";
import { privately, type Reply } from "../discord/reply.ts";
import type { Job, SubmitResult } from "../jobs/types.ts";
import { describeError } from "../kernel/errors.ts";
import type { Texts } from "../locales/index.ts";
import { isRetryable } from "./retryable.ts";
import type { AppDeps, Background } from "./types.ts";
import { within } from "./within.ts";

/** Of Discord's three seconds: the commit gets two, its withdrawal a moment, the way there and back the rest. A handler that took its time leaves less. */
const COMMIT_MS = 2000;
const CANCEL_MS = 300;
const IN_ALL_MS = 2600;

/** `arrivedAt`: when the interaction reached the edge. */
export async function commit(
  request: JobRequest,
  interaction: Interaction,
  arrivedAt: number,
  deps: AppDeps,
  texts: Texts,
  background: Background,
): Promise<Reply> {
  const { clock, jobs, log } = deps;
  const job = toJob(request, interaction, Math.min(clock.now() + COMMIT_MS, arrivedAt + IN_ALL_MS - CANCEL_MS));
  const ids = { id: job.id, kind: job.kind, channelId: job.channelId };
  if (!(await allowed(job, deps))) return privately(texts.edge.flooded);

  const accepted = await within(clock, job.answerBy - clock.now(), submit(job, deps)).catch((error: unknown) => {
    log.error("commit-failed", { ...ids, error: describeError(error) });
    return { done: false } as const;
  });
  if (accepted.done && (accepted.value === "committed" || accepted.value === "duplicate")) return acknowledgement(job);
  if (accepted.done) {
    log.error("commit-refused", { ...ids, reason: accepted.value });
    return privately(texts.edge.notAccepted);
  }
  // Its fate is unknown: the tombstone makes sure that nothing runs behind the error the person is about to see.
  const withdrawn = jobs.cancel(job.channelId, job.id).catch((error: unknown) => log.error("cancel-failed", { ...ids, error: describeError(error) }));
  background(withdrawn);
  await within(clock, CANCEL_MS, withdrawn);
  log.error("commit-withdrawn", ids);
  return privately(texts.edge.notAccepted);
}

/** The limiter only spares work; where it fails or hangs, the budget is still there. */
async function allowed(job: Job, deps: AppDeps): Promise<boolean> {
  try {
    const answer = await within(deps.clock, CANCEL_MS, deps.flood(job.user.id));
    return answer.done ? answer.value : true;
  } catch (error) {
    deps.log.error("flood-check-failed", { error: describeError(error) });
    return true;
  }
}

/** A broken connection to the object deserves one fresh try; the id makes a repeat harmless. */
async function submit(job: Job, deps: AppDeps): Promise<SubmitResult> {
  try {
    return await deps.jobs.submit(job);
  } catch (error) {
    if (!isRetryable(error)) throw error;
    return await deps.jobs.submit(job);
  }
}

function acknowledgement(job: Job): Reply {
  return job.target === "update" ? { type: "deferred-update" } : { type: "deferred-message", private: job.private || job.target === "reply" };
}

function toJob(request: JobRequest, interaction: Interaction, answerBy: number): Job {
  // Only a message with the pressed button can be updated in place.
  const hasMessage = (interaction.type === "component" || interaction.type === "modal") && interaction.message !== undefined;
  return {
    v: 1,
    id: interaction.id,
    kind: request.kind,
    conversation: request.conversation,
    applicationId: interaction.applicationId,
    token: interaction.token,
    target: request.target === "update" && !hasMessage ? "message" : request.target,
    private: request.private,
    channelId: interaction.channelId,
    channelName: interaction.channelName,
    parentId: interaction.parentId,
    ageRestricted: interaction.ageRestricted,
    guildId: interaction.guildId,
    user: interaction.user,
    roles: interaction.memberRoles,
    locale: interaction.locale,
    bot: botAccess(interaction),
    createdAt: interaction.createdAt,
    answerBy,
    input: request.input,
  };
}
