/** The files a set-up reads and writes: .dev.vars, wrangler.toml, .data/setup.json. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseEnv } from "node:util";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withValues } from "../../scripts/setup/dotenv.ts";
import { mask } from "../../scripts/setup/mask.ts";
import { createSettings, isSecret, UPLOADED, UPLOADED_FROM_FILE } from "../../scripts/setup/settings.ts";
import { createState, hashOf } from "../../scripts/setup/state.ts";
import { readKey, readSection, withKey } from "../../scripts/setup/toml.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "edgewise-files-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("dotenv", () => {
  it("replaces a line where it is, adds what is new at the end, and keeps comments and order", () => {
    const text = "# one\nA=1\n\n  export B = 2 # two\nC=3\n";
    expect(withValues(text, { B: "x", D: "4" })).toBe("# one\nA=1\n\nB=x\nC=3\nD=4\n");
    expect(withValues("", { A: "1" })).toBe("A=1\n");
    expect(withValues("A=1\r\nB=2", { B: "3" })).toBe("A=1\nB=3\n");
  });

  it("whatever it writes is read back as it was", () => {
    const value = fc
      .string({ unit: fc.constantFrom(..."aZ09 #'\"$\\=:/äß€😀;&|") })
      .filter((text) => text === text.trim() && !(text.includes("'") && text.includes('"')));
    fc.assert(
      fc.property(value, (text) => {
        expect(parseEnv(withValues("BEFORE=1\n", { NAME: text, AFTER: "2" }))).toEqual({ BEFORE: "1", NAME: text, AFTER: "2" });
      }),
    );
  });

  it("refuses what would not survive", () => {
    expect(() => withValues("", { A: "line\nbreak" })).toThrow("A can't be written to .dev.vars");
  });
});

describe("wrangler.toml", () => {
  const toml = [
    'name = "edgewise" # the Worker',
    "workers_dev = true",
    'rules = [{ name = "not this" }]',
    "[vars]",
    "DAILY_BUDGET_USD = 3 # USD",
    "MODEL = 'demo'",
    "[[d1_databases]]",
    'binding = "DB"',
    'database_name = "edgewise"',
    "[[d1_databases]]",
    'database_name = "another"',
    "",
  ].join("\n");

  it("is read by section", () => {
    expect(readKey(toml, "", "name")).toBe("edgewise");
    expect(readKey(toml, "[d1_databases]", "database_name")).toBe("edgewise");
    expect(readKey(toml, "[d1_databases]", "database_id")).toBeUndefined();
    expect(readSection(toml, "vars")).toEqual({ DAILY_BUDGET_USD: "3", MODEL: "demo" });
  });

  it("is changed in one place; what is missing stays missing, what is right stays as it is", () => {
    expect(withKey(toml, "", "name", "orchard")).toBe(toml.replace('name = "edgewise" #', 'name = "orchard" #'));
    expect(withKey(toml, "[d1_databases]", "database_name", "o")).toBe(toml.replace('database_name = "edgewise"', 'database_name = "o"'));
    expect(withKey(toml, "", "name", "edgewise")).toBe(toml);
    expect(withKey(toml, "", "account_id", "1")).toBe(toml);
  });

  it("of this project is read as wrangler reads it", () => {
    const own = readFileSync(resolve(import.meta.dirname, "../../wrangler.toml"), "utf8");
    expect([readKey(own, "", "name"), readKey(own, "[d1_databases]", "binding"), readKey(own, "[d1_databases]", "database_name")]).toEqual([
      "edgewise",
      "DB",
      "edgewise",
    ]);
    expect(readKey(own, "[d1_databases]", "database_id")).toBeUndefined();
  });
});

describe("settings", () => {
  it("come from the environment, then .dev.vars, then [vars]; blank is unset", () => {
    writeFileSync(join(root, ".dev.vars"), "A=file\nB=file\nD=\n");
    writeFileSync(join(root, "wrangler.toml"), '[vars]\nB = "toml"\nC = "toml"\n');
    const settings = createSettings(root, { A: " env ", B: "  " });
    expect(["A", "B", "C", "D"].map((name) => [settings.get(name), settings.source(name)])).toEqual([
      ["env", "environment"],
      ["file", ".dev.vars"],
      ["toml", "wrangler.toml"],
      ["", "none"],
    ]);
  });

  it("are read from a file as Windows' editors leave it, and kept through it", () => {
    const file = join(root, ".dev.vars");
    writeFileSync(file, "\uFEFFA=one=1\r\nB=\"x # y\" # note\r\n# C\r\nC='three'\r\n");
    const settings = createSettings(root, {});
    expect(["A", "B", "C"].map(settings.get)).toEqual(["one=1", "x # y", "three"]);
    settings.save({ A: "two" });
    expect(parseEnv(readFileSync(file, "utf8"))).toEqual({ A: "two", B: "x # y", C: "three" });
  });

  it("are no file of the repository, nor is the draft that a crash leaves", () => {
    const ignored = readFileSync(resolve(import.meta.dirname, "../../.gitignore"), "utf8").split("\n");
    for (const name of [".dev.vars", ".dev.vars.new"]) expect(ignored).toContain(name);
  });

  it("are kept for this user alone, also where the file was open to everybody, and never beside [vars]", () => {
    const file = join(root, ".dev.vars");
    writeFileSync(file, "A=1\n");
    chmodSync(file, 0o644);
    writeFileSync(join(root, "wrangler.toml"), '[vars]\nC = "toml"\n');
    createSettings(root, {}).save({ A: "1", C: "mine" });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, "utf8")).toBe("A=1\n");
  });

  it("that are uploaded are those that the Worker reads, but for what only tests set", () => {
    const env = readFileSync(resolve(import.meta.dirname, "../../src/env.ts"), "utf8");
    const read = [...env.matchAll(/^ {4}([A-Z][A-Z0-9_]+): /gm)].map(([, name = ""]) => name);
    const left = ["DISCORD_API_BASE", "DISCORD_CDN_BASE"];
    expect([...UPLOADED, ...UPLOADED_FROM_FILE].toSorted()).toEqual(read.filter((name) => !left.includes(name)).toSorted());
  });

  it("know what is secret, and masks take it out", () => {
    expect([...UPLOADED, ...UPLOADED_FROM_FILE].filter(isSecret)).toEqual([
      "DISCORD_BOT_TOKEN",
      "OPENAI_API_KEY",
      "EMBEDDING_API_KEY",
      "IMAGE_API_KEY",
      "AUDIO_API_KEY",
      "BRAVE_API_KEY",
      "TAVILY_API_KEY",
      "REDDIT_CLIENT_SECRET",
      "SECRET_KEY",
      "SECRET_KEY_PREVIOUS",
      "ALERT_WEBHOOK",
    ]);
    writeFileSync(join(root, ".dev.vars"), "OPENAI_API_KEY=sk-abcdef\nMODEL=demo\n");
    const secrets = createSettings(root, { DISCORD_BOT_TOKEN: "sk-abcdef-and-more" }).secrets();
    expect(mask("demo sk-abcdef-and-more sk-abcdef", secrets)).toBe("demo •••••• ••••••");
  });
});

it("the Deploy button asks for what .dev.vars.example lists, describes each of it, and only what the Worker reads", () => {
  const read = (path: string) => readFileSync(resolve(import.meta.dirname, "../..", path), "utf8");
  const asked = Object.keys(parseEnv(read(".dev.vars.example")));
  const packageJson: { cloudflare: { bindings: Record<string, { description: string }> } } = JSON.parse(read("package.json"));
  expect(Object.keys(packageJson.cloudflare.bindings).toSorted()).toEqual(asked.toSorted());
  for (const { description } of Object.values(packageJson.cloudflare.bindings)) expect(description.length).toBeGreaterThan(20);
  expect(asked.filter((name) => !(UPLOADED as readonly string[]).includes(name))).toEqual([]);
  // What is filled in would be deployed as it is by whoever accepts it.
  const filled = Object.entries(parseEnv(read(".dev.vars.example"))).filter(([, value]) => value !== "");
  expect(filled.map(([name]) => name).toSorted()).toEqual(["MODEL", "OPENAI_BASE_URL"]);
});

describe("the state", () => {
  it("remembers what is done by its inputs, and is written whole", () => {
    const hash = hashOf({ a: 1 }, "key");
    createState(root).done("deploy", hash);
    createState(root).remember({ plan: "paid" });
    expect(createState(root).isDone("deploy", hash)).toBe(true);
    expect(createState(root).isDone("deploy", hashOf({ a: 2 }, "key"))).toBe(false);
    expect(createState(root).isDone("deploy", hashOf({ a: 1 }, "another key"))).toBe(false);
    expect(createState(root).answers.plan).toBe("paid");
  });

  it("counts as none where it cannot be read, and is not written in a dry run", () => {
    createState(root, false).remember({ plan: "paid" });
    expect(createState(root).answers).toEqual({});
    for (const broken of ["", "{", "null", "[]", '{"version":9,"answers":{"plan":"paid"}}', '{"version":1,"answers":null,"done":null}']) {
      createState(root).remember({ plan: "free" });
      writeFileSync(join(root, ".data/setup.json"), broken);
      expect(createState(root).answers).toEqual({});
      expect(createState(root).isDone("deploy", "hash")).toBe(false);
    }
  });
});
