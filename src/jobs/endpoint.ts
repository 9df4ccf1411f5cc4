/** Job kind `endpoint`: tests a server's own model endpoint with a list and one small question, keeps it if it works, and says what came of it. */
import * as z from "zod";
import { createDelivery } from "../delivery/deliver.ts";
import type { DiscordApi } from "../discord/api.ts";
import type { ActionRow } from "../discord/components.ts";
import { clip, exact } from "../discord/quote.ts";
import type { Clock } from "../kernel/clock.ts";
import { ModelError, type ModelFailure } from "../kernel/errors.ts";
import type { GuildId } from "../kernel/ids.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import type { OpenEndpoint, OpenedEndpoint } from "../llm/endpoints.ts";
import { type Texts, textsFor } from "../locales/index.ts";
import { type OwnEndpoint, sealContext } from "../models/policy.ts";
import type { ModelStore } from "../models/store.ts";
import type { ErasureStore } from "../privacy/store.ts";
import { explainTest, type TestFailure } from "./endpoint-words.ts";
import type { EndpointInput, Job, JobKind, JobResult, JobRun } from "./types.ts";

export interface EndpointDeps {
  models: ModelStore;
  openEndpoint: OpenEndpoint;
  pseudonyms: Pseudonyms;
  erasures: Pick<ErasureStore, "isErasedSince">;
  discord: DiscordApi;
  clock: Clock;
}

/** A large model may have to be loaded first, ms. */
const PATIENCE_MS = 90_000;
/** Enough for a word, and for a little thinking before it. */
const SMALL_ANSWER = 64;
/** As many as a select can show. */
const MOST_MODELS = 25;
/** Names that the list lacks and that are asked one by one: a list may be incomplete. */
const MOST_ASKED = 5;
/** One message, with room for what is counted differently. */
const LONGEST = 1_950;
/** Of a list those that hold no conversations. */
const OTHER_KINDS = /embed|rerank|whisper|transcri|tts|speech|audio|realtime|dall-e|image|moderation|guard|search-preview/i;

const rows = () => z.array(z.custom<ActionRow>((value) => typeof value === "object" && value !== null));
const schema = (): z.ZodType<EndpointInput> =>
  z.discriminatedUnion("action", [
    z.object({ action: z.literal("set"), address: z.string(), sealedKey: z.string().nullable(), models: z.array(z.string()), rows: rows() }),
    z.object({ action: z.literal("test"), rows: rows() }),
  ]);

export function createEndpointJob(deps: EndpointDeps): JobKind {
  return {
    async run(job, run) {
      const input = schema().parse(job.input);
      const texts = textsFor(job.locale);
      const ended = new AbortController();
      const giveUp = new AbortController();
      void deps.clock.sleep(PATIENCE_MS, ended.signal).then(() => giveUp.abort("slow"));
      const signal = AbortSignal.any([run.signal, giveUp.signal]);
      const words = await (input.action === "set" ? set(job, input, texts, signal, deps) : again(job, texts, signal, deps)).finally(() => ended.abort());
      return tell(job, run, words, input.rows, deps);
    },
    abandon: (job, run) => tell(job, run, textsFor(job.locale).models.endpoint.failed, schema().safeParse(job.input).data?.rows ?? [], deps),
  };
}

async function set(job: Job, input: EndpointInput & { action: "set" }, texts: Texts, signal: AbortSignal, deps: EndpointDeps): Promise<string> {
  const { endpoint: say } = texts.models;
  const { guildId } = job;
  if (guildId === null) return say.none;
  const before = (await deps.models.readServer(guildId)).own;
  const isSameHost = before !== null && sealContext(guildId, before.address) === sealContext(guildId, input.address);
  const sealedKey = input.sealedKey ?? (isSameHost ? before.sealedKey : null);
  const tested = await test(guildId, { address: input.address, sealedKey }, input.models, signal, deps);
  if ("failure" in tested) {
    const typed = say.typed(input.address, input.models.join(", "));
    return [explainTest(tested, texts), say.nothingChanged, typed].join("\n");
  }
  if (await deps.erasures.isErasedSince(await deps.pseudonyms(job.user.id), job.createdAt)) return say.failed;
  const own: OwnEndpoint = { address: input.address, sealedKey, models: tested.models, testedAt: deps.clock.now() };
  const holds = await deps.models.setEndpoint(guildId, own, { userId: job.user.id, at: job.createdAt });
  if (holds.changedAt !== job.createdAt) return say.changedMeanwhile;
  return say.works(tested.host, exact(tested.models[0] ?? ""), tested.ms);
}

