/** How the scripts find and understand wrangler, and how they compare commands. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { declarations } from "../../commands/index.ts";
import { compareCommands, describeDifference, isSame } from "../../scripts/setup/commands.ts";
import { urlOf } from "../../scripts/setup/steps/deploy.ts";
import { createWrangler, findWrangler } from "../../scripts/setup/wrangler.ts";
import { explainWrangler } from "../../scripts/setup/wrangler-failure.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "edgewise-cloud-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, text: string): string {
  const file = join(root, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, 0o755);
  return file;
}

describe("wrangler", () => {
  it("is what WRANGLER names, else the first in PATH, else the project's own", () => {
    const stub = put("tools/wrangler", "");
    const own = join(root, "node_modules/wrangler/bin/wrangler.js");
    const [first, second] = [join(root, "tools"), join(root, "node_modules/.bin")];
    put("node_modules/.bin/wrangler", "");
    expect(findWrangler(root, { WRANGLER: "/opt/wrangler", PATH: first }, "linux")).toEqual({ file: "/opt/wrangler", args: [], shell: false });
    expect(findWrangler(root, { WRANGLER: "node stub.mjs" }, "linux")).toEqual({ file: "node", args: ["stub.mjs"], shell: false });
    expect(findWrangler(root, { WRANGLER: "stub.mjs" }, "linux")).toEqual({ file: process.execPath, args: ["stub.mjs"], shell: false });
    expect(findWrangler(root, { PATH: `${first}:${second}` }, "linux")).toEqual({ file: stub, args: [], shell: false });
    expect(findWrangler(root, { PATH: `${second}:${first}` }, "linux")).toEqual({ file: process.execPath, args: [own], shell: false });
    expect(findWrangler(root, {}, "linux")).toEqual({ file: process.execPath, args: [own], shell: false });
  });

  it("gets its input by stdin and the chosen account by its environment, and a change is only told in a dry run", async () => {
    const echo = put(
      "echo.mjs",
      'let t = ""; for await (const c of process.stdin) t += c; console.log(JSON.stringify([process.argv.slice(2), t, process.env.CLOUDFLARE_ACCOUNT_ID]));',
    );
    const told: string[] = [];
    const make = (dryRun: boolean) =>
      createWrangler({ root, environment: { WRANGLER: echo, PATH: process.env.PATH }, accountId: () => "account-7", dryRun, tell: (line) => told.push(line) });
    const ran = await make(false).change(["secret", "bulk"], { input: '{"A":"secret"}', shown: '{"A":"••••••"}' });
    expect(JSON.parse(ran?.stdout ?? "")).toEqual([["secret", "bulk"], '{"A":"secret"}', "account-7"]);
    expect(told).toEqual([]);
    expect(await make(true).change(["secret", "bulk"], { input: "secret", shown: '{"A":"••••••"}' })).toBeUndefined();
    expect(told).toEqual(['Would run: wrangler secret bulk < {"A":"••••••"}']);
  });

  it("that is not there, or fails, is a sentence", async () => {
    const gone = createWrangler({ root, environment: { WRANGLER: join(root, "gone") }, accountId: () => undefined, dryRun: false, tell: () => undefined });
    await expect(gone.change(["deploy"])).rejects.toThrow("wrangler could not be started. Run `npm ci`");
    expect(explainWrangler(["deploy"], "✘ [ERROR] fetch failed\n🪵  Logs were written to x").message).toBe(
      "`wrangler deploy` failed. Cloudflare could not be reached. Check the network, then run this again.\nIt said:\n  ✘ [ERROR] fetch failed",
    );
  });
});

describe("the Worker's address", () => {
  const settings = (publicUrl = "") => ({ settings: { get: () => publicUrl } }) as unknown as Parameters<typeof urlOf>[0];
  it.each([
    [
      "https://edgewise.mira.workers.dev",
      "see https://docs.example\nDeployed edgewise triggers (1 sec)\n  https://edgewise.mira.workers.dev\n  schedule: * * * * *",
    ],
    ["https://chat.example.org", "Deployed edgewise triggers (1 sec)\n  chat.example.org (custom domain)\n  https://edgewise.mira.workers.dev"],
    ["http://127.0.0.1:8787", "Deployed edgewise triggers\n  http://127.0.0.1:8787/\n"],
    [undefined, "No targets deployed for edgewise"],
    [undefined, "Uploaded edgewise\n▲ [WARNING] see https://developers.cloudflare.com/workers\nNo targets deployed for edgewise"],
  ])("is %s", (url, output) => {
    expect(urlOf(settings(), output)).toBe(url);
    expect(urlOf(settings("https://own.example/"), output)).toBe("https://own.example");
  });
});

describe("commands", () => {
  const command = {
    type: 1,
    name: "ask",
    description: "Ask",
    contexts: [2, 0, 1],
    integration_types: [0, 1],
    options: [{ type: 3, name: "prompt", description: "What", required: true }],
  };
  /** As Discord answers: with ids, versions, and everything that was left out. */
  const answered = {
    ...command,
    id: "1",
    application_id: "2",
    version: "3",
    default_member_permissions: null,
    name_localizations: null,
    description_localizations: null,
    dm_permission: true,
    nsfw: false,
    contexts: [0, 1, 2],
    options: [{ ...command.options[0], choices: [], name_localizations: null, autocomplete: false }],
  };

  it("are the same whatever Discord adds, and whatever order means nothing", () => {
    expect(isSame(compareCommands([answered], [command]))).toBe(true);
    expect(isSame(compareCommands(declarations, declarations))).toBe(true);
  });

  it.each([
    ["a description", { description: "Ask me" }],
    ["a name in another language", { name_localizations: { de: "frag" } }],
    ["a permission", { default_member_permissions: "32" }],
    ["where it is offered", { contexts: [0] }],
    ["an option that is required no more", { options: [{ ...command.options[0], required: false }] }],
    ["an option's limit", { options: [{ ...command.options[0], max_length: 100 }] }],
    ["a choice", { options: [{ ...command.options[0], choices: [{ name: "a", value: "b" }] }] }],
  ])("differ by %s", (_what, change) => {
    expect(compareCommands([answered], [{ ...command, ...change }])).toEqual({ added: [], changed: ["/ask"], removed: [] });
  });

  const integer = { type: 4, name: "count", description: "How many", min_value: 1, max_value: 10 };
  const channel = { type: 7, name: "where", description: "Where", channel_types: [11, 0] };
  const withSubcommand = (options: object[]) => ({ ...command, options: [{ type: 1, name: "list", description: "List", options }] });
  const answeredWith = (options: object[]) => ({
    ...answered,
    options: [{ type: 1, name: "list", description: "List", name_localizations: null, description_localizations: null, options }],
  });

  it("are compared down to the options of their subcommands", () => {
    const given = [
      { ...integer, required: false, name_localizations: null },
      { ...channel, channel_types: [0, 11] },
      { type: 6, name: "who", description: "Who" },
    ];
    const user = { type: 6, name: "who", description: "Who" };
    expect(isSame(compareCommands([answeredWith(given)], [withSubcommand([integer, channel, user])]))).toBe(true);
    const changes = [{ max_value: 11 }, { min_value: 0 }, { required: true }, { autocomplete: true }, { choices: [{ name: "one", value: 1 }] }];
    for (const change of changes)
      expect(compareCommands([answeredWith(given)], [withSubcommand([{ ...integer, ...change }, channel, user])]).changed).toEqual(["/ask"]);
    expect(compareCommands([answeredWith(given)], [withSubcommand([integer, { ...channel, channel_types: [0] }, user])]).changed).toEqual(["/ask"]);
    expect(compareCommands([answeredWith(given)], [withSubcommand([channel, integer, user])]).changed).toEqual(["/ask"]);
  });

  it("are told apart by kind, and the difference is told by name", () => {
    const menu = { type: 3, name: "ask" };
    expect(describeDifference(compareCommands([answered, { type: 1, name: "old", description: "o" }], [menu, command]))).toBe("added ask; removed /old");
  });
});
