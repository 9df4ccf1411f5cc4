/** Job kind `check`: asks Discord, the model's server and D1 how things stand, and tells the asker alone, with the fix for each. */
import * as z from "zod";
import type { AccessStore, Standing } from "../access/store.ts";
import type { AutonomyStore } from "../autonomy/store.ts";
import type { BudgetStore } from "../budget/store.ts";
import { giveBack, settleCost, type Trial, tryEmbeddings } from "../conversation/meaning.ts";
import type { Database } from "../db/client.ts";
import type { DiscordApi } from "../discord/api.ts";
import type { ActionRow } from "../discord/components.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import type { Embeddings } from "../llm/embeddings.ts";
import type { OpenEndpoint } from "../llm/endpoints.ts";
import type { ModelProbe } from "../llm/probe.ts";
import { type Texts, textsFor } from "../locales/index.ts";
import type { ModelStore } from "../models/store.ts";
import type { TurnStore } from "../turns/store.ts";
import { checkChannel, type Deployment, type OwnFindings } from "./check-channel.ts";
import { renderLines } from "./check-lines.ts";
import { checkServer } from "./check-server.ts";
import { tell } from "./tell.ts";
import type { CheckInput, Job, JobKind, JobRun } from "./types.ts";

export interface CheckDeps {
  access: AccessStore;
  autonomy: Pick<AutonomyStore, "channel" | "ofServer">;
  turns: TurnStore;
  discord: DiscordApi;
  pseudonyms: Pseudonyms;
  probe: ModelProbe;
  models: ModelStore;
  openEndpoint: OpenEndpoint;
  /** Null: without EMBEDDING_MODEL. */
  embeddings: Embeddings | null;
  db: Database;
  budget: BudgetStore;
  migrationLevel(): Promise<string | null>;
  deployment: Deployment;
  clock: Clock;
}

/** Who does not answer within this time has not answered, ms. */
const PATIENCE_MS = 20_000;
/** A failure that is older says little about now. */
const LATELY_MS = 24 * 60 * 60_000;

const schema = (): z.ZodType<CheckInput> =>
  z.object({
    scope: z.enum(["channel", "server"]),
    rows: z.array(z.custom<ActionRow>((value) => typeof value === "object" && value !== null)),
    details: z.boolean(),
    permissions: z.string().regex(/^\d+$/).nullable(),
    isThread: z.boolean(),
  });

export function createCheckJob(deps: CheckDeps): JobKind {
  return {
    async run(job, run) {
      const input = schema().parse(job.input);
      const texts = textsFor(job.locale);
      const ended = new AbortController();
      const giveUp = new AbortController();
      void deps.clock.sleep(PATIENCE_MS, ended.signal).then(() => giveUp.abort());
      const signal = AbortSignal.any([run.signal, giveUp.signal]);
      const words = await (input.scope === "server" ? ofServer(job, texts, signal, deps) : ofChannel(job, input, texts, { ...run, signal }, deps)).finally(() =>
        ended.abort(),
      );
      return tell(job, run, { text: words, rows: input.rows }, deps);
    },
    save: (job, journal) => settleCost(job, journal, deps),
    abandon: (job, run) => {
      if (deps.embeddings !== null) giveBack(run.journal);
      return tell(job, run, { text: textsFor(job.locale).check.failed, rows: schema().safeParse(job.input).data?.rows ?? [] }, deps);
    },
  };
}

async function ofChannel(job: Job, input: CheckInput, texts: Texts, run: JobRun, deps: CheckDeps): Promise<string> {
  const { signal } = run;
  const since = deps.clock.now() - LATELY_MS;
  const probed = orNull(probeOwn(job, signal, deps));
  const [standing, application, model, own, embeddings, lastFailure, watched, migration] = await Promise.all([
    orNull(readStanding(job, deps)),
    orNull(deps.discord.application(signal)),
    orNull(deps.probe(signal)),
    probed,
    probed.then((found) => orNull(tryOut(job, found, run, deps))),
    orNull(deps.turns.newestFailure(job.channelId, job.user.id, since).then((found) => found ?? "none")),
    orNull(deps.autonomy.channel(job.channelId)),
    deps.migrationLevel().catch(() => "unreachable" as const),
  ]);
  const found = { standing, application, model, own, embeddings, lastFailure, watched, migration };
  return renderLines(texts.check.here, checkChannel({ ...input, bot: job.bot }, found, deps.deployment, texts));
}

async function ofServer(job: Job, texts: Texts, signal: AbortSignal, deps: CheckDeps): Promise<string> {
  const { check: say } = texts;
  if (job.guildId === null) return say.notThere;
  const [access, settings, watched] = await Promise.all([
    orNull(deps.discord.serverAccess(job.guildId, job.applicationId as string as Job["user"]["id"], signal)),
    orNull(deps.access.server(job.guildId)),
    orNull(deps.autonomy.ofServer(job.guildId)),
  ]);
  if (access === null || settings === null) return say.notThere;
  return renderLines(say.server, checkServer(access, job.guildId, job.applicationId, { listed: settings.channels, watched: watched ?? [] }, texts));
}

/** Null where the server has no endpoint of its own. */
async function probeOwn({ bot, guildId }: Job, signal: AbortSignal, { models, openEndpoint }: CheckDeps): Promise<OwnFindings | null> {
  const { own } = bot.present && guildId !== null ? await models.readServer(guildId) : { own: null };
  if (own === null || guildId === null) return null;
  const opened = await openEndpoint(guildId, own);
  const result = typeof opened === "string" ? opened : await opened.probe(own.models)(signal);
  return { host: new URL(own.address).host, model: own.models[0] ?? "", result };
}

/** What a server asks at its own endpoint is embedded nowhere. */
async function tryOut(job: Job, own: OwnFindings | null, run: JobRun, deps: CheckDeps): Promise<Trial | null> {
  const { embeddings } = deps;
  return embeddings === null || own !== null ? null : tryEmbeddings(job, run, run.signal, { ...deps, embeddings });
}

/** Managers decide about the servers that the bot is a member of. */
async function readStanding(job: Job, deps: CheckDeps): Promise<Standing> {
  const guildId = job.bot.present ? job.guildId : null;
  const pseudonyms = await deps.pseudonyms(job.user.id);
  return deps.access.readStanding({ ...job, guildId, userId: job.user.id, ownPseudonyms: pseudonyms, pseudonyms });
}

/** What cannot be found out is left open: the rest is still worth telling. */
async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  return asked.catch(() => null);
}
