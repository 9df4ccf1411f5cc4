/** `npm run setup` and `npm run doctor` against the real Worker: what is in order is ok, and each thing that is broken is named with its remedy. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Finding } from "../../scripts/setup/checks/finding.ts";
import { realWorker } from "../scripts/real-worker.ts";
import { BOT_TOKEN, MODEL_KEY, openStage, type Stage, type Surroundings } from "../scripts/stage.ts";

const ROOT = resolve(import.meta.dirname, "../..");
/** Nothing listens there. */
const NOBODY = "http://127.0.0.1:59999";
const folder = mkdtempSync(join(tmpdir(), "edgewise-doctor-"));

let stage: Stage;
let around: Surroundings;
beforeAll(async () => {
  stage = await openStage((given) => {
    around = given;
    return realWorker(given, join(folder, "good"));
  });
});
afterAll(async () => {
  await stage.close();
  rmSync(folder, { recursive: true, force: true });
});

async function doctor(environment: Record<string, string> = {}, args: string[] = []) {
  const { code, stdout, stderr } = await stage.run("doctor", ["--json", ...args], environment);
  expect(stderr).toBe("");
  for (const secret of [BOT_TOKEN, MODEL_KEY]) expect(stdout).not.toContain(secret);
  const { ok, checks }: { ok: boolean; checks: Finding[] } = JSON.parse(stdout);
  expect(code).toBe(ok ? 0 : 1);
  const failing = checks.filter(({ status }) => status === "fail");
  for (const { remedy = "" } of failing) expect(remedy).toMatch(/Run|run|Set|Correct|Check|Reset|check/);
  return { checks, failing, of: (id: string) => checks.find((check) => check.id === id) };
}

async function fails(id: string, words: RegExp, environment: Record<string, string> = {}, args: string[] = []): Promise<void> {
  const { failing } = await doctor(environment, args);
  expect(failing.map((finding) => finding.id)).toContain(id);
  const found = failing.find((finding) => finding.id === id);
  expect(`${found?.detail}\n${found?.remedy}`).toMatch(words);
}

test("the real Worker is set up, connected and verified, and the doctor has nothing to complain about", async () => {
  const ran = await stage.run("setup", ["--yes", "--intent", "yes"]);
  expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: "" });
  expect(stage.discord.state.app.settings.interactions_endpoint_url).toBe(`${stage.workerUrl}/interactions`);
  const { checks, of } = await doctor();
  // On this machine the model is in a private network, and that is said. What only a person can paste is said, too.
  expect(checks.filter(({ status }) => status !== "ok").map(({ id }) => id)).toEqual(["policies", "model"]);
  expect(of("policies")).toMatchObject({
    status: "warn",
    remedy: expect.stringContaining(`Privacy Policy URL: ${stage.workerUrl}/privacy, Terms of Service URL`),
  });
  expect(of("model")?.status).toBe("warn");
  expect(of("object")?.detail).toMatch(/^\d+ ms$/);
  expect(stage.discord.violations).toEqual([]);
});

