/** The Worker in a process of its own, with the stand-ins behind real ports: what the runs that kill and disturb it share. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDiscord, createKeyPair, type Discord, type InteractionHandle } from "../../scripts/playground/discord/discord.ts";
import { serveDiscord } from "../../scripts/playground/discord/serve.ts";
import { createDemoModel, type DemoModel } from "../../scripts/playground/model/demo-model.ts";
import { serveDemoModel } from "../../scripts/playground/model/serve.ts";
import { type RunningWorker, startWorker } from "../../scripts/playground/worker.ts";
import { systemClock } from "../../src/kernel/clock.ts";

export interface Stage {
  discord: Discord;
  model: DemoModel;
  worker: RunningWorker;
  /** kill -9 of workerd; wrangler starts it anew. */
  killWorkerd(): void;
  /** Resolves when it answers again. */
  isBack(): Promise<void>;
  close(): Promise<void>;
}

export interface StageOptions {
  vars?: Record<string, string>;
  /** Stands between Discord and the Worker. */
  deliver?: (request: Request, send: (request: Request) => Promise<Response>) => Promise<Response>;
  onLine?: (line: string) => void;
  random?: () => number;
  /** Of Discord; the Worker's own is the real one. */
  clock?: { now(): number };
  intents?: { messageContent: boolean };
}

export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const keys = await createKeyPair();
  const persistTo = mkdtempSync(join(tmpdir(), "edgewise-"));
  let workerUrl = "";
  const send = (request: Request) => fetch(new Request(workerUrl + new URL(request.url).pathname, request));
  const { deliver = (request: Request) => send(request), random = Math.random } = options;
  const discord = createDiscord({
    keys,
    botToken: "stage-bot-token",
    deliver: (request) => deliver(request, send),
    random,
    ...(options.clock ? { clock: options.clock } : {}),
    ...(options.intents ? { intents: options.intents } : {}),
  });
  const served = await serveDiscord(discord, { port: 0 });
  const model = createDemoModel({ clock: systemClock });
  const servedModel = await serveDemoModel(model);
  const worker = await startWorker({
    persistTo,
    ...(options.onLine ? { onLine: options.onLine } : {}),
    vars: {
      DISCORD_APPLICATION_ID: discord.applicationId,
      DISCORD_PUBLIC_KEY: keys.publicKeyHex,
      DISCORD_BOT_TOKEN: "stage-bot-token",
      DISCORD_API_BASE: `${served.url}/api/v10`,
      DISCORD_CDN_BASE: served.url,
      OPENAI_BASE_URL: servedModel.baseUrl,
      OPENAI_API_KEY: "sk-stage",
      MODEL: "demo",
      LOG_LEVEL: "error",
      ALLOW_PRIVATE_ENDPOINTS: "true",
      ...options.vars,
    },
  });
  workerUrl = worker.url;
  return {
    discord,
    model,
    worker,
    killWorkerd() {
      for (const pid of worker.workerdPids()) process.kill(pid, "SIGKILL");
    },
    async isBack() {
      const until = Date.now() + 30_000;
      while (Date.now() < until) {
        const isUp = await fetch(`${worker.url}/health`, { signal: AbortSignal.timeout(2_000) }).then(
          (response) => response.ok,
          () => false,
        );
        if (isUp) return;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      throw new Error("the Worker did not come back");
    },
    async close() {
      await worker.stop();
      await served.close();
      await servedModel.close();
      rmSync(persistTo, { recursive: true, force: true });
    },
  };
}

export const isFinal = (handle: InteractionHandle) => {
  if (!handle.settled || handle.failure !== undefined) return handle.settled;
  const buttons = handle.messages().flatMap((message) => message.buttons);
  // The last message of an answer gets its buttons last.
  return buttons.length > 0 && !buttons.some((button) => button.customId.startsWith("stop:"));
};

/** What was said, without the line that a person's first answer ends with. */
export const saidIn = (handle: InteractionHandle): string[] => handle.messages().map(({ content }) => content.replace(/\n-# Our first time[^\n]*$/, ""));

/** Runs tasks with at most `width` at a time. */
export async function inParallel<T>(items: T[], width: number, task: (item: T, index: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let index = next++; index < items.length; index = next++) await task(items[index] as T, index);
    }),
  );
}
