/** The check before `npm run dev`: an old Node gets a sentence instead of a stack trace. */
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { expect, test } from "vitest";

const CHECK = resolve(import.meta.dirname, "../../scripts/check-node.mjs");

function runAs(version: string) {
  const pretend = `data:text/javascript,Object.defineProperty(process.versions,"node",{value:"${version}"})`;
  const { status, stderr } = spawnSync(process.execPath, ["--import", pretend, CHECK], { encoding: "utf8" });
  return { status, said: stderr.trim() };
}

test.each(["18.20.8", "20.19.0", "22.17.1"])("Node %s is told what to do in one sentence", (version) => {
  const { status, said } = runAs(version);
  expect(status).toBe(1);
  expect(said).toMatch(new RegExp(`^Node ${version} is too old to run this file: use "npm run dev".*\\.$`));
});

test.each(["22.18.0", "24.0.0", "25.1.0"])("Node %s goes on silently", (version) => {
  expect(runAs(version)).toEqual({ status: 0, said: "" });
});