test("what is set here: token, application, key", async () => {
  await fails("token", /does not accept it\nDiscord does not accept DISCORD_BOT_TOKEN\. Reset it/, { DISCORD_BOT_TOKEN: "wrong" });
  await fails("application-id", /belongs to \d+\nSet DISCORD_APPLICATION_ID=\d+/, { DISCORD_APPLICATION_ID: "123456789012345678" });
  await fails("public-key", /is not this application's\nSet DISCORD_PUBLIC_KEY=[0-9a-f]{64}/, { DISCORD_PUBLIC_KEY: "00".repeat(32) });
});

test("what Discord has: address, events, commands, intent", async () => {
  const { discord } = stage;
  const { settings, commands } = discord.state.app;
  const [whole, registered] = [structuredClone(settings), commands.get("") ?? []];
  const broken = async (change: Record<string, unknown>, id: string, words: RegExp) => {
    Object.assign(settings, change);
    await fails(id, words, {}, ["--url", stage.workerUrl]);
    Object.assign(settings, whole);
  };
  await broken({ interactions_endpoint_url: null }, "endpoint", /no address.*\nRun `npm run setup`\. Or open the Worker's page/);
  await broken({ interactions_endpoint_url: "https://old.example/interactions" }, "endpoint", /sends interactions to https:\/\/old\.example/);
  await broken({ event_webhooks_status: 1 }, "events", /off: the bot does not learn/);
  await broken({ event_webhooks_status: 3 }, "events", /switched off by Discord/);
  await broken({ event_webhooks_url: "https://old.example/events" }, "events", /sends events to https:\/\/old\.example/);

  commands.set("", []);
  await fails("commands", /to be added \/ask.*\nRun `npm run register`/);
  commands.set("", [{ ...registered[0], description: "From an earlier version" }, ...registered.slice(1)]);
  await fails("commands", /to be changed \/ask/);
  commands.set("", registered);

  discord.intents.messageContent = false;
  expect((await doctor()).of("message-content")).toMatchObject({ status: "warn", remedy: expect.stringContaining("--intent yes") });
  discord.intents.messageContent = true;
});

test("the model: key, id, address", async () => {
  const { model } = stage;
  model.script(() => ({ status: 401 }));
  await fails("model", /unauthorized.*\n.*OPENAI_API_KEY/);
  model.script(() => ({ status: 404 }));
  await fails("model", /unknown-model.*\n.*Check MODEL/);
  model.script(undefined);
  await fails("model", /not-an-api.*\n.*usually ends in \/v1/, { OPENAI_BASE_URL: stage.workerUrl });
  await fails("model", /unreachable.*\n.*Check OPENAI_BASE_URL/, { OPENAI_BASE_URL: `${NOBODY}/v1` });
  expect((await doctor({ OPENAI_BASE_URL: "https://127-0-0-1.invalid/v1" })).of("price")).toMatchObject({
    status: "warn",
    remedy: expect.stringContaining("FALLBACK_PRICE"),
  });
});

test("the embedding model, where there is one: what it answers, and what to look at; nothing fails without it", async () => {
  expect((await doctor()).of("embeddings")).toBeUndefined();
  const looked = async (environment: Record<string, string>) => (await doctor({ EMBEDDING_MODEL: "demo-embedding", ...environment })).of("embeddings");
  // As of the model: on this machine it is in a private network.
  expect(await looked({})).toMatchObject({
    status: "warn",
    detail: expect.stringMatching(/^demo-embedding answered after \d+ ms, with 256 dimensions, but .* private network$/),
  });
  for (const [base, failure] of [
    [`${NOBODY}/v1`, "unreachable"],
    [stage.workerUrl, "not-an-api"],
  ] as const)
    expect(await looked({ EMBEDDING_BASE_URL: base })).toMatchObject({
      status: "warn",
      detail: expect.stringContaining(`makes no embeddings (${failure})`),
      remedy: expect.stringContaining("EMBEDDING_BASE_URL"),
    });
  expect(await looked({ EMBEDDING_BASE_URL: "nowhere" })).toMatchObject({ status: "warn", detail: "EMBEDDING_BASE_URL is no address: nowhere" });
});

test("the Worker: down, another server, another version", async () => {
  await fails("worker", /does not answer \(ECONNREFUSED\)\nRun `npm run deploy`/, {}, ["--url", NOBODY]);
  await fails("worker", /something else answers/, {}, ["--url", stage.environment.OPENAI_BASE_URL ?? ""]);
  const version = stage.project.read("src/kernel/version.ts");
  stage.project.write("src/kernel/version.ts", version.replace(/"[\d.]+"/, '"99.0.0"'));
  await fails("version", /99\.0\.0 is here\nRun `npm run deploy`/);
  stage.project.write("src/kernel/version.ts", version);
});

test("the Worker's own settings and tables: another key, a token that was reset, migrations behind, settings missing", async () => {
  const persistTo = join(folder, "behind");
  const wrangler = (...args: string[]) =>
    execFileSync(process.execPath, [join(ROOT, "node_modules/wrangler/bin/wrangler.js"), ...args, "--local", "--persist-to", persistTo], {
      cwd: ROOT,
      env: { ...process.env, WRANGLER_SEND_METRICS: "false", CI: "true" },
      stdio: "ignore",
    });
  wrangler("d1", "migrations", "apply", "DB");
  // As before the newest one; it stays applied, and only the book says otherwise.
  const other = await realWorker(around, persistTo, { DISCORD_PUBLIC_KEY: "00".repeat(32), DISCORD_BOT_TOKEN: "an-old-token" });
  try {
    const at = ["--url", other.url];
    await fails("worker-keys", /refuses everything that Discord sends\nRun `npm run setup -- --force`/, {}, at);
    await fails("worker-token", /does not accept the token that the Worker has/, {}, at);
    wrangler("d1", "execute", "DB", "--command", "DELETE FROM d1_migrations WHERE id = (SELECT MAX(id) FROM d1_migrations)");
    await fails("migrations", /is applied, .* is needed\nRun `npm run deploy`/, {}, at);
  } finally {
    await other.close();
  }
  const bare = await realWorker(around, persistTo, { DISCORD_BOT_TOKEN: "" });
  try {
    await fails("worker", /DISCORD_BOT_TOKEN is missing/, {}, ["--url", bare.url]);
  } finally {
    await bare.close();
  }
});

test("people read the same lines, with what to do below", async () => {
  const { stdout, code } = await stage.run("doctor", [], { DISCORD_PUBLIC_KEY: "00".repeat(32) });
  expect(code).toBe(1);
  expect(stdout).toMatch(/ok {4}Bot token +of Edgewise\n/);
  expect(stdout).toMatch(/FAIL {2}Public key +DISCORD_PUBLIC_KEY is not this application's\n +Set DISCORD_PUBLIC_KEY=/);
  expect(stdout).toContain("1 of 17 need attention.");
});
