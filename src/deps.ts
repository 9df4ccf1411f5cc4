/** Config -> Deps: the only place that constructs adapters. One function for the Worker's side, one for the object's. */
import { commandNames, declarations } from "../commands/index.ts";
import { createAccessStore, isOptedOut, wantsNothingNoticed } from "./access/store.ts";
import { createBudgetStore, limitsInUsd } from "./budget/store.ts";
import { createLastQuestions } from "./conversation/last-questions.ts";
import type { CronDeps } from "./cron/dispatch.ts";
import { createDatabase, createRunSql, LATEST_MIGRATION, migrationLevel } from "./db/client.ts";
import { createAlert } from "./discord/alert-webhook.ts";
import { createDiscordRest } from "./discord/rest.ts";
import type { AppDeps } from "./edge/types.ts";
import { type Config, type Env, isSet, parseConfig } from "./env.ts";
import type { JobDeps } from "./jobs/index.ts";
import { noticeJob } from "./jobs/notice.ts";
import { WATCHDOG_MS } from "./jobs/runner.ts";
import type { JobQueue } from "./jobs/types.ts";
import { type Clock, systemClock } from "./kernel/clock.ts";
import type { ApplicationId } from "./kernel/ids.ts";
import { createLog, type Log } from "./kernel/log.ts";
import { createPseudonyms } from "./kernel/pseudonym.ts";
import { isSameSecret } from "./kernel/same-secret.ts";
import { createSealer, type Sealer } from "./kernel/seal.ts";
import { shortDigest } from "./kernel/short-digest.ts";
import { VERSION } from "./kernel/version.ts";
import { factsOf } from "./llm/facts.ts";
import { createOpenAiModel } from "./llm/openai/chat.ts";
import { embeddingsOf } from "./llm/openai/embeddings.ts";
import { createEndpointOpener } from "./llm/openai/endpoint.ts";
import { createModelProbe } from "./llm/openai/probe.ts";
import { createPricing } from "./llm/pricing.ts";
import { createResilientModel } from "./llm/resilient.ts";
import { createWindowOf } from "./llm/window.ts";
import { createCarry } from "./memory/carry.ts";
import { createChannelSettingsStore } from "./memory/channel-settings.ts";
import { createDocumentsStore } from "./memory/documents-store.ts";
import { createFactsStore } from "./memory/facts-store.ts";
import { createSearch } from "./memory/search.ts";
import { createConversationStore } from "./memory/store.ts";
import { createUnnoticedStore } from "./memory/unnoticed-store.ts";
import { createVectorStore } from "./memory/vectors-store.ts";
import { sealContext } from "./models/policy.ts";
import { createModelStore } from "./models/store.ts";
import { createCdn } from "./net/cdn.ts";
import { guardEndpoint, readEndpointAddress } from "./net/endpoint.ts";
import { createGates, type Fetch, type Gates } from "./net/gates.ts";
import { createGuardedFetch } from "./net/guarded-fetch.ts";
import { isPrivateHost } from "./net/private-host.ts";
import { createPersonaStore, UNDO_MS } from "./persona/personas.ts";
import { createPromptStore } from "./persona/store.ts";
import { createRetention } from "./privacy/retention.ts";
import { eraseLeftServer } from "./privacy/server.ts";
import { createErasureStore } from "./privacy/store.ts";
import { deployerModels } from "./prompts/index.ts";
import { createTurnStore } from "./turns/store.ts";

/** By which servers of the web know who asks. */
const USER_AGENT = `Edgewise/${VERSION} (+https://github.com/edgewise-bot/edgewise)`;
const refusals = { isOptedOut, wantsNothingNoticed };
/** Called through a closure: workerd's fetch depends on its receiver. */
const globalFetch: Fetch = (input, init) => fetch(input, init);

