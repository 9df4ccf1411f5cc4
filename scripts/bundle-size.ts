/** How big the Worker is after bundling, as Cloudflare counts it: compressed. Used by `npm run size`. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";

const ROOT = resolve(import.meta.dirname, "..");
const WRANGLER = resolve(ROOT, "node_modules/wrangler/bin/wrangler.js");

export interface BundleSize {
  bytes: number;
  gzipBytes: number;
}

/** Builds what would be uploaded and uploads nothing. Throws with wrangler's words when it can't be built. */
export function measureBundle(): BundleSize {
  const folder = mkdtempSync(join(tmpdir(), "edgewise-size-"));
  try {
    const args = [WRANGLER, "deploy", "--dry-run", "--outdir", folder];
    const env = { ...process.env, WRANGLER_SEND_METRICS: "false" };
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, env, encoding: "utf8" });
    if (status !== 0) throw new Error(`wrangler could not build the Worker:\n${stdout}${stderr}`);
    // Source maps and wrangler's own README lie beside the modules and are not uploaded.
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !/\.map$|^README\.md$/.test(entry.name));
    const sizes = files.map((entry) => readFileSync(join(entry.parentPath, entry.name))).map((content) => [content.length, gzipSync(content).length] as const);
    return { bytes: sizes.reduce((sum, [raw]) => sum + raw, 0), gzipBytes: sizes.reduce((sum, [, gzip]) => sum + gzip, 0) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
