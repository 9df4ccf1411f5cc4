/** Config -> what a channel's object needs to run jobs. */
import { commandNames } from "../../commands/index.ts";
import { createAccessStore, isOptedOut } from "../access/store.ts";
import { createAutonomyStore } from "../autonomy/store.ts";
import type { Presence } from "../autonomy/types.ts";
import { createBudgetStore } from "../budget/store.ts";
import { createLastQuestions } from "../conversation/last-questions.ts";
import { createToolPictures } from "../conversation/picture/for-tools.ts";
import { createPersonaWebhooks } from "../conversation/unasked/persona-webhook.ts";
import { createDatabase, createRunSql, LATEST_MIGRATION, migrationLevel } from "../db/client.ts";
import { createDiscordRest } from "../discord/rest.ts";
import { type Env, isSet, parseConfig } from "../env.ts";
import type { TryNow } from "../jobs/dry-run.ts";
import type { JobDeps } from "../jobs/index.ts";
import { WATCHDOG_MS } from "../jobs/runner.ts";
import { rehearseFor } from "../jobs/speak.ts";
import { type Clock, systemClock } from "../kernel/clock.ts";
import { createLog, type Log } from "../kernel/log.ts";
import { shortDigest } from "../kernel/short-digest.ts";
import { createOpenAiModel } from "../llm/openai/chat.ts";
import { embeddingsOf } from "../llm/openai/embeddings.ts";
import { createEndpointOpener } from "../llm/openai/endpoint.ts";
import { createModelProbe } from "../llm/openai/probe.ts";
import { speechOf } from "../llm/openai/speech.ts";
import { transcriberOf } from "../llm/openai/transcription.ts";
import { createResilientModel } from "../llm/resilient.ts";
import { createWindowOf } from "../llm/window.ts";
import { createCarry } from "../memory/carry.ts";
import { createChannelSettingsStore } from "../memory/channel-settings.ts";
import { createDocumentsStore } from "../memory/documents-store.ts";
import { createFactsStore } from "../memory/facts-store.ts";
import { createSearch } from "../memory/search.ts";
import { createConversationStore } from "../memory/store.ts";
import { createUnnoticedStore } from "../memory/unnoticed-store.ts";
import { createVectorStore } from "../memory/vectors-store.ts";
import { sealContext } from "../models/policy.ts";
import { createModelStore } from "../models/store.ts";
import { createCdn } from "../net/cdn.ts";
import { guardEndpoint, readEndpointAddress } from "../net/endpoint.ts";
import { createGates, type Gates } from "../net/gates.ts";
import { createNtfy } from "../net/ntfy.ts";
import { isPrivateHost } from "../net/private-host.ts";
import { createNotifyStore } from "../notify/store.ts";
import { targetSealContext } from "../notify/target.ts";
import { createPersonaStore } from "../persona/personas.ts";
import { createPromptStore } from "../persona/store.ts";
import { createErasureStore } from "../privacy/store.ts";
import { deployerModels } from "../prompts/index.ts";
import { createReminderStore } from "../schedule/reminder-store.ts";
import { createScheduleStore } from "../schedule/store.ts";
import { mcpSealContext } from "../tools/mcp/server.ts";
import { createMcpStore } from "../tools/mcp/store.ts";
import { createToolStore } from "../tools/store.ts";
import { createTurnStore } from "../turns/store.ts";

import { imagesOf } from "./images.ts";
import { createOwnReminders, discordOf, globalFetch, isPrivate, limitsOf, pricingOf, pseudonymsOf, refusals, sealerOf, USER_AGENT } from "./parts.ts";
import { createToolPorts } from "./tools.ts";
import { createListenIn, createWatcherDeps, listeningInDirect, type WatcherOfConfig } from "./watcher.ts";

export interface ObjectPorts {
  /** Asks for an event, so that the count of outgoing requests starts again. */
  wakeSoon(): void;
  /** Answers that share it. */
  running(): number;
  /** Of the channel that the object follows, for what speaks in it. */
  presence: Presence;
  /** What it would do there now, for /autonomy try. */
  tryNow: TryNow;
}

export interface ObjectDeps {
  jobs: JobDeps;
  watcher: WatcherOfConfig;
  gates: Gates;
  clock: Clock;
  log: Log;
  /** Throws when D1 is out of reach. */
  probe(): Promise<string | null>;
}

