/** Everything that `npm run dev` starts, in order: stand-in Discord with its page, model, Worker, commands. Called by `../dev.ts`. */
import { unwatchFile, watchFile } from "node:fs";
import { createServer } from "node:net";
import { declarationsFor } from "../../commands/index.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { SECRET_HEADER, SECRET_NAME } from "./control.ts";
import { createDiscord, createKeyPair, type Discord } from "./discord/discord.ts";
import { serveDiscord } from "./discord/serve.ts";
import { createMachine, type Machine, type ModelServer } from "./machine.ts";
import { createDemoModel } from "./model/demo-model.ts";
import { serveDemoModel } from "./model/serve.ts";
import { buildAssets } from "./page/assets.ts";
import { createPage, type Page } from "./page/page.ts";
import { isSetUp, shelfIn } from "./shelf.ts";
import { startWorker } from "./worker.ts";
import { buildWorld, createWorldClock } from "./world.ts";

export interface PlaygroundOptions {
  /** 0: any free one. */
  port: number;
  /** Directory of D1 and the objects. */
  persistTo: string;
  /** Values for the Worker beyond those that the playground decides: environment over .dev.vars. */
  settings: Readonly<Record<string, string | undefined>>;
  /** Where `npm run setup` notes that it is done. */
  setupFile: string;
  /** The Worker's and wrangler's output. */
  onLine(line: string): void;
}

export interface Playground {
  /** The page. */
  url: string;
  workerUrl: string;
  /** Which model answers, in words. */
  model: string;
  stop(): Promise<void>;
}

/** A sentence for the person who typed `npm run dev`, with the remedy. */
class StartProblem extends Error {
  override name = "StartProblem";
}

/** No secret: it only signs between two processes of this machine, and has to be the same at each start. */
const SEED = "5eed".repeat(16);
/** 32 bytes in base64, the same at each start, too: what is sealed has to be readable the next time. */
const SEALING_KEY = btoa("playground".repeat(4).slice(0, 32));
const APPLICATION_ID = "1100000000000000001";
const BOT_TOKEN = "playground-bot-token";
const DEFAULT_PORT_TRIES = 20;
/** The Worker with a clock that moves and variables that change; production has its own entry. */
const ENTRY = "scripts/playground/entry.ts";
/** Any of them set by somebody means a server of their own. */
const AUDIO_SETTINGS = ["SPEECH_MODEL", "SPEECH_VOICE", "TRANSCRIBE_MODEL", "AUDIO_BASE_URL", "AUDIO_API_KEY"] as const;
const CRON_MS = 60_000;
const LOOK_MS = 2_000;