/** The same once more; a key that an older SECRET_KEY had sealed is sealed by the newest one. */
async function again({ guildId }: Job, texts: Texts, signal: AbortSignal, deps: EndpointDeps): Promise<string> {
  const { endpoint: say } = texts.models;
  const { own, changedAt } = guildId === null ? { own: null, changedAt: 0 } : await deps.models.readServer(guildId);
  if (guildId === null || own === null) return say.none;
  const tested = await test(guildId, own, own.models, signal, deps);
  if ("failure" in tested) return explainTest(tested, texts);
  await deps.models.noteTested(guildId, { ...own, sealedKey: tested.sealedKey, testedAt: deps.clock.now() }, changedAt);
  return say.stillWorks(tested.host, exact(own.models[0] ?? ""), tested.ms);
}

type Tested = { host: string; models: string[]; ms: number; sealedKey: string | null } | TestFailure;

/** `named`: empty for all that it lists. */
async function test(
  guildId: GuildId,
  endpoint: Pick<OwnEndpoint, "address" | "sealedKey">,
  named: readonly string[],
  signal: AbortSignal,
  deps: EndpointDeps,
): Promise<Tested> {
  const { host } = new URL(endpoint.address);
  const opened = await deps.openEndpoint(guildId, endpoint);
  if (typeof opened === "string") return { failure: opened, host, model: "" };
  const list = await opened
    .probe(named)(signal)
    .catch(() => ({ ms: 0, failure: "first-token-timeout" as const }));
  if (list.failure !== undefined) return { failure: list.failure, host, model: "" };
  const listed = list.listed ?? [];
  const models = named.length > 0 ? [...named] : listed.filter((id) => id.length <= 100 && !OTHER_KINDS.test(id));
  if (models.length === 0) return { failure: "no-list", host, model: "" };
  if (models.length > MOST_MODELS) return { failure: "long-list", host, model: "", count: models.length };
  const startedAt = deps.clock.now();
  // The list may be open to everybody, so only an answer proves the key. Names that are not listed have to prove themselves, too.
  const [first = "", ...others] = models;
  let ms = 0;
  for (const model of [first, ...others.filter((id) => list.unlisted?.includes(id)).slice(0, MOST_ASKED)]) {
    const failure = await question(opened, model, signal);
    if (failure !== undefined) return { failure, host, model, listed };
    ms ||= deps.clock.now() - startedAt;
  }
  return { host, models, ms, sealedKey: await opened.sealAgain() };
}

/** What went wrong; undefined: it answered, were it without a word. */
async function question({ model }: OpenedEndpoint, id: string, signal: AbortSignal): Promise<ModelFailure | undefined> {
  try {
    const request = { models: [id], messages: [{ role: "user" as const, content: "Reply with the word OK." }], maxOutputTokens: SMALL_ANSWER };
    for await (const event of model.stream(request, signal)) if (event.type === "text") return undefined;
    return undefined;
  } catch (error) {
    if (error instanceof ModelError) return error.failure === "empty" ? undefined : error.failure;
    if (signal.aborted) return "first-token-timeout";
    throw error;
  }
}

async function tell(job: Job, run: JobRun, words: string, under: ActionRow[], deps: EndpointDeps): Promise<JobResult> {
  const { discord, clock } = deps;
  const texts = textsFor(job.locale);
  const delivery = createDelivery({ ...job, canPost: false, quiet: true }, { discord, clock, journal: run.journal, texts, stopButton: [], pace: () => 0 });
  // Called off: the Worker has told the person something else.
  if (run.signal.reason === "cancel") return { outcome: "never-acknowledged" };
  const { via } = await delivery.finish({ text: clip(words, LONGEST), heading: "", buttons: () => under, showButton: [] });
  return { outcome: via === "interaction" ? "answered" : via === "never-acknowledged" ? via : "undeliverable" };
}