/** Throws ConfigError. */
export function createAppDeps(env: Env): AppDeps {
  const config = parseConfig(env);
  const db = createDatabase(env.DB);
  const pricing = pricingOf(config);
  const sealer = sealerOf(config);
  const describeModel = (id: string, address?: string) => {
    const { input, output, known } = (address === undefined ? pricing : ownPricing(address)).price(id);
    return { id, ...(known ? { price: { input, output } } : {}), ...factsOf(id) };
  };
  return {
    applicationId: config.DISCORD_APPLICATION_ID,
    publicKey: config.DISCORD_PUBLIC_KEY,
    clock: systemClock,
    log: createLog(config.LOG_LEVEL),
    jobs: createJobQueue(env),
    flood: async (key) => (await env.FLOOD.limit({ key })).success,
    turns: createTurnStore(db),
    conversations: createConversationStore(db),
    memories: createFactsStore(db, isOptedOut),
    unnoticed: createUnnoticedStore(db, refusals),
    documents: createDocumentsStore(db, isOptedOut),
    channels: createChannelSettingsStore(db),
    prompts: createPromptStore(db),
    personas: createPersonaStore(db),
    access: createAccessStore(db),
    erasures: createErasureStore(db),
    budget: createBudgetStore(db, limitsOf(config)),
    pseudonyms: pseudonymsOf(config),
    facts: {
      retentionDays: config.RETENTION_DAYS,
      noticeFacts: config.NOTICE_FACTS,
      modelHost: new URL(config.OPENAI_BASE_URL).host,
      embeddingHost: config.EMBEDDING_MODEL === "" ? null : new URL(config.EMBEDDING_BASE_URL ?? config.OPENAI_BASE_URL).host,
      systemPrompt: config.SYSTEM_PROMPT,
      serverBudgetMicroUsd: limitsOf(config).server,
      owners: config.OWNER_IDS,
      publicUrl: config.PUBLIC_URL,
    },
    migrationLevel: () => migrationLevel(db),
    expectedMigration: LATEST_MIGRATION,
    // Any object does; this one has no channel and no jobs.
    probeObject: async () => env.CHANNEL.get(env.CHANNEL.idFromName("health")).probe(),
    own: createOwn(config),
    version: VERSION,
    models: deployerModels(config.MODEL),
    describeModel,
    modelStore: createModelStore(db),
    ownEndpoints: {
      readAddress: (typed) => readEndpointAddress(typed, config.ALLOW_PRIVATE_ENDPOINTS),
      sealKey: sealer === null ? null : (key, guildId, address) => sealer.seal(key, sealContext(guildId, address)),
    },
    configured: {
      discord: true,
      model: true,
      modelKey: config.OPENAI_API_KEY !== "",
      alerts: config.ALERT_WEBHOOK !== "",
      owners: config.OWNER_IDS.length > 0,
    },
  };
}

export interface ObjectDeps {
  jobs: JobDeps;
  gates: Gates;
  clock: Clock;
  log: Log;
  /** Throws when D1 is out of reach. */
  probe(): Promise<string | null>;
}

