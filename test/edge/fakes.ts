/** Small recording fakes for the edge's ports. `calls` is everything that could have been stored or started. */
import { DEFAULT_SERVER } from "../../src/access/store.ts";
import { createApp } from "../../src/app.ts";
import type { ApplicationInfo } from "../../src/discord/api.ts";
import type { AppDeps } from "../../src/edge/types.ts";
import type { Job } from "../../src/jobs/types.ts";
import type { ApplicationId } from "../../src/kernel/ids.ts";
import type { Log } from "../../src/kernel/log.ts";
import { DEFAULT_MODELS } from "../../src/models/policy.ts";
import { readEndpointAddress, readEndpointUrl } from "../../src/net/endpoint.ts";
import type { ListedTool, ToolRules } from "../../src/tools/policy.ts";
import { fakeAutonomy } from "./fake-autonomy.ts";
import { fakeNotify, fakeNotifyAddresses } from "./fake-notify.ts";
import { fakeSchedules } from "./fake-schedules.ts";
import { APP, NOW } from "./payloads.ts";
import { createSigner, type Signer, signedRequest } from "./signing.ts";

/** Time moves only by sleeping; a sleep that nobody ends takes no real time. */
export function createFakeClock(start = NOW) {
  let now = start;
  return {
    now: () => now,
    set: (value: number) => {
      now = value;
    },
    sleep: async (ms: number, signal?: AbortSignal) => {
      // Two real turns of the loop: whatever answers at once wins the race.
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (!signal?.aborted) now += ms;
    },
  };
}

export const BOT_TOKEN = "bot-token";

/** As Discord knows it before the set-up is finished. */
export const OWN_APPLICATION: Omit<ApplicationInfo, "publicKey"> = {
  id: APP as ApplicationId,
  name: "Edgewise",
  owners: [],
  flags: 0,
  interactionsEndpointUrl: null,
  eventWebhooksUrl: null,
  eventWebhooksStatus: 1,
  privacyPolicyUrl: null,
  termsUrl: null,
  approximateServers: 0,
};

/** A port that hangs. */
export const never = () => new Promise<never>(() => undefined);

export interface Logged {
  severity: "info" | "error";
  event: string;
  fields: object;
}

export interface World {
  signer: Signer;
  deps: AppDeps;
  clock: ReturnType<typeof createFakeClock>;
  calls: { name: string; args: unknown[] }[];
  logs: Logged[];
  jobs: () => Job[];
  /** Signs `payload`, sends it to `/interactions` and reads the JSON answer. */
  interact(payload: unknown): Promise<{ status: number; body: Callback }>;
  send(request: Request): Promise<Response>;
}

export interface Callback {
  type: number;
  data?: {
    content?: string;
    flags?: number;
    choices?: { name: string; value: string }[];
    custom_id?: string;
    title?: string;
    components?: unknown[];
    embeds?: { title?: string; description?: string }[];
    allowed_mentions?: unknown;
  };
}

export type Overrides = Partial<Pick<AppDeps, "publicKey" | "flood" | "migrationLevel" | "expectedMigration" | "configured" | "models" | "describeModel">> & {
  modelStore?: Partial<AppDeps["modelStore"]>;
  ownEndpoints?: Partial<AppDeps["ownEndpoints"]>;
  tools?: readonly ListedTool[];
  rules?: ToolRules;
  mcpStore?: Partial<AppDeps["mcpStore"]>;
  mcpServers?: Partial<AppDeps["mcpServers"]>;
  notify?: Partial<AppDeps["notify"]>;
  notifyAddresses?: Partial<AppDeps["notifyAddresses"]>;
  submit?: AppDeps["jobs"]["submit"];
  cancel?: AppDeps["jobs"]["cancel"];
  stop?: AppDeps["jobs"]["stop"];
  find?: AppDeps["turns"]["find"];
  newestHere?: AppDeps["turns"]["newestHere"];
  startNew?: AppDeps["conversations"]["startNew"];
  noteEvent?: AppDeps["access"]["noteEvent"];
  personas?: Partial<AppDeps["personas"]>;
  prompts?: Partial<AppDeps["prompts"]>;
  access?: Partial<AppDeps["access"]>;
  autonomy?: Partial<AppDeps["autonomy"]>;
  life?: Partial<AppDeps["life"]>;
  schedules?: Partial<AppDeps["schedules"]>;
  budget?: Partial<AppDeps["budget"]>;
  facts?: Partial<AppDeps["facts"]>;
  own?: Partial<AppDeps["own"]>;
  probeObject?: AppDeps["probeObject"];
};

