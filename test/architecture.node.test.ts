/** Holds the house to its plan: who imports whom, sizes, names. The rules are data in architecture/rules.ts; the checks are shown to bite in architecture/. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import * as check from "./architecture/check.ts";
import { readModules } from "./architecture/modules.ts";

const ROOT = resolve(import.meta.dirname, "..");
const modules = readModules(ROOT, ["src", "commands", "scripts", "test"]);
const worker = modules.filter(({ path }) => path.startsWith("src/"));

describe("the house", () => {
  test("is read at all", () => {
    expect(worker.length).toBeGreaterThan(50);
    expect(worker.flatMap(({ imports }) => imports).length).toBeGreaterThan(200);
  });

  test.each([
    ["imports only along the dependency table", check.checkTable],
    ["uses each package only where it belongs", check.checkPackages],
    ["keeps the stand-ins apart from what they test", check.checkStandIns],
    ["shows the raw Env to composition only", check.checkRawEnv],
    ["reads no clock but the port", check.checkClock],
    ["has no value imports in circles", check.findCycles],
    ["has no file that is too long", check.checkSize],
    ["has files that say what they are", check.checkIntroduction],
  ])("%s", (_promise, violations) => {
    expect(violations(modules)).toEqual([]);
  });

  test("has small files: half of them within 80 lines, nine of ten within 250", () => {
    const lines = worker.map((module) => module.lines).sort((a, b) => a - b);
    expect(lines[Math.floor(lines.length * 0.5)]).toBeLessThanOrEqual(80);
    expect(lines[Math.floor(lines.length * 0.9)]).toBeLessThanOrEqual(250);
  });

  test("runs on a compatibility date that keeps pending work alive and that the local runtime knows", () => {
    expect(check.checkCompatibilityDate(readFileSync(resolve(ROOT, "wrangler.toml"), "utf8"))).toEqual([]);
  });
});
