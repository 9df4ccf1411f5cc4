/** A runner over the object's real SQLite, with tasks that a test can wait for. For the tests of the runner. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { createAlarm } from "../../src/jobs/alarm.ts";
import { createRunner } from "../../src/jobs/runner.ts";
import { createJobStore } from "../../src/jobs/store.ts";
import type { Job, JobKind } from "../../src/jobs/types.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { createLog } from "../../src/kernel/log.ts";

let nextId = 1n;
export const job = (more: Partial<Job> = {}): Job =>
  ({
    v: 1,
    id: String((BigInt(Date.now() - 1_420_070_400_000) << 22n) + nextId++),
    kind: "k",
    conversation: null,
    applicationId: "1",
    token: "t",
    target: "message",
    private: false,
    channelId: "2",
    guildId: null,
    user: { id: "3", name: "n" },
    locale: "en",
    bot: { present: true, canPost: true, canRead: true, userInstallOnly: false },
    createdAt: Date.now(),
    answerBy: Date.now() + 2_000,
    input: {},
    ...more,
  }) as Job;

export interface Bench {
  runner: ReturnType<typeof createRunner>;
  /** The alarm goes off. */
  wake(): void;
  alarms: number[];
  lines: string[];
  /** A runner in a process that starts anew over the same storage. */
  restart(): Bench;
  settle(): Promise<void>;
}

/** `kind` decides what a run does; `crash`: the promise never ends and nothing is written, as after kill -9. */
export async function inObject(name: string, kind: JobKind, test: (bench: Bench) => Promise<void>): Promise<void> {
  await runInDurableObject(env.CHANNEL.get(env.CHANNEL.idFromName(`runner ${name}`)), async (_object, state) => {
    const open = (): Bench => {
      const alarms: number[] = [];
      const alarm = createAlarm((at) => void alarms.push(at));
      const lines: string[] = [];
      const tasks = new Set<Promise<void>>();
      const runner = createRunner({
        store: createJobStore(state.storage.sql),
        kinds: { k: kind },
        clock: systemClock,
        log: createLog("info", (line) => lines.push(line)),
        alarm,
        spawn: (task) => {
          const running: Promise<void> = new Promise<void>((resolve) => setTimeout(resolve, 0)).then(task).finally(() => tasks.delete(running));
          tasks.add(running);
        },
      });
      return {
        runner,
        wake: () => {
          alarm.fired();
          runner.wake();
        },
        alarms,
        lines,
        restart: open,
        settle: async () => {
          while (tasks.size > 0) await Promise.race([Promise.all(tasks), new Promise((resolve) => setTimeout(resolve, 2_000))]);
        },
      };
    };
    await test(open());
  });
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
export const answered = { outcome: "answered" } as const;
export const abandonNever = async () => {
  throw new Error("must not be abandoned");
};