export async function createWorld(over: Overrides = {}): Promise<World> {
  const signer = await createSigner();
  const clock = createFakeClock();
  const calls: World["calls"] = [];
  const logs: Logged[] = [];
  const recorded =
    <A extends unknown[], R>(name: string, act: (...args: A) => R) =>
    (...args: A): R => {
      calls.push({ name, args });
      return act(...args);
    };
  const log: Log = {
    info: (event, fields) => logs.push({ severity: "info", event, fields }),
    error: (event, fields) => logs.push({ severity: "error", event, fields }),
  };
  const deps: AppDeps = {
    applicationId: APP,
    publicKey: over.publicKey ?? signer.publicKey,
    clock,
    log,
    version: "1.2.3",
    flood: over.flood ?? (async () => true),
    models: over.models ?? ["small-model", "Big/Model:70b"],
    describeModel: over.describeModel ?? ((id) => ({ id })),
    modelStore: {
      // Not recorded: they change nothing.
      read: async () => ({ choices: [], server: DEFAULT_MODELS }),
      readServer: async () => DEFAULT_MODELS,
      choose: recorded("models.choose", async (scope, model, by) => ({ scope, model, setBy: by.userId, changedAt: by.at })),
      allow: recorded("models.allow", async (_guildId, allowed) => ({ ...DEFAULT_MODELS, allowed: allowed === null ? null : [...allowed] })),
      setEndpoint: recorded("models.setEndpoint", async (_guildId, own) => ({ ...DEFAULT_MODELS, own })),
      ...over.modelStore,
    },
    ownEndpoints: { readAddress: (typed) => readEndpointAddress(typed, false), sealKey: async (key) => `sealed(${key.length})`, ...over.ownEndpoints },
    listTools: async () => over.tools ?? [{ key: "current_time", name: "current_time", risk: "read", byDefault: true }],
    toolRules: {
      read: async () => over.rules ?? new Map(),
      change: recorded("tools.change", async (_guildId, tool, change) => new Map([[tool, { enabled: null, approval: null, roles: null, ...change }]])),
    },
    mcpStore: { list: async () => [], remove: recorded("mcp.remove", async () => undefined), switch: async () => [], ...over.mcpStore },
    mcpServers: {
      readAddress: (typed) => {
        const read = readEndpointUrl(typed, false);
        return "problem" in read ? read : { address: read.url.href };
      },
      sealHeaders: async (headers) => `sealed(${headers.length})`,
      ...over.mcpServers,
    },
    notify: { ...fakeNotify(recorded), ...over.notify },
    notifyAddresses: { ...fakeNotifyAddresses, ...over.notifyAddresses },
    jobs: {
      submit: recorded("submit", over.submit ?? (async () => "committed" as const)),
      cancel: recorded("cancel", over.cancel ?? (async () => undefined)),
      stop: recorded("stop", over.stop ?? (async () => true)),
    },
    turns: {
      find: recorded("find", over.find ?? (async () => null)),
      newestHere: recorded("newestHere", over.newestHere ?? (async () => null)),
    },
    conversations: {
      startNew: recorded("startNew", over.startNew ?? (async () => false)),
      // Not recorded: nobody sees it.
      noteChannel: async () => undefined,
    },
    channels: {
      read: recorded("channels.read", async () => ({ shared: false, remembered: false })),
      change: recorded("channels.change", async (_channel, _guildId, change) => ({ shared: false, remembered: false, ...change })),
    },
    unnoticed: { forget: recorded("unnoticed.forget", async () => undefined) },
    memories: {
      remember: recorded("memories.remember", async () => ({ kind: "full" as const })),
      list: async () => ({ facts: [], count: 0, countAnywhere: 0 }),
      matching: async () => [],
      find: async () => null,
      count: async () => 0,
      edit: recorded("memories.edit", async () => ({ kind: "gone" as const })),
      move: recorded("memories.move", async () => null),
      forget: recorded("memories.forget", async () => null),
      forgetAll: recorded("memories.forgetAll", async () => 0),
    },
    reminders: {
      create: recorded("reminders.create", async () => ({ kind: "full" as const })),
      list: async () => [],
      find: async () => null,
      edit: recorded("reminders.edit", async () => null),
      cancel: recorded("reminders.cancel", async () => null),
      done: recorded("reminders.done", async () => null),
      snooze: recorded("reminders.snooze", async () => null),
    },
    documents: { list: async () => [], find: async () => null, remove: recorded("documents.remove", async () => null) },
    personas: {
      // Not recorded: they change nothing.
      read: async () => ({ choices: [], personas: [] }),
      speaking: async () => ({ choices: [], personas: [] }),
      find: async () => [],
      save: recorded("personas.save", async () => ({ ok: true as const, personas: [] })),
      change: recorded("personas.change", async () => ({ ok: true as const, personas: [] })),
      remove: recorded("personas.remove", async () => null),
      restore: recorded("personas.restore", async () => "gone" as const),
      choose: recorded("personas.choose", async (scope, persona, by) => ({ scope, persona, setBy: by.userId, changedAt: by.at })),
      ...over.personas,
    },
    prompts: {
      read: recorded("prompts.read", async () => new Map()),
      history: recorded("prompts.history", async () => []),
      set: recorded("prompts.set", async (scope, text, by) => ({ id: 1, scope, text, setBy: by.userId, setAt: by.at, before: null })),
      undo: recorded("prompts.undo", async () => null),
      ...over.prompts,
    },
    access: {
      noteEvent: recorded("noteEvent", over.noteEvent ?? (async () => true)),
      server: recorded("server", async () => DEFAULT_SERVER),
      changeServer: recorded("changeServer", async (_guildId, change) => ({ ...DEFAULT_SERVER, ...change })),
      switchChannel: recorded("switchChannel", async () => DEFAULT_SERVER),
      // Not recorded: it changes nothing.
      joining: async () => "0",
      noteServers: recorded("noteServers", async () => undefined),
      person: recorded("person", async () => ({ timeZone: null, noticing: true })),
      changePerson: recorded("changePerson", async (_userId, change) => ({ timeZone: null, noticing: true, ...change })),
      optedOut: recorded("optedOut", async () => new Set<string>()),
      setOptOut: recorded("setOptOut", async (_pseudonyms, active) => active),
      ...over.access,
    },
    autonomy: { ...fakeAutonomy(recorded), ...over.autonomy },
    life: { watch: recorded("life.watch", async () => undefined), presenceOf: async () => null, ...over.life },
    // Not recorded: it changes nothing.
    erasures: { newest: async () => null },
    schedules: { ...fakeSchedules(recorded), ...over.schedules },
    runSchedule: recorded("schedules.run", async () => undefined),
    budget: {
      serverLimit: recorded("serverLimit", async () => null),
      setServerLimit: recorded("setServerLimit", async (_guildId, amount) => amount),
      serverSpent: recorded("serverSpent", async () => 0),
      ...over.budget,
    },
    pseudonyms: async (id) => [`pseudonym-of-${id}`],
    facts: {
      retentionDays: 30,
      noticeFacts: true,
      modelHost: "api.openai.com",
      embeddingHost: null,
      speechHost: null,
      audioHost: null,
      imageHost: null,
      hiddenCommands: [],
      systemPrompt: "",
      serverBudgetMicroUsd: 2_000_000,
      owners: [],
      publicUrl: "",
      ...over.facts,
    },
    own: {
      isBotToken: async (candidate) => candidate === BOT_TOKEN,
      // Not recorded: the status page may ask, and that changes nothing.
      read: async () => ({ ...OWN_APPLICATION, publicKey: signer.publicKey }),
      registerCommands: recorded("own.registerCommands", async () => undefined),
      update: recorded("own.update", async () => undefined),
      ...over.own,
    },
    probeObject: over.probeObject ?? (async () => "0002_front_door.sql"),
    migrationLevel: over.migrationLevel ?? (async () => "0002_front_door.sql"),
    ...(over.expectedMigration === undefined ? {} : { expectedMigration: over.expectedMigration }),
    configured: over.configured ?? { model: true, alerts: false },
  };
  const app = createApp(deps);
  const send = async (request: Request) => await app.fetch(request);
  return {
    signer,
    deps,
    clock,
    calls,
    logs,
    jobs: () => calls.filter(({ name }) => name === "submit").map(({ args }) => args[0] as Job),
    send,
    interact: async (payload) => {
      const response = await send(await signedRequest(signer, "/interactions", payload, clock.now()));
      return { status: response.status, body: (await response.json()) as Callback };
    },
  };
}
