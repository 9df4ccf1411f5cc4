/**
 * `npm run dev`: the whole bot on this machine without any account, with a page to talk to it.
 *   --port 8100      the page's port (default: the first free one from 8787)
 *   --data DIR       where D1 and the objects live (default: .data/dev)
 *   --verbose        shows what the Worker writes
 */
import "./check-node.mjs";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs, parseEnv } from "node:util";

const ROOT = resolve(import.meta.dirname, "..");
const DEFAULT_PORT = 8787;
/** What the playground has to know of; the Worker reads the rest of .dev.vars by itself. */
const SETTINGS = [
  "IMAGE_MODEL",
  "IMAGE_BASE_URL",
  "IMAGE_API_KEY",
  ...["OPENAI_BASE_URL", "OPENAI_API_KEY", "MODEL", "LOG_LEVEL", "OLLAMA_HOST"],
  ...["SPEECH_MODEL", "SPEECH_VOICE", "TRANSCRIBE_MODEL", "AUDIO_BASE_URL", "AUDIO_API_KEY"],
];

function fail(sentence: string): never {
  process.stderr.write(`\n  ${sentence}\n\n`);
  process.exit(1);
}

function readArguments() {
  try {
    const options = { port: { type: "string" }, data: { type: "string" }, verbose: { type: "boolean" }, help: { type: "boolean" } } as const;
    return parseArgs({ options }).values;
  } catch (error) {
    return fail(`${error instanceof Error ? error.message.split(".")[0] : error}. What there is: --port NUMBER, --data DIRECTORY, --verbose.`);
  }
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  return Number.isInteger(port) && port >= 0 && port < 65_536 ? port : fail(`--port has to be a number from 0 to 65535, not "${text}".`);
}

/** The environment first, then .dev.vars; empty counts as absent. */
function readSettings(): Record<string, string | undefined> {
  const file = resolve(ROOT, ".dev.vars");
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
  return Object.fromEntries(SETTINGS.map((name) => [name, process.env[name] || fromFile[name] || undefined]));
}

async function main(): Promise<void> {
  const values = readArguments();
  if (values.help) return void process.stdout.write("npm run dev -- [--port NUMBER] [--data DIRECTORY] [--verbose]\n");
  // Not before check-node has looked: it needs the dependencies.
  const { findPort, isFree, startPlayground } = await import("./playground/playground.ts");

  const wanted = readPort(values.port);
  if (wanted && !(await isFree(wanted))) fail(`Port ${wanted} is taken: end what uses it, or choose another with --port, or leave --port out.`);
  const settings = readSettings();
  const persistTo = resolve(ROOT, values.data ?? ".data/dev");
  mkdirSync(persistTo, { recursive: true });
  const recent: string[] = [];
  const onLine = (line: string) => {
    recent.push(line);
    if (recent.length > 40) recent.shift();
    if (values.verbose || isError(line)) process.stderr.write(`${line}\n`);
  };
  const playground = await startPlayground({
    port: wanted ?? (await findPort(DEFAULT_PORT)),
    persistTo,
    setupFile: resolve(ROOT, ".data/setup.json"),
    settings: values.verbose ? { LOG_LEVEL: "info", ...settings } : settings,
    onLine,
  });

  let ending = false;
  const end = () => {
    // Asked twice: no more patience.
    if (ending) process.exit(1);
    ending = true;
    void playground.stop().then(() => process.exit(0));
  };
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
  process.stdout.write(`\n  Edgewise is running: open ${playground.url} and type /ask. (${playground.model} Ctrl-C ends it.)\n\n`);
}

/** The Worker's own error lines, which are JSON; wrangler's chatter is not. */
function isError(line: string): boolean {
  return line.startsWith("{") && line.includes('"severity":"error"');
}

main().catch((error: unknown) => {
  // A StartProblem is a sentence already; anything else comes from wrangler or from a bug.
  const isProblem = error instanceof Error && error.name === "StartProblem";
  const text = error instanceof Error ? error.message : String(error);
  fail(isProblem ? text : `The playground could not start. ${text}\n  Run "npm run dev -- --verbose" to see more.`);
});
