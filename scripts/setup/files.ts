/** Where things lie in a checkout, and writing them so that a crash leaves the old or the new file, never half of one. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

export const ROOT = resolve(import.meta.dirname, "../..");

/** "" where there is none. Editors on Windows begin files with a byte order mark, which is no part of the first name in them. */
export function readText(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8").replace(/^\uFEFF/, "") : "";
}

/** `mode`: who may read it. On Windows the folder's rights count. */
export function writeText(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.new`;
  writeFileSync(draft, text, { mode });
  chmodSync(draft, mode);
  renameSync(draft, path);
}

/** Every file below the given files and folders with its text, in a stable order. */
export function contents(root: string, places: readonly string[]): [path: string, text: string][] {
  return places.flatMap((place) => {
    const path = join(root, place);
    if (!existsSync(path)) return [];
    if (statSync(path).isFile()) return [[place, readFileSync(path, "utf8")] as [string, string]];
    const names = readdirSync(path, { recursive: true, encoding: "utf8" }).toSorted();
    return names
      .filter((name) => statSync(join(path, name)).isFile())
      .map((name): [string, string] => [`${place}/${name}`, readFileSync(join(path, name), "utf8")]);
  });
}
