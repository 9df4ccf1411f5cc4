/** Starts `npm run dev` as a child process and ends it, the way a person does: types the line, reads the address, presses Ctrl-C. Used by `page.e2e.ts`. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../../..");
const START_MS = 60_000;
const END_MS = 15_000;

export interface Dev {
  url: string;
  data: string;
  /** From the typed line to the printed address. */
  startedInMs: number;
  output(): string;
  stop(): Promise<number | null>;
}

/** No model of the person who runs the tests: the demo one answers. */
const NO_MODEL = { OPENAI_BASE_URL: "", OPENAI_API_KEY: "", MODEL: "" };

/** `data` of an earlier run starts where that one ended; the caller of the first run removes it. */
export async function startDev(options: { data?: string; keepData?: boolean } = {}): Promise<Dev> {
  const data = options.data ?? (await mkdtemp(join(tmpdir(), "edgewise-dev-")));
  const began = Date.now();
  const child = spawn(process.execPath, ["scripts/dev.ts", "--data", data, "--port", "0"], {
    cwd: ROOT,
    env: { ...process.env, ...NO_MODEL },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  const ended = new Promise<number | null>((done) => child.once("exit", done));
  const stop = async () => {
    child.kill("SIGINT");
    const code = await Promise.race([ended, new Promise<"late">((late) => setTimeout(() => late("late"), END_MS).unref())]);
    if (!options.keepData) await rm(data, { recursive: true, force: true });
    if (code !== "late") return code;
    child.kill("SIGKILL");
    throw new Error(`npm run dev did not end within ${END_MS} ms after Ctrl-C.\n${output}`);
  };
  try {
    const url = await addressIn(child, () => output);
    return { url, data, startedInMs: Date.now() - began, output: () => output, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function addressIn(child: ChildProcess, output: () => string): Promise<string> {
  for (let waited = 0; waited < START_MS; waited += 50) {
    const url = /open (http:\/\/\S+)/.exec(output())?.[1];
    if (url !== undefined) return url;
    if (child.exitCode !== null) throw new Error(`npm run dev ended with ${child.exitCode}:\n${output()}`);
    await new Promise((later) => setTimeout(later, 50));
  }
  throw new Error(`npm run dev said no address within ${START_MS} ms:\n${output()}`);
}

/** Runs it to its end, for starts that are meant to fail. */
export async function runDev(args: readonly string[], env: Record<string, string> = {}): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ["scripts/dev.ts", ...args], {
    cwd: ROOT,
    env: { ...process.env, ...NO_MODEL, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  const code = await new Promise<number | null>((done) => child.once("exit", done));
  return { code, output };
}

/** Processes that work in this directory; nothing to see where there is no /proc. */
export async function processesAt(data: string): Promise<string[]> {
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
  return lines.filter((line) => line.includes(data));
}
