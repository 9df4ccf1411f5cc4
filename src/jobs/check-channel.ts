/** What works right here, line by line: permissions, intent, endpoint, model, the last failure, the database. Pure; the job kind `check` asks around. */
import type { Standing } from "../access/store.ts";
import type { WatchedChannel } from "../autonomy/watched.ts";
import { PATIENCE_MS, type Trial } from "../conversation/meaning.ts";
import { explainFailure, type Failure } from "../delivery/explain.ts";
import type { ApplicationInfo } from "../discord/api.ts";
import { connection, readsMessageContent } from "../discord/installation.ts";
import { missingPermissions, missingToFollow, type NeededPermission, neededPermissions } from "../discord/permissions.ts";
import type { EndpointProblem } from "../llm/endpoints.ts";
import type { ProbeResult } from "../llm/probe.ts";
import type { Texts } from "../locales/index.ts";
import type { Line } from "./check-lines.ts";
import { explainTest } from "./endpoint-words.ts";
import type { CheckInput, Job } from "./types.ts";

/** Of the server's own endpoint. */
export interface OwnFindings {
  host: string;
  model: string;
  result: ProbeResult | EndpointProblem;
}

/** Everything that was asked; null where nobody answered. */
export interface Findings {
  standing: Standing | null;
  application: ApplicationInfo | null;
  model: ProbeResult | null;
  /** Null also where there is none. */
  own: OwnFindings | null;
  /** Of the embedding model; null also where there is none, or none that counts here. */
  embeddings: Trial | null;
  lastFailure: { reason: string; model: string | null; at: number } | null | "none";
  /** What is followed in the channel; null also where nothing was ever set. */
  watched: WatchedChannel | null;
  /** Name of the newest applied migration; `unreachable` where D1 is. */
  migration: string | null | "unreachable";
}

/** What the deployer set. */
export interface Deployment {
  models: readonly string[];
  expectedMigration: string;
  /** Without a slash at the end; empty where unknown. */
  publicUrl: string;
}

type Asked = Pick<CheckInput, "details" | "permissions" | "isThread"> & Pick<Job, "bot">;

/** Failures whose sentences name settings: for those who can change them. */
const FOR_DEPLOYERS: readonly string[] = [
  ...(["unauthorized", "unknown-model", "not-an-api"] satisfies Failure[]),
  ...(["image-unauthorized", "image-unknown-model", "image-not-an-api", "image-off"] satisfies Failure[]),
];
const EVENTS_ON = 2;
const EVENTS_STOPPED = 3;

export function checkChannel(asked: Asked, found: Findings, deployment: Deployment, texts: Texts): Line[] {
  return [
    ...standingLines(found, texts),
    permissionLine(asked, texts),
    ...watchedLines(found, asked, texts),
    ...applicationLines(found.application, asked, deployment, texts),
    modelLine(found.model, asked, deployment, texts),
    ...ownLines(found.own, texts),
    ...embeddingLines(found.embeddings, asked, texts),
    ...failureLines(found.lastFailure, asked, texts),
    ...databaseLines(found.migration, asked, deployment, texts),
  ];
}

function standingLines({ standing }: Findings, { check: say }: Texts): Line[] {
  const refusal = standing?.refusal?.kind;
  if (refusal === "paused") return [{ state: "bad", text: say.paused, fix: say.pausedFix }];
  if (refusal === "blocked") return [{ state: "bad", text: say.blocked, fix: say.blockedFix }];
  return refusal === "elsewhere" ? [{ state: "bad", text: say.unlisted, fix: say.unlistedFix }] : [];
}

function permissionLine({ permissions, bot, isThread }: Asked, { check: say }: Texts): Line {
  if (permissions === null) return bot.present ? { state: "good", text: say.direct } : { state: "warning", text: say.guest };
  // Inside a thread the other permission to send counts.
  const needed = neededPermissions.filter((name) => !isThread || name !== "sendMessages");
  const missing = missingPermissions(BigInt(permissions)).filter((name) => needed.includes(name));
  const names = (list: readonly NeededPermission[]) => list.map((name) => `**${say.permission[name]}**`).join(", ");
  if (missing.length > 0) return { state: "bad", text: say.permissionsMissing(names(missing)), fix: say.permissionsFix };
  return { state: "good", text: say.permissionsGood(names(needed)) };
}

/** Speaking unasked and listening, where somebody switched them on. */
function watchedLines({ watched, application }: Findings, { permissions, isThread, details }: Asked, texts: Texts): Line[] {
  const { autonomy, check } = texts;
  const { check: say } = autonomy;
  if (watched === null || permissions === null) return [];
  if (watched.problem !== "") return [{ state: "bad", text: say.ended, fix: say.endedFix }];
  if (!watched.speaks && !watched.listens) return [];
  const missing = missingToFollow(BigInt(permissions), isThread).map((name) => `**${check.permission[name]}**`);
  if (missing.length > 0) return [{ state: "bad", text: say.lacking(missing.join(", ")), fix: check.permissionsFix }];
  if (application === null || readsMessageContent(application)) return [{ state: "good", text: say.good }];
  return [{ state: "warning", text: say.noContent, fix: `${say.noContentLost} ${details ? check.intentFix : check.askDeployer}` }];
}

