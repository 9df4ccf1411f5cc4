/** Runs the Worker as `wrangler dev` does, in workerd with local D1 and objects. Used by `npm run dev`, the bench, and the runs that kill it. */
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");
const WRANGLER = resolve(ROOT, "node_modules/wrangler/bin/wrangler.js");
const START_TIMEOUT_MS = 60_000;

export interface WorkerOptions {
  /** Variables and secrets, over wrangler.toml and .dev.vars. */
  vars: Record<string, string>;
  /** 0 or absent: a free one. */
  port?: number;
  /** Directory of D1 and the objects. */
  persistTo: string;
  /** Instead of src/index.ts; from the root of the project. */
  entry?: string;
  /** Each line the Worker or wrangler prints. */
  onLine?(line: string): void;
  /** wrangler saw a changed file and started the Worker anew. */
  onReload?(): void;
}

export interface RunningWorker {
  url: string;
  /** The workerd that runs the Worker; wrangler's own proxy is another one. Empty while it is being restarted. */
  workerdPids(): number[];
  /** Ends it as a power cut would: no handler runs. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Applies the migrations first, unless they are. Rejects with wrangler's last words. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  await migrate(options.persistTo);
  const vars = Object.entries(options.vars).flatMap(([name, value]) => ["--var", `${name}:${value}`]);
  const args = [
    "dev",
    ...(options.entry === undefined ? [] : [options.entry]),
    "--port",
    String(options.port ?? 0),
    "--ip",
    "127.0.0.1",
    "--inspector-port",
    "0",
    "--persist-to",
    options.persistTo,
    "--show-interactive-dev-session",
    "false",
    ...vars,
  ];
  const child = launch(args);
  const exited = new Promise<void>((done) => child.once("exit", () => done()));
  const url = await readyUrl(child, options);
  return {
    url,
    workerdPids: () => descendants(child.pid ?? -1).filter((pid) => commandOf(pid).includes("workerd") && commandOf(pid).includes("--inspector-addr")),
    kill: async () => {
      const all = [...descendants(child.pid ?? -1), child.pid ?? -1];
      // workerd first: nothing may tell it that its parent is gone.
      for (const pid of all.toSorted((a, b) => Number(commandOf(b).includes("workerd")) - Number(commandOf(a).includes("workerd")))) signal(pid, "SIGKILL");
      await exited;
    },
    stop: async () => {
      const all = descendants(child.pid ?? -1);
      child.kill("SIGTERM");
      const late = setTimeout(() => [...all, child.pid ?? -1].forEach((pid) => void signal(pid, "SIGKILL")), 5_000);
      await exited;
      clearTimeout(late);
      for (const pid of all) signal(pid, "SIGKILL");
    },
  };
}

/** A landed migration never changes, so their names tell all; asking wrangler takes longer than starting the Worker. */
async function migrate(persistTo: string): Promise<void> {
  const marker = join(persistTo, "migrated.txt");
  const names = readdirSync(resolve(ROOT, "migrations"))
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .join("\n");
  if (readText(marker) === names) return;
  await runWrangler(["d1", "migrations", "apply", "DB", "--local", "--persist-to", persistTo]);
  writeFileSync(marker, names);
}

async function runWrangler(args: string[]): Promise<void> {
  const child = launch(args);
  let output = "";
  child.stdout?.on("data", (chunk) => (output += chunk));
  child.stderr?.on("data", (chunk) => (output += chunk));
  const code = await new Promise<number | null>((done) => child.once("exit", done));
  if (code !== 0) throw new Error(`wrangler ${args.slice(0, 3).join(" ")} failed:\n${output.slice(-2_000)}`);
}

function launch(args: string[]): ChildProcess {
  const env = { ...process.env, WRANGLER_SEND_METRICS: "false", CI: "true", NO_COLOR: "1", FORCE_COLOR: "0" };
  return spawn(process.execPath, [WRANGLER, ...args], { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
}

function readyUrl(child: ChildProcess, { onLine, onReload }: Pick<WorkerOptions, "onLine" | "onReload">): Promise<string> {
  return new Promise((ready, reject) => {
    let recent = "";
    const fail = (reason: string) => reject(new Error(`${reason}\n${recent.slice(-2_000)}`));
    const timer = setTimeout(() => fail("the Worker did not start within a minute"), START_TIMEOUT_MS);
    child.once("exit", (code) => fail(`wrangler dev ended with code ${code}`));
    let rest = "";
    const read = (chunk: Buffer) => {
      recent = (recent + chunk).slice(-4_000);
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        onLine?.(line);
        if (line.includes("Local server updated and ready")) onReload?.();
        const url = /Ready on (http:\/\/\S+)/.exec(line)?.[1];
        if (url === undefined) continue;
        clearTimeout(timer);
        ready(url);
      }
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
  });
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone already.
  }
}

/** Of a process, by /proc; empty where there is none (macOS, Windows), where SIGTERM has to do. */
function descendants(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const pid of processes()) {
    const parent = Number(/^PPid:\s*(\d+)/m.exec(readProc(pid, "status"))?.[1] ?? -1);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const walk = (pid: number): number[] => (children.get(pid) ?? []).flatMap((child) => [child, ...walk(child)]);
  return walk(root);
}

function processes(): number[] {
  try {
    return readdirSync("/proc")
      .map(Number)
      .filter((pid) => pid > 0);
  } catch {
    return [];
  }
}

const commandOf = (pid: number) => readProc(pid, "cmdline").replaceAll("\0", " ");

const readProc = (pid: number, file: string) => readText(`/proc/${pid}/${file}`);

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
