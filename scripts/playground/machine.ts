/** The running Worker as the playground sees it: its clock, cron and model, which can be changed while it runs. Made by `playground.ts`, used by the page. */
import { CRON_PATH, type CronResult, STATE_PATH, type WorkerState } from "./control.ts";
import type { WireClock, WireCron, WireModel } from "./page/wire.ts";
import type { WorldClock } from "./world.ts";

/** Where answers come from. */
export interface ModelServer {
  /** With the version, e.g. `https://api.openai.com/v1`. */
  url: string;
  key: string;
  model: string;
}

export interface MachineOptions {
  worldClock: WorldClock;
  /** A POST to the Worker. */
  tell(path: string, body: unknown): Promise<Response>;
  /** Those whose objects must notice a change. */
  channels(): string[];
  demo: ModelServer;
  /** What the Worker was started with; the demo where left out. */
  server?: ModelServer;
}

export type MachineChange = { type: "clock"; clock: WireClock } | { type: "cron"; cron: WireCron } | { type: "model"; model: WireModel };

export interface Machine {
  readonly clock: WireClock;
  readonly cron: WireCron;
  readonly model: WireModel;
  /** What has become due runs, then cron does. */
  moveClock(offsetMs: number): Promise<void>;
  runCron(): Promise<WireCron>;
  /** undefined: the demo. Answers under way begin again with it. */
  useModel(server: ModelServer | undefined): Promise<WireModel>;
  /** Tells the Worker again what it forgets when it is started anew. */
  remind(): Promise<void>;
  on(listener: (change: MachineChange) => void): void;
}

const RELOAD_MS = 1_000;

export function createMachine(options: MachineOptions): Machine {
  const { worldClock, tell, channels, demo } = options;
  const listeners = new Set<(change: MachineChange) => void>();
  const state: Omit<WorkerState, "channels"> = { offsetMs: 0, vars: {} };
  let cron: WireCron = { lastRunAt: null, isOk: true, result: "" };
  let model = viewModel(options.server);

  const notify = (change: MachineChange) => {
    for (const listener of listeners) listener(change);
  };

  const remind = async () => {
    const send = async () => {
      const response = await tell(STATE_PATH, { ...state, channels: channels() } satisfies WorkerState);
      if (!response.ok) throw new Error(`the Worker answered ${response.status}`);
    };
    // Once more, because it may just be starting anew.
    await send().catch(async () => {
      await new Promise((resolve) => setTimeout(resolve, RELOAD_MS));
      await send();
    });
  };

  /** A Worker that is away just now hears of it with the next minute's cron. */
  const tellSoon = () => remind().catch(() => undefined);

  const runCron = async () => {
    cron = await askForCron(tell).catch(() => ({ ...cron, isOk: false, result: "The Worker does not answer just now." }));
    notify({ type: "cron", cron });
    return cron;
  };

  return {
    get clock() {
      return { offsetMs: state.offsetMs };
    },
    get cron() {
      return cron;
    },
    get model() {
      return model;
    },
    runCron,
    remind,
    async moveClock(offsetMs) {
      state.offsetMs = offsetMs;
      worldClock.move(offsetMs);
      notify({ type: "clock", clock: { offsetMs } });
      await tellSoon();
      await runCron();
    },
    async useModel(server) {
      const { url, key, model: name } = server ?? demo;
      state.vars = { OPENAI_BASE_URL: url, OPENAI_API_KEY: key, MODEL: name };
      model = viewModel(server);
      await tellSoon();
      notify({ type: "model", model });
      return model;
    },
    on: (listener) => void listeners.add(listener),
  };
}

async function askForCron(tell: MachineOptions["tell"]): Promise<WireCron> {
  const response = await tell(CRON_PATH, {});
  if (!response.ok) throw new Error(`the Worker answered ${response.status}`);
  const { ranAt, ms, failures } = (await response.json()) as CronResult;
  const isOk = failures.length === 0;
  return { lastRunAt: ranAt, isOk, result: isOk ? `done in ${ms} ms` : failures.join("; ") };
}

function viewModel(server: ModelServer | undefined): WireModel {
  if (!server) return { isDemo: true, model: "demo", host: "", words: "The demo model answers: a script, not an AI." };
  const { host } = new URL(server.url);
  return { isDemo: false, model: server.model, host, words: `${server.model} at ${host} answers.` };
}
