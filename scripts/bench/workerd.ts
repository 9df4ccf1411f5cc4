/** One workerd process with one Worker, and its CPU time. Requests reach the Worker's own socket: no development proxy, no inspector in between. */
import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Miniflare, NoOpLog } from "miniflare";
import { type Bundle, compatibilityDate } from "./bundle.ts";
import { childrenOf, cpuMs, fineCpuMs } from "./proc.ts";

const ROOT = resolve(import.meta.dirname, "../..");

export interface Workerd {
  /** Of the Worker's own socket. */
  url: URL;
  pid: number;
  /** ms so far, to the hundredth of a second. */
  cpuMs(): number;
  /** ms so far, finer; for what takes only some ms. */
  fineCpuMs(): number;
  stop(): Promise<void>;
}

export interface WorkerdOptions {
  bundle: Bundle;
  vars: Record<string, string>;
  /** Its class stands behind `CHANNEL`; without it the Worker has no object. */
  withObject: boolean;
  /** Creates the tables in D1, which lies in a temporary directory that goes with the process. */
  migrate: boolean;
}

/** D1 and FLOOD are there in any case, so that every process starts the same local services beside its Worker. */
export async function startWorkerd({ bundle, vars, withObject, migrate }: WorkerdOptions): Promise<Workerd> {
  const before = childrenOf(process.pid, "workerd");
  const object = { CHANNEL: { type: "durable-object", worker: "bench", exportName: "ChannelObject" } } as const;
  const miniflare = new Miniflare({
    log: new NoOpLog(),
    cf: false,
    enableDevRegistry: false,
    telemetry: { enabled: false },
    workers: [
      {
        config: {
          name: "bench",
          compatibilityDate: compatibilityDate(),
          manifest: { mainModule: bundle.mainModule, modules: bundle.modules },
          env: {
            ...Object.fromEntries(Object.entries(vars).map(([name, value]) => [name, { type: "text" as const, value }])),
            DB: { type: "d1", id: "edgewise" },
            FLOOD: { type: "rate-limit", namespace: "1001", simple: { limit: 100, period: 10 } },
            ...(withObject ? object : {}),
          },
          ...(withObject ? { exports: { ChannelObject: { type: "durable-object" as const, storage: "sqlite" as const } } } : {}),
        },
        dev: { unsafeDirectSockets: [{ host: "127.0.0.1" }], unsafeRegisterWorker: false },
      },
    ],
  });
  await miniflare.ready;
  const url = await miniflare.unsafeGetDirectURL();
  const pid = childrenOf(process.pid, "workerd").find((child) => !before.includes(child));
  if (pid === undefined) throw new Error("the workerd process was not found in /proc");
  if (migrate) await applyMigrations(await miniflare.getD1Database("DB"));
  return { url, pid, cpuMs: () => cpuMs(pid), fineCpuMs: () => fineCpuMs(pid), stop: () => miniflare.dispose() };
}

async function applyMigrations(db: { prepare(sql: string): { run(): Promise<unknown> } }): Promise<void> {
  const folder = join(ROOT, "migrations");
  const files = (await readdir(folder)).filter((file) => file.endsWith(".sql")).toSorted();
  for (const file of files) {
    const statements = readFileSync(join(folder, file), "utf8").split("--> statement-breakpoint");
    for (const statement of statements.map((text) => text.trim())) if (statement !== "") await db.prepare(statement).run();
  }
}
