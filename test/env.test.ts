/** Settings: what is set without a word, and what a person is told who set one wrong. */
import { describe, expect, it } from "vitest";
import { type Env, isSet, parseConfig } from "../src/env.ts";
import { ConfigError } from "../src/kernel/errors.ts";

const required = { DISCORD_APPLICATION_ID: "100000000000000001", DISCORD_PUBLIC_KEY: "ab".repeat(32), DISCORD_BOT_TOKEN: "token" };
const parse = (variables: Record<string, unknown> = {}) => parseConfig({ ...required, ...variables } as unknown as Env);
/** What the person reads, a line per variable. */
function problems(variables: Record<string, unknown>): string[] {
  try {
    parse(variables);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message.split("\n");
  }
  return [];
}

describe("what is not set", () => {
  it("has the defaults that the design names", () => {
    expect(parse()).toMatchObject({
      DISCORD_API_BASE: "https://discord.com/api/v10",
      DISCORD_CDN_BASE: "https://cdn.discordapp.com",
      OPENAI_BASE_URL: "https://api.openai.com/v1",
      OPENAI_API_KEY: "",
      MODEL: ["gpt-5-mini"],
      SYSTEM_PROMPT: "",
      CONTEXT_TOKENS: 8192,
      FIRST_TOKEN_TIMEOUT_S: 60,
      HISTORY_MESSAGES: 20,
      RETENTION_DAYS: 30,
      SUBREQUEST_BUDGET: 45,
      OWNER_IDS: [],
      ALERT_WEBHOOK: "",
      DAILY_BUDGET_USD: 5,
      SERVER_DAILY_BUDGET_USD: 2,
      USER_DAILY_BUDGET_USD: 0.5,
      FALLBACK_PRICE: { price: { input: 5, output: 15 }, isDefault: true },
      ALLOW_PRIVATE_ENDPOINTS: false,
    });
    expect(parse().TEMPERATURE).toBeUndefined();
  });

  it("includes what is empty or blank: a budget of spaces is not a budget of nothing", () => {
    const names = [
      "DISCORD_API_BASE",
      "OPENAI_BASE_URL",
      "TEMPERATURE",
      "DAILY_BUDGET_USD",
      "USER_DAILY_BUDGET_USD",
      "FALLBACK_PRICE",
      "ALERT_WEBHOOK",
      "LOG_LEVEL",
      "HISTORY_MESSAGES",
    ];
    for (const blank of ["", "  ", "\n"]) expect(parse(Object.fromEntries(names.map((name) => [name, blank])))).toEqual(parse());
  });

  it("and is needed is named, with the way to set it", () => {
    for (const name of Object.keys(required)) {
      for (const value of [undefined, ""]) {
        const [line, ...more] = problems({ [name]: value });
        expect(more).toEqual([]);
        expect(line).toMatch(new RegExp(`^${name} is missing; .*(wrangler|\\.dev\\.vars)`));
      }
    }
  });
});

describe("what is set", () => {
  it("is told from a default and from a blank", () => {
    const env = { MAX_OUTPUT_TOKENS: " ", FIRST_TOKEN_TIMEOUT_S: 60, ALLOW_PRIVATE_ENDPOINTS: false } as unknown as Env;
    expect((["MAX_OUTPUT_TOKENS", "TEMPERATURE", "FIRST_TOKEN_TIMEOUT_S", "ALLOW_PRIVATE_ENDPOINTS"] as const).map((name) => isSet(env, name))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it("arrives as what it means", () => {
    const config = parse({
      MODEL: " a , b,,",
      OPENAI_BASE_URL: "http://localhost:11434/v1//",
      TEMPERATURE: "0.7",
      DAILY_BUDGET_USD: "0",
      FALLBACK_PRICE: " 0.25 / 2 ",
      OWNER_IDS: "1, 2",
      ALLOW_PRIVATE_ENDPOINTS: "true",
      HISTORY_MESSAGES: "0",
    });
    expect(config).toMatchObject({
      MODEL: ["a", "b"],
      OPENAI_BASE_URL: "http://localhost:11434/v1",
      TEMPERATURE: 0.7,
      DAILY_BUDGET_USD: 0,
      FALLBACK_PRICE: { price: { input: 0.25, output: 2 }, isDefault: false },
      OWNER_IDS: ["1", "2"],
      ALLOW_PRIVATE_ENDPOINTS: true,
      HISTORY_MESSAGES: 0,
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it("and unknown does not disturb, bindings among it", () => {
    expect(problems({ DB: {}, CHANNEL: {}, SOMETHING: "else" })).toEqual([]);
  });
});

describe("what is set wrong", () => {
  it.each([
    ["DISCORD_APPLICATION_ID", "edgewise", /number/],
    ["DISCORD_PUBLIC_KEY", "ab", /64 hex digits/],
    ["DISCORD_API_BASE", "discord.com", /http\(s\) address/],
    ["OPENAI_BASE_URL", "ftp://models", /http\(s\) address/],
    ["MODEL", " , ", /name a model/],
    ["TEMPERATURE", "hot", /number/],
    ["TEMPERATURE", "3", /2/],
    ["MAX_OUTPUT_TOKENS", "many", /number/],
    ["CONTEXT_TOKENS", "10", /1024/],
    ["HISTORY_MESSAGES", "101", /100/],
    ["HISTORY_MESSAGES", "1.5", /int/],
    ["RETENTION_DAYS", "0", /1/],
    ["SUBREQUEST_BUDGET", "5", /15/],
    ["DAILY_BUDGET_USD", "-1", /0/],
    ["USER_DAILY_BUDGET_USD", "free", /number/],
    ["FALLBACK_PRICE", "cheap", /5\/15/],
    ["ALERT_WEBHOOK", "slack", /http\(s\) address/],
    ["LOG_LEVEL", "loud", /info.*error.*silent/],
    ["ALLOW_PRIVATE_ENDPOINTS", "yes", /true.*false/],
  ])("%s = %j is named, with what it must be", (name, value, remedy) => {
    const lines = problems({ [name]: value });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(new RegExp(`^${name} `));
    expect(lines[0]?.slice(name.length)).toMatch(remedy);
  });

  it("is named all at once, and no value is repeated: it may be a secret", () => {
    const lines = problems({ DISCORD_PUBLIC_KEY: "my-secret-key", HISTORY_MESSAGES: "500", MODEL: "," });
    expect(lines.map((line) => line.split(" ")[0]).toSorted()).toEqual(["DISCORD_PUBLIC_KEY", "HISTORY_MESSAGES", "MODEL"]);
    expect(lines.join()).not.toContain("my-secret-key");
  });
});
