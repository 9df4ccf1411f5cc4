/** What the HTTP edge needs from the world; `deps/` builds it, tests pass recording fakes. */
import type { CommandDeps } from "../commands/types.ts";
import type { ApplicationChange, ApplicationInfo } from "../discord/api.ts";
import type { Log } from "../kernel/log.ts";

export interface AppDeps extends Omit<CommandDeps, "texts"> {
  applicationId: string;
  /** Ed25519 key of the application, 64 hex digits. */
  publicKey: string;
  log: Log;
  /** False when this key (a person's id) has asked too often in a short time. No I/O worth naming. */
  flood(key: string): Promise<boolean>;
  /** Name of the newest applied migration, null where none is; throws when D1 is out of reach. */
  migrationLevel(): Promise<string | null>;
  /** Name of the newest migration this version was built with. */
  expectedMigration?: string;
  /** The same question to D1, asked by an object: what answers go through. */
  probeObject(): Promise<string | null>;
  /** The application by the bot's own token. All of these may be repeated. */
  own: {
    /** In constant time. */
    isBotToken(candidate: string): Promise<boolean>;
    read(): Promise<ApplicationInfo>;
    registerCommands(): Promise<void>;
    update(change: ApplicationChange): Promise<void>;
  };
  version: string;
  /** Parts of the bot by name and whether they are set up; shown on `/health` and the status page, never values. */
  configured: Record<string, boolean>;
}

/** Keeps a promise running after the response was sent (`ctx.waitUntil`); without a context it just runs. */
export type Background = (promise: Promise<unknown>) => void;
