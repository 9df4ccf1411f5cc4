/** Config -> what the Worker's side needs: handlers, pages, the way to a channel's object. */
import { declarations, declarationsFor, namesOf } from "../../commands/index.ts";
import { createAccessStore, isOptedOut } from "../access/store.ts";
import { createAutonomyStore } from "../autonomy/store.ts";
import { createBudgetStore } from "../budget/store.ts";
import { createDatabase, LATEST_MIGRATION, migrationLevel } from "../db/client.ts";
import { createDiscordRest } from "../discord/rest.ts";
import { readWebhookAddress } from "../discord/webhook-address.ts";
import type { AppDeps } from "../edge/types.ts";
import { type Config, type Env, parseConfig } from "../env.ts";
import { scheduledPostJob } from "../jobs/scheduled-post.ts";
import { systemClock } from "../kernel/clock.ts";
import type { ApplicationId } from "../kernel/ids.ts";
import { createLog } from "../kernel/log.ts";
import { isSameSecret } from "../kernel/same-secret.ts";
import { VERSION } from "../kernel/version.ts";
import { factsOf } from "../llm/facts.ts";
import { createChannelSettingsStore } from "../memory/channel-settings.ts";
import { createDocumentsStore } from "../memory/documents-store.ts";
import { createFactsStore } from "../memory/facts-store.ts";
import { createConversationStore } from "../memory/store.ts";
import { createUnnoticedStore } from "../memory/unnoticed-store.ts";
import { sealContext } from "../models/policy.ts";
import { createModelStore } from "../models/store.ts";
import { readEndpointAddress, readEndpointUrl } from "../net/endpoint.ts";
import { isTopic, readNtfyAddress } from "../net/ntfy.ts";
import { createNotifyStore } from "../notify/store.ts";
import { targetSealContext } from "../notify/target.ts";
import { createPersonaStore } from "../persona/personas.ts";
import { createPromptStore } from "../persona/store.ts";
import { createErasureStore } from "../privacy/store.ts";
import { deployerModels } from "../prompts/index.ts";
import { createScheduleStore } from "../schedule/store.ts";
import { allTools, ruleKeyOf } from "../tools/all-tools.ts";
import { mcpSealContext } from "../tools/mcp/server.ts";
import { createMcpStore } from "../tools/mcp/store.ts";
import { createToolStore } from "../tools/store.ts";
import { createTurnStore } from "../turns/store.ts";
import {
  createChannelLife,
  createJobQueue,
  createOwnReminders,
  discordOf,
  globalFetch,
  limitsOf,
  ownPricing,
  pricingOf,
  pseudonymsOf,
  refusals,
  sealerOf,
} from "./parts.ts";

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
  const mcpStore = createMcpStore(db);
  const jobs = createJobQueue(env);
  const log = createLog(config.LOG_LEVEL);
  return {
    applicationId: config.DISCORD_APPLICATION_ID,
    publicKey: config.DISCORD_PUBLIC_KEY,
    clock: systemClock,
    log,
    jobs,
    reminders: createOwnReminders(env, config, db, log),
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
    autonomy: createAutonomyStore(db),
    life: createChannelLife(env),
    erasures: createErasureStore(db),
    budget: createBudgetStore(db, limitsOf(config)),
    schedules: createScheduleStore(db),
    runSchedule: (run) => jobs.submit(scheduledPostJob({ applicationId: config.DISCORD_APPLICATION_ID, now: systemClock.now() }, run)),
    pseudonyms: pseudonymsOf(config),
    facts: {
      retentionDays: config.RETENTION_DAYS,
      noticeFacts: config.NOTICE_FACTS,
      modelHost: new URL(config.OPENAI_BASE_URL).host,
      embeddingHost: config.EMBEDDING_MODEL === "" ? null : new URL(config.EMBEDDING_BASE_URL ?? config.OPENAI_BASE_URL).host,
      speechHost: config.SPEECH_MODEL === "" ? null : new URL(config.AUDIO_BASE_URL ?? config.OPENAI_BASE_URL).host,
      audioHost: config.TRANSCRIBE_MODEL === "" ? null : new URL(config.AUDIO_BASE_URL ?? config.OPENAI_BASE_URL).host,
      imageHost: config.IMAGE_MODEL === "" ? null : new URL(config.IMAGE_BASE_URL ?? config.OPENAI_BASE_URL).host,
      hiddenCommands: namesOf(declarations.filter((declaration) => !declared(config).includes(declaration))),
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
    listTools: async (guildId) =>
      allTools(await mcpStore.list(guildId)).map((tool) => ({
        key: ruleKeyOf(tool),
        name: tool.title ?? tool.name,
        risk: tool.risk,
        byDefault: tool.byDefault,
      })),
    toolRules: createToolStore(db),
    mcpStore,
    mcpServers: {
      readAddress: (typed) => {
        const read = readEndpointUrl(typed, config.ALLOW_PRIVATE_ENDPOINTS);
        return "problem" in read ? read : { address: read.url.href };
      },
      sealHeaders: sealer === null ? null : (headers, guildId, address) => sealer.seal(headers, mcpSealContext(guildId, address)),
    },
    notify: createNotifyStore(db),
    notifyAddresses: {
      readWebhook: (typed) => readWebhookAddress(typed, config.DISCORD_API_BASE),
      readNtfy: (typed) => readNtfyAddress(typed, config.ALLOW_PRIVATE_ENDPOINTS),
      isTopic,
      seal: sealer === null ? null : (secret, owner, id) => sealer.seal(JSON.stringify(secret), targetSealContext(owner, id)),
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

/** The commands for which everything is set up. */
const declared = (config: Config) => declarationsFor((variable) => (config[variable as keyof Config] ?? "") !== "");

/** The application by its own token, outside of any object: few requests, so nothing has to be counted. */
function createOwn(config: Config): AppDeps["own"] {
  const discord = createDiscordRest({ ...discordOf(config), fetch: globalFetch });
  return {
    isBotToken: (candidate) => isSameSecret(candidate, config.DISCORD_BOT_TOKEN),
    read: () => discord.application(),
    registerCommands: () => discord.registerCommands(config.DISCORD_APPLICATION_ID as ApplicationId, declared(config)),
    update: (change) => discord.updateApplication(change),
  };
}
