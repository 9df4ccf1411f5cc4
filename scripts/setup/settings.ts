/** The bot's settings on this machine: the environment first, then .dev.vars, then [vars] of wrangler.toml. */
import { join } from "node:path";
import { parseEnv } from "node:util";
import { withValues } from "./dotenv.ts";
import { readText, writeText } from "./files.ts";
import { MASKED } from "./mask.ts";
import { readSection } from "./toml.ts";

/** What is uploaded, wherever it is set. A test keeps these two lists and src/env.ts together. */
export const UPLOADED = [
  "DISCORD_APPLICATION_ID",
  "DISCORD_PUBLIC_KEY",
  "DISCORD_BOT_TOKEN",
  "OPENAI_BASE_URL",
  "OPENAI_API_KEY",
  "MODEL",
  "SMALL_MODEL",
  "EMBEDDING_MODEL",
  "EMBEDDING_BASE_URL",
  "EMBEDDING_API_KEY",
  "IMAGE_MODEL",
  "IMAGE_BASE_URL",
  "IMAGE_API_KEY",
  "TRANSCRIBE_MODEL",
  "SPEECH_MODEL",
  "SPEECH_VOICE",
  "AUDIO_BASE_URL",
  "AUDIO_API_KEY",
  "BRAVE_API_KEY",
  "TAVILY_API_KEY",
  "SEARXNG_URL",
  "REDDIT_CLIENT_ID",
  "REDDIT_CLIENT_SECRET",
  "SUBREQUEST_BUDGET",
  "OWNER_IDS",
  "PUBLIC_URL",
  "SECRET_KEY",
  "SECRET_KEY_PREVIOUS",
] as const;

/** Uploaded too if they stand in .dev.vars. Not from the environment: LOG_LEVEL and the like are set there for other programs. */
export const UPLOADED_FROM_FILE = [
  "SYSTEM_PROMPT",
  "TEMPERATURE",
  "MAX_OUTPUT_TOKENS",
  "CONTEXT_TOKENS",
  "FIRST_TOKEN_TIMEOUT_S",
  "HISTORY_MESSAGES",
  "RETENTION_DAYS",
  "ALERT_WEBHOOK",
  "LOG_LEVEL",
  "DAILY_BUDGET_USD",
  "SERVER_DAILY_BUDGET_USD",
  "USER_DAILY_BUDGET_USD",
  "FALLBACK_PRICE",
  "NOTICE_FACTS",
  "NEWS_FEEDS",
  "ALLOW_PRIVATE_ENDPOINTS",
] as const;

/** By name, so that other programs' secrets in the environment are hidden as well. */
export const isSecret = (name: string) => /(TOKEN|KEY|SECRET|PASSWORD|WEBHOOK|KEY_PREVIOUS)$/.test(name) && name !== "DISCORD_PUBLIC_KEY";

/** For showing settings to people. */
export function shown(values: Readonly<Record<string, string | null>>): Record<string, string | null> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value && isSecret(name) ? MASKED : value]));
}

export interface Settings {
  /** "" where it is set nowhere; blank counts as unset. */
  get(name: string): string;
  source(name: string): "environment" | ".dev.vars" | "wrangler.toml" | "none";
  /** Into .dev.vars, which only this user may read; not what stands in wrangler.toml. */
  save(values: Readonly<Record<string, string>>): void;
  /** Every secret value, for hiding it in output. */
  secrets(): string[];
  /** Names under [vars] of wrangler.toml: what stands there cannot be a secret of the Worker as well. */
  vars(): Record<string, string>;
}

/** `instead` takes the place of writing, in a dry run: what is saved is only remembered then, and told. */
export function createSettings(
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
  instead?: (values: Readonly<Record<string, string>>) => void,
): Settings {
  const file = join(root, ".dev.vars");
  let stored: Record<string, string | undefined> = parseEnv(readText(file));
  const vars = () => readSection(readText(join(root, "wrangler.toml")), "vars");
  const sources = () => [["environment", environment] as const, [".dev.vars", stored] as const, ["wrangler.toml", vars()] as const];
  const find = (name: string) => sources().find(([, values]) => (values[name] ?? "").trim() !== "");
  return {
    get: (name) => find(name)?.[1][name]?.trim() ?? "",
    source: (name) => find(name)?.[0] ?? "none",
    save(values) {
      const counted = vars();
      const changed = Object.fromEntries(Object.entries(values).filter(([name, value]) => stored[name] !== value && counted[name] === undefined));
      stored = { ...stored, ...changed };
      // Also where nothing changes: the file may have been made by hand, for everybody to read.
      if (instead === undefined) writeText(file, withValues(readText(file), changed), 0o600);
      else if (Object.keys(changed).length > 0) instead(changed);
    },
    secrets: () =>
      [environment, stored].flatMap((values) => Object.entries(values).flatMap(([name, value]) => (isSecret(name) && value ? [value.trim()] : []))),
    vars,
  };
}
