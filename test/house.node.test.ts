/** What is written twice on purpose stays equal: version, migration level, tables. The README and docs/ have a test of their own. */
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { generateSQLiteDrizzleJson, generateSQLiteMigration } from "drizzle-kit/api";
import { describe, expect, test } from "vitest";
import { LATEST_MIGRATION } from "../src/db/client.ts";
import { VERSION } from "../src/kernel/version.ts";

const ROOT = resolve(import.meta.dirname, "..");
const read = (path: string) => readFileSync(resolve(ROOT, path), "utf8");
const names = (folder: string, end: string) =>
  readdirSync(resolve(ROOT, folder))
    .filter((name) => name.endsWith(end))
    .sort();

const packageJson: { version: string; scripts: Record<string, string> } = JSON.parse(read("package.json"));

test("the Worker states the version of package.json, and the changelog has a section for it or for what comes next", () => {
  expect(VERSION).toBe(packageJson.version);
  expect(read("CHANGELOG.md")).toMatch(new RegExp(`^## (Unreleased|${VERSION.replaceAll(".", "\\.")}\\b)`, "m"));
});

describe("migrations", () => {
  const files = names("migrations", ".sql");

  test("end with the one that the code expects", () => {
    expect(files.at(-1)).toBe(LATEST_MIGRATION);
  });

  test("are numbered without gaps and known to the journal", () => {
    const journal: { entries: { tag: string }[] } = JSON.parse(read("migrations/meta/_journal.json"));
    expect(files.map((name) => Number(name.slice(0, 4)))).toEqual(files.map((_, at) => at));
    expect(journal.entries.map(({ tag }) => `${tag}.sql`)).toEqual(files);
  });

  test("hold every table of src/db/schema: generating another would bring nothing", async () => {
    const rooms = await Promise.all(names("src/db/schema", ".ts").map((name): Promise<Record<string, unknown>> => import(`../src/db/schema/${name}`)));
    const tables = Object.assign({}, ...rooms);
    const snapshot = JSON.parse(read(`migrations/meta/${names("migrations/meta", "_snapshot.json").at(-1)}`));
    expect(Object.keys(tables).length).toBeGreaterThan(5);
    expect(await generateSQLiteMigration(snapshot, await generateSQLiteDrizzleJson(tables, snapshot.id))).toEqual([]);
    // The comparison itself is alive: without one table there is a difference.
    const { messages: _left, ...rest } = tables;
    expect(await generateSQLiteMigration(snapshot, await generateSQLiteDrizzleJson(rest, snapshot.id))).not.toEqual([]);
  });
});

test("npm scripts hold no shell syntax but `&&`, so that Windows runs them", () => {
  const shell = Object.entries(packageJson.scripts).filter(([, command]) => /[$;|<>'`*]|(^|\s)[A-Z_]+=|&(?!&)/.test(command.replaceAll("&&", "")));
  expect(shell).toEqual([]);
});