/** Throws ConfigError. */
export function createObjectDeps(env: Env, object: ObjectPorts): ObjectDeps {
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
  const listenIn = createListenIn(env, log);
  const discord = listeningInDirect(createDiscordRest({ ...discordOf(config), fetch: discordFetch }), listenIn);
  const access = createAccessStore(db);
  const pseudonyms = pseudonymsOf(config);
  const erasures = createErasureStore(db);
  const mcpStore = createMcpStore(db);
  const images = imagesOf(config, { fetch: modelFetch, clock });
  const budget = createBudgetStore(db, limitsOf(config));
  const safetyIdentifier = (userId: string) => shortDigest(`${config.DISCORD_APPLICATION_ID}:${userId}`);
  const pictures = createToolPictures({ images, db, budget, pseudonyms, discord, safetyIdentifier, clock, log });
  const tools = createToolPorts(config, modelFetch, {
    discord,
    access,
    pseudonyms,
    log,
    mcpStore,
    reminders: createOwnReminders(env, config, db, log),
    pictures,
    listenIn,
  });
  const pricingAt = (baseUrl: string) => pricingOf({ ...config, OPENAI_BASE_URL: baseUrl });
  const jobs: JobDeps = {
    db,
    conversations,
    carry: createCarry(db, conversations),
    lastQuestions: createLastQuestions(clock),
    channels: createChannelSettingsStore(db),
    memories: createFactsStore(db, isOptedOut),
    search: createSearch(db, isOptedOut, config.EMBEDDING_MODEL),
    embeddings: embeddingsOf(config, { ...deployers, fetch: modelFetch, clock, pricingAt }),
    speech: speechOf(config, { ...deployers, fetch: modelFetch, clock, pricingAt }),
    transcriber: transcriberOf(config, { ...deployers, fetch: modelFetch, clock, isFreeAt: (baseUrl) => isPrivate({ ...config, OPENAI_BASE_URL: baseUrl }) }),
    images,
    presence: object.presence,
    webhooks: createPersonaWebhooks({ discord, clock }),
    vectors: createVectorStore(db, isOptedOut),
    unnoticed: createUnnoticedStore(db, refusals),
    documents: createDocumentsStore(db, isOptedOut),
    turns: createTurnStore(db),
    budget,
    schedules: createScheduleStore(db),
    prompts: createPromptStore(db),
    personas: createPersonaStore(db),
    access,
    autonomy: createAutonomyStore(db),
    tryNow: object.tryNow,
    rehearse: (job, input, run) => rehearseFor(job, input, run, jobs),
    toolStore: createToolStore(db),
    reminders: createReminderStore(db, refusals),
    pseudonyms,
    erasures,
    sweep: { run: createRunSql(env.DB), spend: gates.spend },
    forgetIn: (channelId, userId, until) => env.CHANNEL.get(env.CHANNEL.idFromName(channelId)).forget(userId, until),
    discord,
    listenIn,
    cdn: createCdn({ fetch: discordFetch, clock, base: config.DISCORD_CDN_BASE }),
    readPage: tools.ports.readPage,
    toolPorts: tools.ports,
    memes: tools.memes,
    model: createResilientModel({ model: openai, clock, random }),
    pricing,
    windowOf: createWindowOf({ chosen: isSet(env, "CONTEXT_TOKENS") ? config.CONTEXT_TOKENS : undefined, privateEndpoint: isPrivate(config), pricing }),
    models: createModelStore(db),
    mcp: tools.mcp,
    mcpStore,
    resealMcpHeaders: async (sealed, guildId, address) => {
      const headers = await sealer?.open(sealed, mcpSealContext(guildId, address));
      return headers == null ? null : ((await sealer?.seal(headers, mcpSealContext(guildId, address))) ?? null);
    },
    notify: createNotifyStore(db),
    ntfy: createNtfy({ fetch: guardEndpoint(modelFetch, allowPrivate), clock, userAgent: USER_AGENT, allowPrivate }),
    openTarget: async ({ owner, id, sealed }) => (sealed === null ? null : ((await sealer?.open(sealed, targetSealContext(owner, id))) ?? null)),
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
    safetyIdentifier,
    draftPace: () => gates.draftSpacing(object.running()),
    probe: createModelProbe({ ...deployers, models: config.MODEL, fetch: modelFetch, clock }),
    migrationLevel: () => migrationLevel(db),
    deployment: { models: config.MODEL, expectedMigration: LATEST_MIGRATION, publicUrl: config.PUBLIC_URL },
  };
  const watcher = createWatcherDeps(config, env, { db, access, erasures, pseudonyms, discord, clock, random, log });
  return { jobs, watcher, gates, clock, log, probe: () => migrationLevel(db) };
}
