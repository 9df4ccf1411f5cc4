/** `npm run register` and `npm run deploy`, the real scripts as processes. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { declarationsFor } from "../../commands/index.ts";
import { openStage, type Stage } from "./stage.ts";

/** Nothing is set up that some of them need. */
const declarations = declarationsFor(() => false);

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const SLOW = { timeout: 60_000 };
const application = () => ({ DISCORD_APPLICATION_ID: stage.discord.applicationId });
const puts = () => stage.discord.calls.filter(({ method }) => method === "PUT").map(({ path }) => path);

test("registers what differs, says what, and leaves it alone where nothing does", SLOW, async () => {
  const { discord } = stage;
  const first = await stage.run("register", [], application());
  expect(first).toMatchObject({ code: 0, stderr: "" });
  expect(first.stdout).toContain("added /ask, /");
  expect(discord.state.app.commands.get("")).toHaveLength(declarations.length);
  expect((await stage.run("register", [], application())).stdout).toContain("nothing to do");
  expect(puts()).toHaveLength(1);

  const registered = discord.state.app.commands.get("") ?? [];
  const [ask = {}, second, ...rest] = registered;
  discord.state.app.commands.set("", [{ ...ask, description: "Somebody changed this" }, ...rest, { ...ask, id: "9", name: "old" }]);
  const third = await stage.run("register", ["--dry-run"], application());
  expect(third.stdout).toContain(`added /${second?.name}; changed /ask; removed /old`);
  expect(puts()).toHaveLength(1);
  await stage.run("register", [], application());
  expect(discord.state.app.commands.get("")?.map(({ name }) => name)).toEqual(declarations.map(({ name }) => name));
  await stage.run("register", ["--force"], application());
  expect(puts()).toHaveLength(3);
  expect(discord.violations).toEqual([]);
});

test("a command that needs something is registered once that is set, and taken away with it", SLOW, async () => {
  const names = () => stage.discord.state.app.commands.get("")?.map(({ name }) => name) ?? [];
  await stage.run("register", [], { ...application(), IMAGE_MODEL: "gpt-image-2" });
  expect(names()).toContain("imagine");
  expect((await stage.run("register", [], application())).stdout).toContain("removed /imagine");
  expect(names()).not.toContain("imagine");
});

test("--guild registers in one server alone, and says so where the bot is not in it", SLOW, async () => {
  const { discord } = stage;
  const guild = discord.addGuild();
  const ran = await stage.run("register", ["--guild", guild.id], application());
  expect(ran.stdout).toContain(`in server ${guild.id}`);
  expect(discord.state.app.commands.get(guild.id)).toHaveLength(declarations.length);
  expect(discord.state.app.commands.get("")).toBeUndefined();
  const elsewhere = await stage.run("register", ["--guild", "123456789012345678"], application());
  expect(elsewhere.code).toBe(1);
  expect(elsewhere.stderr).toContain("the bot is not in that server");
  expect((await stage.run("register", ["--guild", "my server"], application())).stderr).toContain("--guild takes a server's id");
});

test("names what is missing", SLOW, async () => {
  const ran = await stage.run("register", [], { DISCORD_BOT_TOKEN: "" });
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain("DISCORD_APPLICATION_ID is missing: set it in the environment or in .dev.vars.");
});

test("deploy: the way back first, then tables, Worker, commands; and again whenever it is asked to", SLOW, async () => {
  const { project } = stage;
  const first = await stage.run("deploy", [], application());
  expect(first).toMatchObject({ code: 0, stderr: "" });
  const commands = project.cloud().calls.map(({ args }) => args.slice(0, 2).join(" "));
  expect(commands).toEqual(["d1 list", "d1 create", "d1 list", "d1 time-travel", "d1 migrations", "deploy"]);
  expect(first.stdout).toContain("npx wrangler d1 time-travel restore DB --bookmark=");
  expect(puts()).toHaveLength(1);
  await stage.run("deploy", [], application());
  expect(project.cloud().worker?.deployments).toBe(2);
  expect(puts()).toHaveLength(1);
});

test("update: deploys, waits for the Worker, and looks at everything", SLOW, async () => {
  await stage.run("setup", ["--yes"]);
  const { code, stdout, stderr } = await stage.run("update", ["--wait", "5"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stage.project.cloud().worker?.deployments).toBe(2);
  for (const part of ["--bookmark=", "[ok] Worker", "[ok] Answering", "Everything that has to work does."]) expect(stdout).toContain(part);
});

test("deploy without a token, as Cloudflare's builds do it, leaves the commands to the Worker's own page", SLOW, async () => {
  const { stdout, code } = await stage.run("deploy", [], { DISCORD_BOT_TOKEN: "", CI: "true" });
  expect(code).toBe(0);
  expect(stdout).toContain(`Open ${stage.workerUrl} and press “Finish setup”`);
  expect(puts()).toEqual([]);
});

test("deploy --dry-run changes nothing", SLOW, async () => {
  const before = stage.snapshot();
  const { stdout } = await stage.run("deploy", ["--dry-run"], application());
  expect(stage.snapshot()).toEqual(before);
  expect(stdout).toContain("Would run: wrangler deploy");
  expect(puts()).toEqual([]);
});
