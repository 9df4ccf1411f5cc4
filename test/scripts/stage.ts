/** Everything a set-up talks to, on this machine: the strict Discord, the demo model, a stub of Cloudflare and the Worker that it "deploys". */
import { createDiscord, createKeyPair, type Discord } from "../../scripts/playground/discord/discord.ts";
import { serveDiscord } from "../../scripts/playground/discord/serve.ts";
import { createDemoModel, type DemoModel } from "../../scripts/playground/model/demo-model.ts";
import { serveDemoModel } from "../../scripts/playground/model/serve.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { type FakeWorker, serveFakeWorker } from "./fake-worker.ts";
import { createProject, type Project, type Ran } from "./project.ts";

export const BOT_TOKEN = "stage-bot-token-that-nobody-may-see";
export const MODEL_KEY = "sk-stage-key-that-nobody-may-see";

export interface Stage {
  project: Project;
  discord: Discord;
  model: DemoModel;
  workerUrl: string;
  /** What a person would have set. */
  environment: Record<string, string>;
  run(script: string, args?: readonly string[], environment?: Record<string, string>): Promise<Ran>;
  /** Everything a set-up can change, for comparing before and after. */
  snapshot(): unknown;
  close(): Promise<void>;
}

/** What a Worker has to be told. */
export interface Surroundings {
  project: Project;
  discord: Discord;
  discordUrl: string;
  modelBaseUrl: string;
}

const fakeWorker = ({ project }: Surroundings) => serveFakeWorker(project.cloud);

export async function openStage(startWorker: (around: Surroundings) => Promise<FakeWorker> = fakeWorker): Promise<Stage> {
  const project = createProject();
  const discord = createDiscord({
    keys: await createKeyPair(),
    botToken: BOT_TOKEN,
    deliver: (request) => fetch(request),
  });
  discord.state.app.settings.owner = discord.addUser("mira");
  const served = await serveDiscord(discord);
  const model = createDemoModel({ clock: systemClock, delayMs: 0 });
  const servedModel = await serveDemoModel(model);
  const worker = await startWorker({ project, discord, discordUrl: served.url, modelBaseUrl: servedModel.baseUrl });
  project.setCloud({ url: worker.url });
  const environment = {
    DISCORD_API_BASE: `${served.url}/api/v10`,
    DISCORD_BOT_TOKEN: BOT_TOKEN,
    OPENAI_BASE_URL: servedModel.baseUrl,
    OPENAI_API_KEY: MODEL_KEY,
    MODEL: "demo",
  };
  return {
    project,
    discord,
    model,
    workerUrl: worker.url,
    environment,
    run: (script, args = [], more = {}) => project.run(script, args, { ...environment, ...more }),
    snapshot: () => ({
      cloud: { ...project.cloud(), calls: [] },
      settings: structuredClone(discord.state.app.settings),
      commands: structuredClone([...discord.state.app.commands]),
      intents: { ...discord.intents },
      files: [".dev.vars", ".data/setup.json", "wrangler.toml"].map((path) => (project.exists(path) ? project.read(path) : null)),
    }),
    async close() {
      await Promise.all([worker.close(), served.close(), servedModel.close()]);
      project.remove();
    },
  };
}
