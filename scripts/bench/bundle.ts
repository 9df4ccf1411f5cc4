/** Bundles a Worker exactly as `wrangler deploy` would, with the project's own settings. Used by the bench for both sides. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";

const ROOT = resolve(import.meta.dirname, "../..");
const WRANGLER = resolve(ROOT, "node_modules/wrangler/bin/wrangler.js");

export interface Bundle {
  mainModule: string;
  modules: Record<string, { type: "esm" | "text"; contents: string }>;
  gzipBytes: number;
}

/** `entry` from the project's root. `settings`: the project's wrangler.toml, or only its date for a Worker that has none of its classes. Rejects with wrangler's last words. */
export async function bundleWorker(entry: string, settings: "project" | "date-only"): Promise<Bundle> {
  const base = mkdtempSync(join(tmpdir(), "edgewise-bench-"));
  const folder = join(base, "out");
  mkdirSync(folder);
  try {
    const config = join(base, "wrangler.json");
    writeFileSync(config, JSON.stringify({ name: "bench", main: join(ROOT, entry), compatibility_date: compatibilityDate() }));
    await runWrangler([
      "deploy",
      join(ROOT, entry),
      "--dry-run",
      "--outdir",
      folder,
      "--config",
      settings === "project" ? join(ROOT, "wrangler.toml") : config,
    ]);
    // Source maps and wrangler's own README lie beside the modules and are not uploaded.
    const files = readdirSync(folder).filter((file) => !/\.map$|^README\.md$/.test(file));
    const contents = files.map((file) => [file, readFileSync(join(folder, file), "utf8")] as const);
    return {
      mainModule: basename(entry).replace(/\.ts$/, ".js"),
      modules: Object.fromEntries(contents.map(([file, text]) => [file, { type: file.endsWith(".js") ? "esm" : "text", contents: text }])),
      gzipBytes: contents.reduce((total, [, text]) => total + gzipSync(text).length, 0),
    };
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

/** The date both sides run with. */
export function compatibilityDate(): string {
  const found = /^compatibility_date = "(.+)"/m.exec(readFileSync(join(ROOT, "wrangler.toml"), "utf8"))?.[1];
  if (found === undefined) throw new Error("wrangler.toml names no compatibility_date");
  return found;
}

async function runWrangler(args: string[]): Promise<void> {
  const env = { ...process.env, WRANGLER_SEND_METRICS: "false", CI: "true", NO_COLOR: "1", FORCE_COLOR: "0" };
  const child = spawn(process.execPath, [WRANGLER, ...args], { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  const code = await new Promise<number | null>((done) => child.once("exit", done));
  if (code !== 0) throw new Error(`wrangler could not build ${args[1]}:\n${output.slice(-2_000)}`);
}