/** `wakeSoon`: asks for an event, so that the count of outgoing requests starts again. `running`: answers that share it. Throws ConfigError. */
export function createObjectDeps(env: Env, object: { wakeSoon(): void; running(): number }): ObjectDeps {
  const config = parseConfig(env);
  const clock = systemClock;
  const log = createLog(config.LOG_LEVEL);
  const db = createDatabase(env.DB);
  const gates = createGates({ fetch: globalFetch, clock, budget: config.SUBREQUEST_BUDGET, refillEveryMs: WATCHDOG_MS, onEmpty: object.wakeSoon });
  const discordFetch = gates.fetchFor("discord");
  const random = Math.random;
  const modelFetch = gates.fetchFor("model");
  const timeouts = { firstTokenTimeoutMs: config.FIRST_TOKEN_TIMEOUT_S * 1_000, idleTimeoutMs: 60_000 };
  const deployers = { baseUrl: config.OPENAI_BASE_URL, apiKey: config.OPENAI_API_KEY };
  const openai = createOpenAiModel({ ...deployers, fetch: modelFetch, clock, ...timeouts });
  const sealer = sealerOf(config);
  const allowPrivate = config.ALLOW_PRIVATE_ENDPOINTS;
  const conversations = createConversationStore(db);
  const pricing = pricingOf(config);
  const jobs: JobDeps = {
    db,
    conversations,
    carry: createCarry(db, conversations),
    lastQuestions: createLastQuestions(clock),
    channels: createChannelSettingsStore(db),
    memories: createFactsStore(db, isOptedOut),
    search: createSearch(db, isOptedOut, config.EMBEDDING_MODEL),
    embeddings: embeddingsOf(config, { ...deployers, fetch: modelFetch, clock, pricingAt: (baseUrl) => pricingOf({ ...config, OPENAI_BASE_URL: baseUrl }) }),
    vectors: createVectorStore(db, isOptedOut),
    unnoticed: createUnnoticedStore(db, refusals),
    documents: createDocumentsStore(db, isOptedOut),
    turns: createTurnStore(db),
    budget: createBudgetStore(db, limitsOf(config)),
    prompts: createPromptStore(db),
    personas: createPersonaStore(db),
    access: createAccessStore(db),
    pseudonyms: pseudonymsOf(config),
    erasures: createErasureStore(db),
    sweep: { run: createRunSql(env.DB), spend: gates.spend },
    forgetIn: (channelId, userId, until) => env.CHANNEL.get(env.CHANNEL.idFromName(channelId)).forget(userId, until),
    discord: createDiscordRest({ ...discordOf(config), fetch: discordFetch }),
    cdn: createCdn({ fetch: discordFetch, clock, base: config.DISCORD_CDN_BASE }),
    readPage: createGuardedFetch({ fetch: gates.fetchFor("model"), clock, allowPrivate: config.ALLOW_PRIVATE_ENDPOINTS, userAgent: USER_AGENT }),
    model: createResilientModel({ model: openai, clock, random }),
    pricing,
    windowOf: createWindowOf({ chosen: isSet(env, "CONTEXT_TOKENS") ? config.CONTEXT_TOKENS : undefined, privateEndpoint: isPrivate(config), pricing }),
    models: createModelStore(db),
    ownModels: deployerModels(config.MODEL),
    commandNames,
    openEndpoint: createEndpointOpener({
      fetch: guardEndpoint(modelFetch, allowPrivate),
      isAllowed: (address) => "address" in readEndpointAddress(address, allowPrivate),
      isPrivate: isPrivateHost,
      openKey: async (sealedKey, guildId, address) => (await sealer?.open(sealedKey, sealContext(guildId, address))) ?? null,
      sealKey: async (key, guildId, address) => (await sealer?.seal(key, sealContext(guildId, address))) ?? null,
      clock,
      random,
      ...timeouts,
    }),
    clock,
    log,
    settings: {
      models: config.MODEL,
      smallModels: config.SMALL_MODEL.length > 0 ? config.SMALL_MODEL : config.MODEL,
      systemPrompt: config.SYSTEM_PROMPT,
      chosen: {
        temperature: config.TEMPERATURE,
        maxOutputTokens: isSet(env, "MAX_OUTPUT_TOKENS") ? config.MAX_OUTPUT_TOKENS : undefined,
        firstTokenTimeoutS: isSet(env, "FIRST_TOKEN_TIMEOUT_S") ? config.FIRST_TOKEN_TIMEOUT_S : undefined,
      },
      maxOutputTokens: config.MAX_OUTPUT_TOKENS,
      firstTokenTimeoutS: config.FIRST_TOKEN_TIMEOUT_S,
      historyMessages: config.HISTORY_MESSAGES,
      noticeFacts: config.NOTICE_FACTS,
      retentionDays: config.RETENTION_DAYS,
      modelHost: new URL(config.OPENAI_BASE_URL).host,
    },
    safetyIdentifier: (userId) => shortDigest(`${config.DISCORD_APPLICATION_ID}:${userId}`),
    draftPace: () => gates.draftSpacing(object.running()),
    probe: createModelProbe({ ...deployers, models: config.MODEL, fetch: modelFetch, clock }),
    migrationLevel: () => migrationLevel(db),
    deployment: { models: config.MODEL, expectedMigration: LATEST_MIGRATION, publicUrl: config.PUBLIC_URL },
  };
  return { jobs, gates, clock, log, probe: () => migrationLevel(db) };
}

