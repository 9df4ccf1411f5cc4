/** Everything that `npm run dev` starts, in order: stand-in Discord with its page, model, Worker, commands. Called by `../dev.ts`. */
import { createServer } from "node:net";
import { declarations } from "../../commands/index.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { createDiscord, createKeyPair, type Discord } from "./discord/discord.ts";
import { serveDiscord } from "./discord/serve.ts";
import { createDemoModel } from "./model/demo-model.ts";
import { serveDemoModel } from "./model/serve.ts";
import { createPage, type Page } from "./page/page.ts";
import { startWorker } from "./worker.ts";
import { buildWorld, createWorldClock } from "./world.ts";

export interface PlaygroundOptions {
  /** 0: any free one. */
  port: number;
  /** Directory of D1 and the objects. */
  persistTo: string;
  /** Values for the Worker beyond those that the playground decides: environment over .dev.vars. */
  settings: Readonly<Record<string, string | undefined>>;
  /** The Worker's and wrangler's output. */
  onLine(line: string): void;
}

export interface Playground {
  /** The page. */
  url: string;
  workerUrl: string;
  model: string;
  stop(): Promise<void>;
}

/** A sentence for the person who typed `npm run dev`, with the remedy. */
class StartProblem extends Error {
  override name = "StartProblem";
}

/** No secret: it only signs between two processes of this machine, and has to be the same at each start. */
const SEED = "5eed".repeat(16);
const APPLICATION_ID = "1100000000000000001";
const BOT_TOKEN = "playground-bot-token";
const DEFAULT_PORT_TRIES = 20;

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
  const model = await chooseModel(options.settings, endings);
  let page: Promise<Page> | undefined;
  const served = await serveDiscord(discord, {
    port: options.port,
    other: async (request) => (await page)?.fetch(request) ?? new Response("Starting…", { status: 503 }),
  });
  endings.push(() => served.close());
  // Attachments carry the server's address, so the world comes after it. The page is bundled while the Worker starts.
  page = createPage({ discord, people: buildWorld(discord, clock), model: model.words });
  page.catch(() => undefined);

  const worker = await startWorker({
    persistTo: options.persistTo,
    onLine: options.onLine,
    vars: {
      ...model.vars,
      DISCORD_APPLICATION_ID: APPLICATION_ID,
      DISCORD_PUBLIC_KEY: discord.publicKeyHex,
      DISCORD_BOT_TOKEN: BOT_TOKEN,
      DISCORD_API_BASE: `${served.url}/api/v10`,
      DISCORD_CDN_BASE: served.url,
      ALLOW_PRIVATE_ENDPOINTS: "true",
      // What goes wrong in the playground must wake nobody.
      ALERT_WEBHOOK: "",
      LOG_LEVEL: options.settings["LOG_LEVEL"] ?? "error",
    },
  });
  workerUrl = worker.url;
  endings.push(() => worker.stop());

  await page;
  await registerCommands(served.url);
  await greet(discord, workerUrl);
  return { url: served.url, workerUrl, model: model.words };
}

interface ModelChoice {
  vars: Record<string, string>;
  words: string;
}

/** Any of the two names of a server means a real one; the demo needs nothing. */
async function chooseModel(settings: PlaygroundOptions["settings"], endings: (() => Promise<void>)[]): Promise<ModelChoice> {
  const { OPENAI_BASE_URL: base, OPENAI_API_KEY: key, MODEL: model } = settings;
  if (base || key) {
    if (!model) throw new StartProblem("A model server is set, but not which model: add MODEL, for example MODEL=gpt-5-mini, to the environment or .dev.vars.");
    const server = base || "https://api.openai.com/v1";
    return { vars: { OPENAI_BASE_URL: server, OPENAI_API_KEY: key ?? "", MODEL: model }, words: `${model} at ${hostOf(server)}` };
  }
  const served = await serveDemoModel(createDemoModel({ clock: systemClock }));
  endings.push(() => served.close());
  const words = "The demo model, a script. Set OPENAI_BASE_URL, OPENAI_API_KEY and MODEL for a real one.";
  return { vars: { OPENAI_BASE_URL: served.baseUrl, OPENAI_API_KEY: "demo", MODEL: model || "demo,demo-small" }, words };
}

function hostOf(url: string): string {
  if (!URL.canParse(url)) throw new StartProblem(`OPENAI_BASE_URL is no web address: "${url}". It should look like https://api.openai.com/v1.`);
  return new URL(url).host;
}

async function registerCommands(url: string): Promise<void> {
  const response = await fetch(`${url}/api/v10/applications/${APPLICATION_ID}/commands`, {
    method: "PUT",
    headers: { authorization: `Bot ${BOT_TOKEN}`, "content-type": "application/json", "user-agent": "DiscordBot (https://edgewise.example, 1.0)" },
    body: JSON.stringify(declarations),
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