export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const endings: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of endings.splice(0).toReversed()) await end().catch(() => undefined);
  };
  try {
    return { ...(await start(options, endings)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(options: PlaygroundOptions, endings: (() => Promise<void>)[]): Promise<Omit<Playground, "stop">> {
  const clock = createWorldClock();
  const keys = await createKeyPair(SEED);
  let workerUrl = "";
  const discord = createDiscord({
    keys,
    clock,
    applicationId: APPLICATION_ID,
    botToken: BOT_TOKEN,
    appName: "Edgewise",
    // On, so that the first answer knows what the channel talks about; the page has a switch to see the bot without it.
    intents: { messageContent: true },
    deliver: async (request) => fetch(workerUrl + new URL(request.url).pathname, { method: "POST", headers: request.headers, body: await request.text() }),
  });
  const demo = await serveDemo(options.settings, endings);
  const server = chooseServer(options.settings);
  const secret = crypto.randomUUID();
  const machine = createMachine({
    worldClock: clock,
    demo,
    ...(server ? { server } : {}),
    channels: () => [...discord.state.channels.keys()],
    tell: (path, body) =>
      fetch(workerUrl + path, { method: "POST", headers: { [SECRET_HEADER]: secret, "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  const assets = buildAssets();
  assets.catch(() => undefined);
  let page: Page | undefined;
  const served = await serveDiscord(discord, {
    port: options.port,
    other: async (request) => page?.fetch(request) ?? new Response("Starting…", { status: 503 }),
  });
  endings.push(() => served.close());
  // Attachments carry the server's address, so the world comes after it.
  const people = buildWorld(discord, clock);
  page = createPage({
    discord,
    assets,
    people,
    machine,
    shelf: shelfIn(options.persistTo),
    isOnDiscord: () => isSetUp(options.setupFile),
    ollamaHost: options.settings["OLLAMA_HOST"],
  });

  const { url: modelUrl, key, model } = server ?? demo;
  const images = imageVariables(options.settings, demo);
  const worker = await startWorker({
    entry: ENTRY,
    persistTo: options.persistTo,
    onLine: options.onLine,
    onReload: () => void machine.remind().catch(() => undefined),
    vars: {
      ...images,
      OPENAI_BASE_URL: modelUrl,
      OPENAI_API_KEY: key,
      MODEL: model,
      DISCORD_APPLICATION_ID: APPLICATION_ID,
      DISCORD_PUBLIC_KEY: discord.publicKeyHex,
      DISCORD_BOT_TOKEN: BOT_TOKEN,
      DISCORD_API_BASE: `${served.url}/api/v10`,
      DISCORD_CDN_BASE: served.url,
      ...voiceOf(options.settings, demo),
      ALLOW_PRIVATE_ENDPOINTS: "true",
      OWNER_IDS: people[0]?.id ?? "",
      // The demo listens, unless somebody named a model that does.
      ...(options.settings["TRANSCRIBE_MODEL"] ? {} : { TRANSCRIBE_MODEL: "demo-transcribe", AUDIO_BASE_URL: demo.url, AUDIO_API_KEY: demo.key }),
      [SECRET_NAME]: secret,
      // So that everything can be tried that has to be sealed, such as webhooks; nothing here is worth keeping from anybody.
      SECRET_KEY: options.settings["SECRET_KEY"] || SEALING_KEY,
      // What goes wrong in the playground must wake nobody.
      ALERT_WEBHOOK: "",
      LOG_LEVEL: options.settings["LOG_LEVEL"] ?? "error",
    },
  });
  workerUrl = worker.url;
  endings.push(() => worker.stop());

  await assets;
  await registerCommands(served.url, (variable) => Boolean(images[variable]));
  await greet(discord, workerUrl);
  endings.push(keepTime(machine), watch(options.setupFile, page.lookAtSetup));
  return { url: served.url, workerUrl, model: machine.model.words };
}

/** The minute's cron, which wrangler leaves to others. Also heals a Worker that forgot its state by being started anew. */
function keepTime(machine: Machine): () => Promise<void> {
  const timer = setInterval(() => {
    void machine
      .remind()
      .catch(() => undefined)
      .then(() => machine.runCron());
  }, CRON_MS);
  return async () => clearInterval(timer);
}

function watch(file: string, onChange: () => void): () => Promise<void> {
  watchFile(file, { interval: LOOK_MS }, onChange);
  return async () => unwatchFile(file, onChange);
}

/** Serves it even where a real model is set: the page has a button that leads back to it. */
async function serveDemo(settings: PlaygroundOptions["settings"], endings: (() => Promise<void>)[]): Promise<ModelServer> {
  const served = await serveDemoModel(createDemoModel({ clock: systemClock }));
  endings.push(() => served.close());
  return { url: served.baseUrl, key: "demo", model: (!isServerSet(settings) && settings["MODEL"]) || "demo,demo-small" };
}

const isServerSet = (settings: PlaygroundOptions["settings"]) => Boolean(settings["OPENAI_BASE_URL"] || settings["OPENAI_API_KEY"]);

/** Any of the two names of a server means a real one; the demo needs nothing. */
function chooseServer(settings: PlaygroundOptions["settings"]): ModelServer | undefined {
  if (!isServerSet(settings)) return undefined;
  const { OPENAI_BASE_URL: base, OPENAI_API_KEY: key, MODEL: model } = settings;
  if (!model) throw new StartProblem("A model server is set, but not which model: add MODEL, for example MODEL=gpt-5-mini, to the environment or .dev.vars.");
  const url = base || "https://api.openai.com/v1";
  if (!URL.canParse(url)) throw new StartProblem(`OPENAI_BASE_URL is no web address: "${url}". It should look like https://api.openai.com/v1.`);
  return { url, key: key ?? "", model };
}

/** The demo's voice reads aloud, whatever model answers, unless somebody has set a voice of their own. */
function voiceOf(settings: PlaygroundOptions["settings"], demo: ModelServer): Record<string, string> {
  const own = AUDIO_SETTINGS.flatMap((name) => (settings[name] ? [[name, settings[name]] as const] : []));
  return own.length > 0 ? Object.fromEntries(own) : { SPEECH_MODEL: "demo-speech", AUDIO_BASE_URL: demo.url, AUDIO_API_KEY: demo.key };
}

/** The demo paints, unless a model for pictures is set. */
function imageVariables(settings: PlaygroundOptions["settings"], demo: ModelServer): Record<string, string> {
  const { IMAGE_MODEL: model, IMAGE_BASE_URL: url, IMAGE_API_KEY: key } = settings;
  if (!model) return { IMAGE_MODEL: "demo-image", IMAGE_BASE_URL: demo.url, IMAGE_API_KEY: demo.key };
  return { IMAGE_MODEL: model, ...(url ? { IMAGE_BASE_URL: url } : {}), ...(key ? { IMAGE_API_KEY: key } : {}) };
}

async function registerCommands(url: string, isSet: (variable: string) => boolean): Promise<void> {
  const response = await fetch(`${url}/api/v10/applications/${APPLICATION_ID}/commands`, {
    method: "PUT",
    headers: { authorization: `Bot ${BOT_TOKEN}`, "content-type": "application/json", "user-agent": "DiscordBot (https://edgewise.example, 1.0)" },
    body: JSON.stringify(declarationsFor(isSet)),
  });
  if (!response.ok) throw new StartProblem(`The commands in commands/ are not what Discord accepts: ${(await response.text()).slice(0, 1000)}`);
}

/** Discord's own first message to an endpoint. It also warms the Worker up, so that the first command is quick. */
async function greet(discord: Discord, workerUrl: string): Promise<void> {
  const ping = await discord.interact({ kind: "ping" });
  if (ping.status === "acknowledged") return;
  const health = await fetch(`${workerUrl}/health`).then((response) => response.text(), String);
  throw new StartProblem(`The Worker started but does not answer (${ping.failure}); its /health says: ${health.slice(0, 1000)}`);
}

/** The wanted port, or the first free one from there; none wanted and all taken: any. */
export async function findPort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + DEFAULT_PORT_TRIES; port++) if (await isFree(port)) return port;
  return 0;
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
