/** What `npm run setup` finds it leaves alone: databases, keys, settings, comments, other intents; and how a second bot comes about. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => {
  expect(stage.discord.violations).toEqual([]);
  await stage.close();
});

const SLOW = { timeout: 60_000 };
const secrets = () => stage.project.cloud().worker?.secrets ?? {};
const created = () => stage.project.cloud().calls.filter(({ args }) => args[1] === "create");
async function setUp(args: string[] = [], environment: Record<string, string> = {}): Promise<string> {
  const { code, stdout, stderr } = await stage.run("setup", ["--yes", ...args], environment);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

test("a database of that name is used, and wrangler.toml stays as it is", SLOW, async () => {
  const { project } = stage;
  const before = project.read("wrangler.toml");
  project.setCloud({ databases: [{ uuid: "known", name: "edgewise", location: "weur" }] });
  await setUp();
  expect(created()).toEqual([]);
  expect(project.read("wrangler.toml")).toBe(before);
  project.write("wrangler.toml", before.replace('database_name = "edgewise"', 'database_name = "edgewise"\ndatabase_id = "by-hand"'));
  expect(await setUp()).toContain("by-hand, named in wrangler.toml");
});

test("SECRET_KEY stays: the one in .dev.vars, and above all one that the Worker has from an earlier set-up", SLOW, async () => {
  const { project } = stage;
  const own = Buffer.alloc(32, 7).toString("base64");
  project.write(".dev.vars", `# by hand\nSECRET_KEY="${own}"\n# below\n`);
  await setUp();
  expect(secrets().SECRET_KEY).toBe(own);
  expect(project.read(".dev.vars")).toMatch(/^# by hand\nSECRET_KEY="[^\n]+\n# below\nDISCORD_BOT_TOKEN=/);

  // Another machine: nothing is known here, but the Worker is there.
  project.write(".dev.vars", "");
  project.write(".data/setup.json", "not json");
  expect(await setUp()).toContain("The Worker has a SECRET_KEY from an earlier set-up, and it stays");
  expect(secrets().SECRET_KEY).toBe(own);
});

test("SECRET_KEY is not uploaded while nobody can tell whether the Worker has one", SLOW, async () => {
  const { project } = stage;
  await setUp();
  const own = secrets().SECRET_KEY;
  project.write(".dev.vars", "");
  project.write(".data/setup.json", "{}");
  project.setCloud({ failures: { "secret list": "A request to the Cloudflare API failed. [code: 10013]" } });
  const { code, stderr } = await stage.run("setup", ["--yes"]);
  expect(code).toBe(1);
  expect(stderr).toContain("`wrangler secret list` failed");
  expect(secrets().SECRET_KEY).toBe(own);
});

test("what stands under [vars] counts and is not uploaded; further settings come from .dev.vars, not from the environment", SLOW, async () => {
  const { project } = stage;
  project.write("wrangler.toml", `${project.read("wrangler.toml")}\n[vars]\nMODEL = "demo" # ours\nDAILY_BUDGET_USD = 3\n`);
  project.write(".dev.vars", "SYSTEM_PROMPT='Be brief; # and kind.'\nDISCORD_CDN_BASE=http://127.0.0.1:1\n");
  await setUp([], { LOG_LEVEL: "debug" });
  expect(secrets()).toMatchObject({ SYSTEM_PROMPT: "Be brief; # and kind." });
  for (const name of ["MODEL", "DAILY_BUDGET_USD", "LOG_LEVEL", "DISCORD_CDN_BASE"]) expect(secrets()).not.toHaveProperty(name);

  // Taken out of the file, it is taken away from the Worker.
  project.write(".dev.vars", project.read(".dev.vars").replace(/^SYSTEM_PROMPT=.*$/m, ""));
  await setUp();
  expect(secrets()).not.toHaveProperty("SYSTEM_PROMPT");
});

test("intents that are on stay on; message content is only ever switched on, on a yes", SLOW, async () => {
  const { discord } = stage;
  discord.state.app.settings.flags = 1 << 15;
  await setUp(["--intent", "no"]);
  expect(discord.intents.messageContent).toBe(false);
  await setUp(["--intent", "yes"]);
  expect(discord.intents.messageContent).toBe(true);
  expect(Number(discord.state.app.settings.flags) & (1 << 15)).not.toBe(0);
  await setUp(["--intent", "no"]);
  expect(discord.intents.messageContent).toBe(true);
});

test("another plan is uploaded; an address of one's own goes before the one that wrangler names", SLOW, async () => {
  const { workerUrl } = stage;
  await setUp();
  expect(secrets().SUBREQUEST_BUDGET).toBe("45");
  await setUp(["--plan", "paid"], { PUBLIC_URL: `${workerUrl}/` });
  expect(secrets()).toMatchObject({ SUBREQUEST_BUDGET: "1000", PUBLIC_URL: workerUrl });
  await setUp();
  expect(secrets().SUBREQUEST_BUDGET).toBe("1000");
});

test("--name: a second bot beside the first changes two lines of wrangler.toml and nothing else in it", SLOW, async () => {
  const { project } = stage;
  const before = project.read("wrangler.toml").split("\n");
  await setUp(["--name", "orchard-bot"]);
  const after = project.read("wrangler.toml").split("\n");
  expect(after.filter((line, at) => line !== before[at])).toEqual(['name = "orchard-bot"', 'database_name = "orchard-bot"']);
  expect(created().map(({ args }) => args[2])).toEqual(["orchard-bot"]);
});

test("a bot that is in use elsewhere moves here, and the old address is named", SLOW, async () => {
  stage.discord.state.app.settings.interactions_endpoint_url = "https://old.example/interactions";
  expect(await setUp()).toContain("Until now Discord sent interactions to https://old.example/interactions.");
  expect(stage.discord.state.app.settings.interactions_endpoint_url).toBe(`${stage.workerUrl}/interactions`);
});
