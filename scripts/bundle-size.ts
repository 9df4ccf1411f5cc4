/** The Worker as it would be uploaded, and how big it is as Cloudflare counts it: compressed. Used by `npm run size`, the bench, and to see what is not in it. */
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

export function measureBundle(): BundleSize {
  const files = [...buildBundle().values()];
  return {
    bytes: files.reduce((sum, content) => sum + content.length, 0),
    gzipBytes: files.reduce((sum, content) => sum + gzipSync(content).length, 0),
  };
}

/** Modules by name. Builds what would be uploaded and uploads nothing. Throws with wrangler's words when it can't be built. */
export function buildBundle(): Map<string, Buffer> {
  const folder = mkdtempSync(join(tmpdir(), "edgewise-size-"));
  try {
    const args = [WRANGLER, "deploy", "--dry-run", "--outdir", folder];
    const env = { ...process.env, WRANGLER_SEND_METRICS: "false" };
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, env, encoding: "utf8" });
    if (status !== 0) throw new Error(`wrangler could not build the Worker:\n${stdout}${stderr}`);
    // Source maps and wrangler's own README lie beside the modules and are not uploaded.
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !/\.map$|^README\.md$/.test(entry.name));
    return new Map(files.map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name))]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
