/** `npm run setup`, the real script as a process: from a token to a running bot, twice, dry, and stopped after every step. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { declarationsFor } from "../../commands/index.ts";
import { BOT_TOKEN, MODEL_KEY, openStage, type Stage } from "./stage.ts";

/** Nothing is set up that some of them need. */
const declarations = declarationsFor(() => false);

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => {
  expect(stage.discord.violations).toEqual([]);
  await stage.close();
});

const SLOW = { timeout: 60_000 };
/** What a run changed outside: commands of wrangler, requests to Discord, questions to the model. */
const changes = () => ({
  wrangler: stage.project.cloud().calls.flatMap(({ args, changed }) => (changed ? [args.join(" ")] : [])),
  discord: stage.discord.calls.flatMap(({ method, path }) => (method === "GET" ? [] : [`${method} ${path}`])),
  model: stage.model.requests.filter(({ path }) => path.endsWith("/chat/completions")).length,
});

test("--dry-run tells every command and request, masks the secrets, and changes nothing", SLOW, async () => {
  const before = stage.snapshot();
  const { code, stdout, stderr } = await stage.run("setup", ["--yes", "--dry-run", "--intent", "yes", "--plan", "paid"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stage.snapshot()).toEqual(before);
  expect(changes()).toEqual({ wrangler: [], discord: [], model: 0 });
  for (const told of [
    'Would write to .dev.vars: {"DISCORD_BOT_TOKEN":"••••••"}',
    "Ran, it only reads: wrangler whoami --json",
    "Sent, it only reads: GET /api/v10/applications/@me",
    `Would send: POST ${stage.environment.OPENAI_BASE_URL}/chat/completions`,
    "Would run: wrangler d1 create edgewise --location enam",
    "Would run: wrangler d1 migrations apply DB --remote",
    "Would run: wrangler deploy",
    "Would run: wrangler secret bulk < {",
    '"SUBREQUEST_BUDGET":"1000"',
    "Would send: PUT /applications/",
    'Would send: PATCH /applications/@me {"interactions_endpoint_url":"https://edgewise.YOUR-SUBDOMAIN.workers.dev/interactions"',
    '"flags":524288',
  ])
    expect(stdout).toContain(told);
  for (const secret of [BOT_TOKEN, MODEL_KEY]) expect(stdout).not.toContain(secret);
});

test("sets everything up; a second run changes nothing and passes", SLOW, async () => {
  const first = await stage.run("setup", ["--yes", "--intent", "yes"]);
  expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: "" });
  const { discord, project, workerUrl } = stage;
  const { databases, worker } = project.cloud();
  expect(databases).toMatchObject([{ name: "edgewise", location: "enam" }]);
  expect(worker?.secrets).toMatchObject({
    DISCORD_APPLICATION_ID: discord.applicationId,
    DISCORD_PUBLIC_KEY: discord.publicKeyHex,
    DISCORD_BOT_TOKEN: BOT_TOKEN,
    OPENAI_API_KEY: MODEL_KEY,
    SUBREQUEST_BUDGET: "45",
    PUBLIC_URL: workerUrl,
  });
  expect(Buffer.from(worker?.secrets.SECRET_KEY ?? "", "base64")).toHaveLength(32);
  expect(discord.state.app.settings).toMatchObject({
    interactions_endpoint_url: `${workerUrl}/interactions`,
    event_webhooks_url: `${workerUrl}/events`,
    event_webhooks_status: 2,
  });
  expect(discord.intents.messageContent).toBe(true);
  expect(discord.state.app.commands.get("")?.map(({ name }) => name)).toEqual(declarations.map(({ name }) => name));
  expect(changes().discord.filter((call) => call.startsWith("PATCH"))).toHaveLength(1);
  for (const link of ["integration_type=0&scope=bot+applications.commands&permissions=309237763072", "integration_type=1&scope=applications.commands"])
    expect(first.stdout).toContain(link);

  const [before, done] = [stage.snapshot(), changes()];
  const second = await stage.run("setup", ["--yes"]);
  expect({ code: second.code, stderr: second.stderr }).toEqual({ code: 0, stderr: "" });
  expect(stage.snapshot()).toEqual(before);
  expect(changes()).toEqual(done);
});

test("secrets stay where they belong: .dev.vars for this user alone, stdin, Cloudflare", SLOW, async () => {
  const { stdout, stderr } = await stage.run("setup", ["--yes"]);
  const { project } = stage;
  const secretKey = project.cloud().worker?.secrets.SECRET_KEY ?? "none";
  const seen = [stdout, stderr, project.read(".data/setup.json"), project.read("wrangler.toml"), JSON.stringify(project.cloud().calls)].join("\n");
  for (const secret of [BOT_TOKEN, MODEL_KEY, secretKey]) {
    expect(seen).not.toContain(secret);
    expect(project.read(".dev.vars")).toContain(secret);
  }
  expect(project.mode(".dev.vars")).toBe(0o600);
  // Later runs need no environment any more.
  const { DISCORD_API_BASE = "" } = stage.environment;
  expect((await project.run("setup", ["--yes"], { DISCORD_API_BASE })).code).toBe(0);
  expect((await project.run("register", [], { DISCORD_API_BASE })).stdout).toContain("nothing to do");
});

test("killed after each step, it goes on from there; nothing happens twice", SLOW, async () => {
  const { project } = stage;
  const titles: string[] = [];
  // Until a run gets to its end before it can be killed: each one is killed at the first step that is new to it.
  for (let run = 0; run < 20; run += 1) {
    const { code } = await project.run("setup", ["--yes"], stage.environment, (child, line) => {
      const title = /^\[ok\] ([^:]+)/.exec(line)?.[1];
      if (title === undefined || titles.includes(title)) return;
      titles.push(title);
      child.kill("SIGKILL");
    });
    if (code === 0) break;
  }
  expect(titles).toEqual([
    "Secret key",
    "Discord application",
    "Cloudflare account",
    "Model",
    "Options",
    "Database",
    "Database migrations",
    "Worker",
    "Settings and secrets",
    "Answering",
    "Commands",
    "Connection with Discord",
  ]);
  expect((await stage.run("setup", ["--yes"])).code).toBe(0);
  const { wrangler, discord } = changes();
  const count = (start: string) => [...wrangler, ...discord].filter((call) => call.startsWith(start)).length;
  expect([count("d1 create"), count("d1 migrations"), count("PUT"), count("PATCH")]).toEqual([1, 1, 1, 1]);
  const secretKey = project.cloud().worker?.secrets.SECRET_KEY ?? "none";
  expect(project.read(".dev.vars")).toContain(`SECRET_KEY=${secretKey}`);
});
