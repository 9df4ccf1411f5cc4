/** Shows that each rule of the house sees its violation, and leaves alone what is allowed. */
import { expect, test } from "vitest";
import * as check from "./check.ts";
import { readModule } from "./modules.ts";

const modules = (files: Record<string, string>) => Object.entries(files).map(([path, source]) => readModule(path, source));
const one = (path: string, source: string) => modules({ [path]: source });

test.each([
  ["kernel imports anything", "src/kernel/a.ts", 'import { x } from "../llm/model.ts";'],
  ["a room imports another room", "src/turns/store.ts", 'import type { x } from "../memory/store.ts";'],
  ["a room imports another's tables", "src/turns/store.ts", 'import { messages } from "../db/schema/memory.ts";'],
  ["a command calls Discord", "src/commands/ask.ts", 'import { createDiscordRest } from "../discord/rest.ts";'],
  ["a deeper command calls Discord", "src/commands/actions/x.ts", 'import { send } from "../../discord/rest-send.ts";'],
  ["the turn knows an adapter", "src/turn/run.ts", 'import type { X } from "../llm/openai/chat.ts";'],
  ["the turn needs more than the port's types", "src/turn/run.ts", 'import { createPricing } from "../llm/pricing.ts";'],
  ["the conversation builds an adapter", "src/conversation/take-turn.ts", 'import { createOpenAiModel } from "../llm/openai/chat.ts";'],
  ["the edge runs jobs", "src/edge/commit.ts", 'import { createRunner } from "../jobs/runner.ts";'],
  ["the edge needs job code at run time", "src/edge/commit.ts", 'import { type Job } from "../jobs/types.ts";'],
  ["an import is dynamic", "src/kernel/a.ts", 'export const x = () => import("../net/cdn.ts");'],
  ["an import hides in an export", "src/kernel/a.ts", 'export * from "../net/cdn.ts";'],
  ["an import hides in a type", "src/kernel/a.ts", 'export type X = import("../net/cdn.ts").Cdn;'],
  ["the Worker imports a script", "src/deps/object.ts", 'import { x } from "../../scripts/playground/worker.ts";'],
  ["a declaration has code behind it", "commands/ask.ts", 'import { x } from "../src/locales/index.ts";'],
  ["a folder is not in the table", "src/misc/a.ts", "export {};"],
])("the table refuses: %s", (_case, path, source) => {
  expect(check.checkTable(one(path, source))).toHaveLength(1);
});

test.each([
  ["its own folder", "src/edge/a.ts", 'import { b } from "./b.ts";'],
  ["a room's own tables", "src/turns/store.ts", 'import { turns } from "../db/schema/turns.ts";'],
  ["types where types are allowed", "src/edge/commit.ts", 'import type { Job } from "../jobs/types.ts";'],
  ["the declaration of a command", "src/commands/ask.ts", 'import { ask } from "../../commands/ask.ts";'],
  ["everything in composition", "src/deps/object.ts", 'import { a } from "../discord/rest.ts"; import { b } from "../llm/openai/chat.ts";'],
  ["a name that only begins like a forbidden one", "src/commands/a.ts", 'import { x } from "../discord/restrictions.ts";'],
  ["an import that is only spoken of", "src/kernel/a.ts", '// import { x } from "../net/cdn.ts";\nexport const text = `import { x } from "../net/cdn.ts"`;'],
])("the table allows: %s", (_case, path, source) => {
  expect(check.checkTable(one(path, source))).toEqual([]);
});

test.each([
  ["src/turn/run.ts", "openai"],
  ["src/llm/model.ts", "openai/streaming"],
  ["src/commands/ask.ts", "drizzle-orm"],
  ["src/turns/deep/store.ts", "drizzle-orm/d1"],
  ["src/jobs/runner.ts", "hono/tiny"],
  ["src/deps/object.ts", "cloudflare:workers"],
  ["src/edge/route.ts", "discord-interactions"],
  ["src/net/cdn.ts", "node:fs"],
  ["src/net/cdn.ts", "@scope/unknown/part"],
])("%s may not import %s", (path, name) => {
  expect(check.checkPackages(one(path, `import type { x } from "${name}";`))).toHaveLength(1);
});