/** Throws ConfigError. */
export function createCronDeps(env: Env): CronDeps {
  const config = parseConfig(env);
  const db = createDatabase(env.DB);
  const turns = createTurnStore(db);
  const access = createAccessStore(db);
  const personas = createPersonaStore(db);
  const jobs = createJobQueue(env);
  const discord = createDiscordRest({ ...discordOf(config), fetch: globalFetch });
  const day = 24 * 60 * 60_000;
  // A run of cron is an event of its own, and does a handful of statements.
  const sweep = { run: createRunSql(env.DB), spend: async () => undefined };
  return {
    clock: systemClock,
    log: createLog(config.LOG_LEVEL),
    retentionMs: config.RETENTION_DAYS * day,
    countFailures: turns.countFailures,
    access,
    ownServers: (after) => discord.ownServers(after),
    forget: [
      access.forget,
      createBudgetStore(db, { user: 0, server: 0, global: 0 }).forget,
      // Retention is for what is kept; this was deleted.
      (_, limit) => personas.forget(systemClock.now() - UNDO_MS, limit),
    ],
    retention: createRetention(sweep),
    eraseLeftServer: (now) => eraseLeftServer(now, sweep),
    notices: config.NOTICE_FACTS
      ? { unnoticed: createUnnoticedStore(db, refusals), submit: (words) => jobs.submit(noticeJob(words, config.DISCORD_APPLICATION_ID, systemClock.now())) }
      : null,
    ...(config.ALERT_WEBHOOK === "" ? {} : { alert: createAlert(config.ALERT_WEBHOOK, globalFetch) }),
  };
}

/** The application by its own token, outside of any object: few requests, so nothing has to be counted. */
function createOwn(config: Config): AppDeps["own"] {
  const discord = createDiscordRest({ ...discordOf(config), fetch: globalFetch });
  return {
    isBotToken: (candidate) => isSameSecret(candidate, config.DISCORD_BOT_TOKEN),
    read: () => discord.application(),
    registerCommands: () => discord.registerCommands(config.DISCORD_APPLICATION_ID as ApplicationId, declarations),
    update: (change) => discord.updateApplication(change),
  };
}

function discordOf(config: Config) {
  return { baseUrl: config.DISCORD_API_BASE, botToken: config.DISCORD_BOT_TOKEN, clock: systemClock, random: Math.random, version: VERSION };
}

function createJobQueue(env: Env): JobQueue {
  // A fresh stub each time: one that threw stays broken. Source: Durable Objects, error handling.
  const channel = (channelId: string) => env.CHANNEL.get(env.CHANNEL.idFromName(channelId));
  return {
    submit: (job) => channel(job.channelId).submit(job),
    cancel: (channelId, id) => channel(channelId).cancel(id),
    stop: (channelId, id) => channel(channelId).stop(id),
  };
}

const limitsOf = ({ USER_DAILY_BUDGET_USD, SERVER_DAILY_BUDGET_USD, DAILY_BUDGET_USD }: Config) =>
  limitsInUsd({ user: USER_DAILY_BUDGET_USD, server: SERVER_DAILY_BUDGET_USD, global: DAILY_BUDGET_USD });

/** Without SECRET_KEY the public key takes its place: people can still be found again, though anybody who has the table could try out ids. */
function pseudonymsOf(config: Config) {
  const fallback = Uint8Array.from(new TextEncoder().encode(config.DISCORD_PUBLIC_KEY));
  const keys = [config.SECRET_KEY, config.SECRET_KEY_PREVIOUS].filter((key) => key !== undefined);
  return createPseudonyms([keys[0] ?? fallback, ...keys.slice(1), ...(keys.length > 0 ? [fallback] : [])]);
}

/** The deployer's own machine costs nothing, unless a price was named on purpose. */
function pricingOf(config: Config) {
  const { price, isDefault } = config.FALLBACK_PRICE;
  return createPricing({ fallback: price, privateEndpoint: isDefault && isPrivate(config) });
}

const isPrivate = (config: Config) => isPrivateHost(new URL(config.OPENAI_BASE_URL).hostname);

/** At a server's own endpoint. */
const ownPricing = (address: string) => createPricing({ fallback: { input: 0, output: 0 }, privateEndpoint: isPrivateHost(new URL(address).hostname) });

/** Null without SECRET_KEY: then no secret can be kept. */
function sealerOf({ SECRET_KEY, SECRET_KEY_PREVIOUS }: Config): Sealer | null {
  const older = SECRET_KEY_PREVIOUS === undefined ? [] : [SECRET_KEY_PREVIOUS];
  return SECRET_KEY === undefined ? null : createSealer([SECRET_KEY, ...older]);
}
