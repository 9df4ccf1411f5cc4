/** What can go wrong in `npm run setup`: exit code 1, one sentence that says what to do, no stack, no secret; and afterwards it goes on. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { BOT_TOKEN, MODEL_KEY, openStage, type Stage } from "./stage.ts";
import type { Cloud } from "./stub-wrangler.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const SLOW = { timeout: 90_000 };

async function fails(sentence: string | RegExp, environment: Record<string, string> = {}, args: string[] = []): Promise<string> {
  const { code, stdout, stderr } = await stage.run("setup", ["--yes", "--wait", "1", ...args], environment);
  expect(stderr).toMatch(sentence);
  expect(code).toBe(1);
  expect(stderr).not.toMatch(/^\s+at .*\(|This should not have happened/m);
  for (const secret of [BOT_TOKEN, MODEL_KEY]) expect(stdout + stderr).not.toContain(secret);
  return stdout;
}

const wranglerFails = async (command: string, text: string, sentence: RegExp) => {
  stage.project.setCloud({ failures: { [command]: text } });
  const stdout = await fails(sentence);
  stage.project.setCloud({ failures: {} });
  return stdout;
};

describe("what is missing is named", () => {
  test.each([
    ["DISCORD_BOT_TOKEN", { DISCORD_BOT_TOKEN: "" }],
    ["OPENAI_API_KEY", { OPENAI_API_KEY: "", OPENAI_BASE_URL: "" }],
  ])("%s", SLOW, async (name, environment) => {
    await fails(new RegExp(`^${name}.* is missing: set ${name} in the environment or in \\.dev\\.vars`, "m"), environment);
  });

  test("an option that is none", SLOW, async () => {
    await fails(/--plan is free or paid\. npm run setup -- \[--yes\]/, {}, ["--plan", "gold"]);
    await fails(/--nmae.*npm run setup -- \[--yes\]/s, {}, ["--nmae", "x"]);
    await fails(/--name takes small letters/, {}, ["--name", "My Bot"]);
  });
});

test("every step's failure says what to do; when that is done, the next run goes on", SLOW, async () => {
  const { project, model } = stage;
  await fails(/does not accept DISCORD_BOT_TOKEN.*page Bot/, { DISCORD_BOT_TOKEN: "an-old-token-that-was-reset" });
  await fails(/DISCORD_APPLICATION_ID in the environment is not that of DISCORD_BOT_TOKEN/, { DISCORD_APPLICATION_ID: "123456789012345678" });

  project.setCloud({ loggedIn: false });
  await fails(/You are not logged in to Cloudflare: run `npx wrangler login` once, or set CLOUDFLARE_API_TOKEN/);
  await wranglerFails("whoami", "✘ [ERROR] Unable to resolve Cloudflare's API hostname", /Cloudflare could not be reached\. Check the network/);
  const accounts: Cloud["accounts"] = [
    { id: "account-1", name: "Mira's account" },
    { id: "account-2", name: "The Orchard" },
  ];
  project.setCloud({ loggedIn: true, accounts });
  await fails(/Which Cloudflare account is missing: set CLOUDFLARE_ACCOUNT_ID/);
  await fails(/The login has no account account-3/, { CLOUDFLARE_ACCOUNT_ID: "account-3" });
  const chosen = { CLOUDFLARE_ACCOUNT_ID: "account-2" };

  await fails(/could not be reached\. Check OPENAI_BASE_URL/, { ...chosen, OPENAI_BASE_URL: "http://127.0.0.1:59999/v1" });
  await fails(/no http\(s\) address: not an address/, { ...chosen, OPENAI_BASE_URL: "not an address" });
  await fails(/does not answer like an OpenAI-compatible API/, { ...chosen, OPENAI_BASE_URL: `${stage.environment.DISCORD_API_BASE}` });
  model.script(() => ({ status: 401 }));
  await fails(/does not accept the key\. Check OPENAI_API_KEY/);
  model.script(() => ({ status: 404 }));
  await fails(/does not know the model “demo”\. Check MODEL/);
  model.script(undefined);

  await wranglerFails("d1 list", "A request to the Cloudflare API failed. Authentication error [code: 10000]", /Run `npx wrangler login`/);
  await wranglerFails("d1 create", "You have reached the maximum number of databases [code: 7406]", /no room for another D1 database/);
  await wranglerFails("d1 migrations", "SQLITE_ERROR: near SELEC", /`wrangler d1 migrations apply` failed\. Read what it says.*SQLITE_ERROR: near SELEC/s);
  await wranglerFails(
    "deploy",
    "You need to register a workers.dev subdomain before publishing to workers.dev",
    /has no workers\.dev address yet\. Open https:\/\/dash/,
  );
  const stdout = await wranglerFails("secret bulk", "Binding name 'MODEL' already in use. [code: 10053]", /A setting exists twice/);
  expect(stdout).toContain("[ok] Worker");

  // Deployed once, and deleted by hand since.
  expect((await stage.run("setup", ["--yes"])).code).toBe(0);
  const { worker } = project.cloud();
  project.setCloud({ worker: null });
  await fails(/Something else answers at .*\/health \(status 404\).*--force/);
  project.setCloud({ worker });
  expect((await stage.run("setup", ["--yes"])).code).toBe(0);
});

test("Discord's own refusals: of the commands, and of an address that cannot verify it", SLOW, async () => {
  const { discord, project } = stage;
  // Discord lets an application create 200 commands a day.
  discord.state.app.commandCreates.set(
    "",
    Array.from({ length: 200 }, () => Date.now()),
  );
  await fails(/200 commands a day, and that is used up\. Run `npm run register` tomorrow/);
  discord.state.app.commandCreates.clear();
  expect((await stage.run("setup", ["--yes"])).code).toBe(0);
  const { worker } = project.cloud();
  if (worker === null) throw new Error("nothing was deployed");
  // The Worker got another application's key: everything that Discord signs is refused there.
  project.setCloud({ worker: { ...worker, secrets: { ...worker.secrets, DISCORD_PUBLIC_KEY: "00".repeat(32) } } });
  delete discord.state.app.settings.interactions_endpoint_url;
  await fails(/Discord could not verify .*\/interactions.*DISCORD_PUBLIC_KEY/s);
  expect(discord.state.app.settings.interactions_endpoint_url).toBeUndefined();
  expect((await stage.run("setup", ["--yes", "--force"])).code).toBe(0);
});

test("doctor goes on where Discord does not tell one of its answers", SLOW, async () => {
  expect((await stage.run("setup", ["--yes"])).code).toBe(0);
  stage.discord.faults.add({ kind: "500", rate: 1, match: ({ method, path }) => method === "GET" && path.endsWith("/commands") });
  const { code, stdout } = await stage.run("doctor", ["--json"]);
  const { checks }: { checks: { id: string; status: string }[] } = JSON.parse(stdout);
  expect(code).toBe(1);
  expect(checks.find(({ id }) => id === "commands")?.status).toBe("fail");
  expect(checks.find(({ id }) => id === "endpoint")?.status).toBe("ok");
});
