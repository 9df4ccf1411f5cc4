/** Env -> Config, parsed once per isolate. An error names the variable and says how to set it. */
import * as z from "zod";
import { ConfigError } from "./kernel/errors.ts";
import { isSnowflake } from "./kernel/ids.ts";

/** What wrangler binds. Only `index.ts`, `env.ts`, `deps/` and the object's constructor see it. */
export interface Env {
  DB: D1Database;
  CHANNEL: DurableObjectNamespace<import("./objects/channel-object.ts").ChannelObject>;
  FLOOD: RateLimit;
  [variable: string]: unknown;
}

const secret = "set it with `npx wrangler secret put`, or in .dev.vars for local use";
const variable = "set it under [vars] in wrangler.toml, or in .dev.vars for local use";

const text = (fallback: string) => z.string().trim().default(fallback);
const count = (fallback: number, min: number, max: number) => z.coerce.number().int().min(min).max(max).default(fallback);
const usd = (fallback: number) => z.coerce.number().min(0).max(1_000_000).default(fallback);
const webAddress = () => z.url({ protocol: /^https?$/, error: "must be an http(s) address" });
const address = (fallback: string) =>
  z
    .url({ protocol: /^https?$/, error: "must be an http(s) address" })
    .default(fallback)
    .transform((url) => url.replace(/\/+$/, ""));
const items = (value: string) =>
  value
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
const list = z.string().default("").transform(items);

/** 32 random bytes in base64, as `npm run setup` makes them; undefined where it is not set. */
const secretKey = () =>
  z
    .string()
    .transform((value, context) => {
      const bytes = fromBase64(value);
      if (bytes !== null && bytes.length === 32) return bytes;
      context.addIssue({ code: "custom", message: `must be 32 random bytes in base64 (44 characters); ${secret}` });
      return z.NEVER;
    })
    .optional();

/** Built on first use: constructing schemas costs start-up CPU. */
const schema = () =>
  z.object({
    DISCORD_APPLICATION_ID: z
      .string({ error: `is missing; copy it from the Discord developer portal, then ${secret}` })
      .refine(isSnowflake, "must be a number, the application's id"),
    DISCORD_PUBLIC_KEY: z
      .string({ error: `is missing; copy it from the Discord developer portal, then ${secret}` })
      .regex(/^[0-9a-f]{64}$/i, "must be 64 hex digits"),
    DISCORD_BOT_TOKEN: z.string({ error: `is missing; ${secret}` }).min(1),
    DISCORD_API_BASE: address("https://discord.com/api/v10"),
    DISCORD_CDN_BASE: address("https://cdn.discordapp.com"),
    OPENAI_BASE_URL: address("https://api.openai.com/v1"),
    OPENAI_API_KEY: text(""),
    MODEL: z
      .string({ error: `must be text; name a model such as "gpt-5-mini" (a comma list is a fallback chain), ${variable}` })
      .default("gpt-5-mini")
      .transform(items)
      .refine((models) => models.length > 0, "is empty; name a model"),
    SMALL_MODEL: list,
    EMBEDDING_MODEL: text(""),
    EMBEDDING_BASE_URL: webAddress().optional(),
    EMBEDDING_API_KEY: z.string().trim().optional(),
    IMAGE_MODEL: text(""),
    IMAGE_BASE_URL: webAddress().optional(),
    IMAGE_API_KEY: z.string().trim().optional(),
    TRANSCRIBE_MODEL: text(""),
    SPEECH_MODEL: text(""),
    SPEECH_VOICE: text("alloy"),
    AUDIO_BASE_URL: webAddress().optional(),
    AUDIO_API_KEY: z.string().trim().optional(),
    BRAVE_API_KEY: text(""),
    TAVILY_API_KEY: text(""),
    SEARXNG_URL: z.union([z.literal(""), webAddress()]).default(""),
    REDDIT_CLIENT_ID: text(""),
    REDDIT_CLIENT_SECRET: text(""),
    NEWS_FEEDS: list,
    SYSTEM_PROMPT: text(""),
    TEMPERATURE: z.coerce.number().min(0).max(2).optional(),
    MAX_OUTPUT_TOKENS: count(2048, 16, 200_000),
    CONTEXT_TOKENS: count(8192, 1024, 2_000_000),
    FIRST_TOKEN_TIMEOUT_S: count(60, 1, 600),
    HISTORY_MESSAGES: count(20, 0, 100),
    RETENTION_DAYS: count(30, 1, 365),
    SUBREQUEST_BUDGET: count(45, 15, 10_000),
    OWNER_IDS: list,
    SECRET_KEY: secretKey(),
    SECRET_KEY_PREVIOUS: secretKey(),
    PUBLIC_URL: z
      .url({ protocol: /^https?$/, error: "must be an http(s) address" })
      .optional()
      .transform((url) => url?.replace(/\/+$/, "") ?? ""),
    ALERT_WEBHOOK: z.union([z.literal(""), webAddress()]).default(""),
    LOG_LEVEL: z.enum(["info", "error", "silent"]).default("info"),
    DAILY_BUDGET_USD: usd(5),
    SERVER_DAILY_BUDGET_USD: usd(2),
    USER_DAILY_BUDGET_USD: usd(0.5),
    FALLBACK_PRICE: z
      .string()
      .regex(/^\s*\d+(\.\d+)?\s*\/\s*\d+(\.\d+)?\s*$/, 'must look like "5/15": USD per million tokens in/out')
      .optional()
      .transform((value) => {
        const [input = 0, output = 0] = (value ?? "5/15").split("/").map(Number);
        return { price: { input, output }, isDefault: value === undefined };
      }),
    NOTICE_FACTS: z
      .enum(["true", "false"])
      .default("true")
      .transform((value) => value === "true"),
    ALLOW_PRIVATE_ENDPOINTS: z
      .enum(["true", "false"])
      .default("false")
      .transform((value) => value === "true"),
  });

export type Config = Readonly<z.output<ReturnType<typeof schema>>>;

/** One parse per isolate: its variables never change, and every object of it asks. */
const configs = new WeakMap<Env, Config>();

/** Throws ConfigError with one line per wrong variable. Blank strings count as unset: as a number a blank would be 0, and a budget of 0 is none. */
export function parseConfig(env: Env): Config {
  const known = configs.get(env);
  if (known !== undefined) return known;
  const trimmed = Object.entries(env).map(([name, value]) => [name, readable(value)] as const);
  const set = Object.fromEntries(trimmed.filter(([, value]) => value !== ""));
  const result = schema().safeParse(set);
  if (result.success) {
    const config = Object.freeze(result.data);
    configs.set(env, config);
    return config;
  }
  const lines = result.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  throw new ConfigError(lines.join("\n"));
}

/** Whether somebody gave the variable a value of their own. */
export function isSet(env: Env, name: keyof Config): boolean {
  return (readable(env[name]) ?? "") !== "";
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

/** TOML has booleans of its own, and nobody should have to know that ours are words. */
function readable(value: unknown): unknown {
  if (typeof value === "boolean") return String(value);
  return typeof value === "string" ? value.trim() : value;
}
