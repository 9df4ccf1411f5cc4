/** Two small files of the playground: the checklist beside the data, and what `npm run setup` noted. Read by `playground.ts`. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { asObject } from "./discord/json.ts";
import type { Shelf } from "./page/checklist.ts";

/** A file that is missing or broken is an empty one: ticks are not worth a failed start. */
export function shelfIn(directory: string): Shelf {
  const file = join(directory, "checklist.json");
  return {
    load: () => readJson(file),
    save(value) {
      try {
        writeFileSync(file, JSON.stringify(value));
      } catch {
        // The directory may be gone while the playground still runs.
      }
    },
  };
}

/** Whether the set-up on Discord came to its end (`../setup.ts`). */
export function isSetUp(file: string): boolean {
  const { done } = asObject(readJson(file));
  return "finished" in asObject(done);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