function applicationLines(application: ApplicationInfo | null, { details }: Asked, { publicUrl }: Deployment, { check: say }: Texts): Line[] {
  if (application === null) return [{ state: "warning", text: say.discordSilent }];
  const intent: Line = readsMessageContent(application)
    ? { state: "good", text: say.intentOn }
    : { state: "warning", text: say.intentOff, fix: details ? say.intentFix : say.askDeployer };
  if (!details) return [intent];
  const wanted = connection(publicUrl);
  const given = application.interactionsEndpointUrl;
  // That this check was asked for proves that the endpoint works; another address of the same Worker may be on record.
  const endpoint: Line =
    publicUrl === "" || given === null || given === wanted.interactions_endpoint_url
      ? { state: "good", text: say.endpointGood }
      : { state: "warning", text: say.endpointOther(given, wanted.interactions_endpoint_url ?? ""), fix: say.endpointFix };
  return [intent, endpoint, eventsLine(application, publicUrl, say)];
}

function eventsLine({ eventWebhooksStatus, eventWebhooksUrl }: ApplicationInfo, publicUrl: string, say: Texts["check"]): Line {
  const wanted = publicUrl === "" ? "" : `${publicUrl}/events`;
  const fix = say.eventsFix(wanted);
  if (eventWebhooksStatus === EVENTS_STOPPED) return { state: "bad", text: say.eventsStopped, fix };
  const isOurs = wanted === "" || eventWebhooksUrl === wanted;
  return eventWebhooksStatus === EVENTS_ON && isOurs ? { state: "good", text: say.eventsGood } : { state: "warning", text: say.eventsOff, fix };
}

function modelLine(probe: ProbeResult | null, { details }: Asked, { models }: Deployment, texts: Texts): Line {
  const { check: say } = texts;
  const name = models[0] ?? "";
  if (probe === null) return { state: "warning", text: say.modelBad, fix: say.askDeployer };
  if (probe.failure !== undefined) {
    if (!details) return { state: "bad", text: say.modelBad, fix: say.askDeployer };
    const fix = (Object.hasOwn(say.modelFix, probe.failure) ? say.modelFix[probe.failure as keyof typeof say.modelFix] : undefined) ?? say.modelFix.other;
    return { state: "bad", text: explainFailure(probe.failure, name, texts), fix };
  }
  if (probe.unlisted === undefined) return { state: "warning", text: say.modelUnsure(probe.ms) };
  if (probe.unlisted.length === 0) return { state: "good", text: say.modelGood(name, probe.ms) };
  const names = probe.unlisted.map((id) => `“${id}”`).join(", ");
  return { state: "warning", text: say.modelUnlisted(names, probe.ms), fix: details ? say.modelUnlistedFix : say.askDeployer };
}

function ownLines(own: OwnFindings | null, texts: Texts): Line[] {
  if (own === null) return [];
  const { check: say } = texts.models;
  const { host, model, result } = own;
  const failure = typeof result === "string" ? result : result.failure;
  if (failure !== undefined) return [{ state: "bad", text: say.bad(explainTest({ failure, host, model }, texts)), fix: say.fix }];
  const { ms, unlisted } = result as ProbeResult;
  if (unlisted === undefined) return [{ state: "warning", text: say.unsure(host, ms) }];
  if (unlisted.length === 0) return [{ state: "good", text: say.good(host, model, ms) }];
  return [{ state: "warning", text: say.unlisted(host, unlisted.map((id) => `“${id}”`).join(", ")), fix: say.fix }];
}

function embeddingLines(trial: Trial | null, { details }: Asked, { check: { embeddings: say, askDeployer } }: Texts): Line[] {
  if (trial === null) return [];
  const { model, ms, dimensions, failure } = trial;
  if (failure === "budget") return [{ state: "warning", text: say.budget }];
  if (failure === undefined && ms <= PATIENCE_MS) return [{ state: "good", text: say.good(model, dimensions, ms) }];
  if (!details) return [{ state: "warning", text: say.bad, fix: askDeployer }];
  if (failure === undefined) return [{ state: "warning", text: say.slow(model, ms, PATIENCE_MS), fix: say.slowFix }];
  const text = Object.hasOwn(say.failure, failure) ? say.failure[failure as keyof typeof say.failure](model) : say.failure.other(model);
  const fix = Object.hasOwn(say.fix, failure) ? say.fix[failure as keyof typeof say.fix] : say.fix.other;
  return [{ state: "warning", text: `${say.bad} ${text}`, fix }];
}

function failureLines(failure: Findings["lastFailure"], { details }: Asked, texts: Texts): Line[] {
  const { check: say } = texts;
  if (failure === null) return [];
  if (failure === "none") return [{ state: "good", text: say.noError }];
  const isPlain = details || !FOR_DEPLOYERS.includes(failure.reason);
  // A failed turn's reason is its Failure (conversation/record.ts).
  const sentence = isPlain ? explainFailure(failure.reason as Failure, failure.model ?? "", texts) : `${say.modelBad} ${say.askDeployer}`;
  return sentence === undefined ? [] : [{ state: "warning", text: say.lastError(`<t:${Math.floor(failure.at / 1_000)}:R>`, sentence) }];
}

function databaseLines(
  migration: Findings["migration"],
  { details }: Asked,
  { expectedMigration }: Deployment,
  { check: { database: say, askDeployer } }: Texts,
): Line[] {
  if (migration === "unreachable") return [{ state: "bad", text: say.unreachable, fix: details ? say.unreachableFix : askDeployer }];
  if (!details) return [];
  return migration === expectedMigration ? [{ state: "good", text: say.good }] : [{ state: "bad", text: say.behind, fix: say.behindFix }];
}
