/** What every step and check gets: settings, memory, questions, output, and the way to Cloudflare, Discord and the model. Made by `run.ts`. */
import { join } from "node:path";
import { VERSION } from "../../src/kernel/version.ts";
import { type Asker, nobody, terminal } from "./ask.ts";
import { createDiscord, DISCORD_API, type Discord } from "./discord.ts";
import { ROOT, readText } from "./files.ts";
import { createOutput, type Output } from "./output.ts";
import { createSettings, type Settings, shown } from "./settings.ts";
import { createState, type State } from "./state.ts";
import { readKey } from "./toml.ts";
import { createWrangler, type Wrangler } from "./wrangler.ts";

export interface Options {
  /** Nobody is asked. */
  yes: boolean;
  dryRun: boolean;
  /** Do again what is done. */
  force: boolean;
  /** How long to wait for a freshly deployed Worker. */
  waitMs: number;
  plan?: "free" | "paid";
  intent?: "yes" | "no";
  /** Of Worker and database. */
  name?: string;
}

export interface Context {
  root: string;
  options: Options;
  settings: Settings;
  state: State;
  ask: Asker;
  out: Output;
  wrangler: Wrangler;
  /** By the token that is set now, or by another that is only tried. */
  discord(token?: string): Discord;
  version: string;
  /** Of the Worker, from wrangler.toml. */
  workerName(): string;
  /** A change that is neither wrangler's nor a setting: carried out, or only told about in a dry run. */
  change(what: string, act: () => Promise<void>): Promise<void>;
}

export function createContext(options: Options, environment: Readonly<Record<string, string | undefined>> = process.env, root = ROOT): Context {
  const settings = createSettings(
    root,
    environment,
    options.dryRun ? (values) => out.line(`Would write to .dev.vars: ${JSON.stringify(shown(values))}`) : undefined,
  );
  const state = createState(root, !options.dryRun);
  const interactive = !options.yes && !environment.CI && process.stdin.isTTY === true && process.stdout.isTTY === true;
  const out = createOutput(interactive, settings.secrets);
  const wranglerToml = () => readText(join(root, "wrangler.toml"));
  return {
    root,
    options,
    settings,
    state,
    ask: interactive ? terminal : nobody,
    out,
    wrangler: createWrangler({ root, environment, accountId: () => state.answers.accountId, dryRun: options.dryRun, tell: out.line }),
    discord: (token = settings.get("DISCORD_BOT_TOKEN")) =>
      createDiscord({
        base: environment.DISCORD_API_BASE || DISCORD_API,
        token,
        ...(options.dryRun ? { onRead: (what) => out.line(`Sent, it only reads: ${what}`) } : {}),
      }),
    version: VERSION,
    workerName: () => readKey(wranglerToml(), "", "name") ?? "edgewise",
    async change(what, act) {
      if (options.dryRun) out.line(`Would ${what}`);
      else await act();
    },
  };
}