test.each([
  ["src/llm/openai/chat.ts", "openai"],
  ["src/turns/store.ts", "drizzle-orm"],
  ["src/app.ts", "hono/tiny"],
  ["src/edge/verify.ts", "discord-interactions"],
  ["src/objects/channel-object.ts", "cloudflare:workers"],
  ["test/anything.ts", "node:fs"],
])("%s may import %s", (path, name) => {
  expect(check.checkPackages(one(path, `import { x } from "${name}";`))).toEqual([]);
});

test("a stand-in may not share code with what it stands in against, though types of it", () => {
  expect(check.checkStandIns(one("scripts/playground/discord/a.ts", 'import { x } from "../../../src/discord/limits.ts";'))).toHaveLength(1);
  expect(check.checkStandIns(one("scripts/playground/playground.ts", 'import { declarations } from "../../commands/index.ts";'))).toEqual([]);
  expect(check.checkStandIns(one("scripts/playground/discord/a.ts", 'import type { Clock } from "../../../src/kernel/clock.ts";'))).toEqual([]);
});

test("only composition sees the raw Env; its parsed form is for all", () => {
  expect(check.checkRawEnv(one("src/edge/a.ts", 'import type { Env } from "../env.ts";'))).toHaveLength(1);
  expect(check.checkRawEnv(one("src/edge/a.ts", 'import type { Env as E } from "../env.ts";'))).toHaveLength(1);
  expect(check.checkRawEnv(one("src/edge/a.ts", 'import type * as env from "../env.ts";'))).toHaveLength(1);
  expect(check.checkRawEnv(one("src/edge/a.ts", 'import type { Config } from "../env.ts";'))).toEqual([]);
  expect(check.checkRawEnv(one("src/objects/a.ts", 'import type { Env } from "../env.ts";'))).toEqual([]);
});

test("an empty `new Date()` is a clock; one with a moment is not", () => {
  expect(check.checkClock(one("src/turn/a.ts", "export const now = () => new Date().toISOString();"))).toHaveLength(1);
  expect(check.checkClock(one("src/turn/a.ts", "export const day = (ms: number) => new Date(ms).toISOString();"))).toEqual([]);
  expect(check.checkClock(one("src/kernel/clock.ts", "export const now = () => new Date();"))).toEqual([]);
});

test("a circle of values is found, one that types close is not", () => {
  const files = { "src/a/a.ts": 'import { b } from "./b.ts";', "src/a/b.ts": 'import { c } from "./c.ts";', "src/a/c.ts": 'export { a } from "./a.ts";' };
  expect(check.findCycles(modules(files))).toEqual(["src/a/a.ts <-> src/a/b.ts <-> src/a/c.ts"]);
  expect(check.findCycles(modules({ ...files, "src/a/c.ts": 'export type { a } from "./a.ts";' }))).toEqual([]);
});

test("a long file, a long entry, a nameless name and a missing introduction are seen", () => {
  const long = (lines: number) => `/** What. */\n${"export {};\n".repeat(lines - 1)}`;
  expect(check.checkSize(one("src/turn/a.ts", long(301)))).toHaveLength(1);
  expect(check.checkSize(one("src/turn/a.ts", long(300)))).toEqual([]);
  expect(check.checkSize(one("src/index.ts", long(41)))).toHaveLength(1);
  expect(check.checkIntroduction(one("src/turn/utils.ts", long(2)))).toHaveLength(1);
  expect(check.checkIntroduction(one("test/fakes/discord-helpers.ts", long(2)))).toHaveLength(1);
  expect(check.checkIntroduction(one("src/turn/commonplace.ts", "export {};\n"))).toEqual(["src/turn/commonplace.ts does not begin with what it is"]);
});

test.each(["2026-09-30", "2026-11-10", ""])("compatibility date %s is refused", (date) => {
  expect(check.checkCompatibilityDate(`name = "x"\ncompatibility_date = "${date}"\n`)).toHaveLength(1);
});

test("compatibility dates from the first to the last allowed day are accepted, a missing one is not", () => {
  expect(check.checkCompatibilityDate('compatibility_date = "2026-10-01"')).toEqual([]);
  expect(check.checkCompatibilityDate('compatibility_date = "2026-11-09"')).toEqual([]);
  expect(check.checkCompatibilityDate('# compatibility_date = "2026-10-01"')).toHaveLength(1);
});
