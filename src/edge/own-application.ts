/** How far the set-up is, as Discord sees it: asked at most once a minute. Used by the status page and by `/health?deep=1`. */
import type { ApplicationInfo } from "../discord/api.ts";
import { isConnected } from "../discord/installation.ts";
import { DiscordApiError } from "../kernel/errors.ts";
import type { AppDeps } from "./types.ts";
import { within } from "./within.ts";

/**
 * `refused`: Discord does not accept the bot's token. `stranger`: the token is another application's. `open`: commands or events do not arrive here
 * yet. `unknown`: Discord could not be asked just now.
 */
export type Connection = "connected" | "open" | "refused" | "stranger" | "unknown";

export interface OwnApplication {
  /** `base`: where this Worker is reached. */
  connection(base: string): Promise<Connection>;
  /** What was known no longer counts. */
  forget(): void;
}

const FRESH_MS = 60_000;
const PATIENCE_MS = 2000;

export function createOwnApplication(deps: AppDeps): OwnApplication {
  // The answer, not the promise of it: promises belong to the request that made them.
  let known: { at: number; answer: ApplicationInfo | "refused" } | undefined;

  async function ask(): Promise<ApplicationInfo | "refused" | undefined> {
    const now = deps.clock.now();
    if (known !== undefined && now - known.at < FRESH_MS) return known.answer;
    try {
      if (!(await deps.flood("own-application"))) return undefined;
      const answer = await within(deps.clock, PATIENCE_MS, deps.own.read());
      if (!answer.done) return undefined;
      known = { at: now, answer: answer.value };
    } catch (error) {
      if (!(error instanceof DiscordApiError) || error.status !== 401) return undefined;
      known = { at: now, answer: "refused" };
    }
    return known.answer;
  }

  return {
    async connection(base) {
      const answer = await ask();
      if (answer === undefined) return "unknown";
      if (answer === "refused") return "refused";
      if (!isOurs(answer, deps)) return "stranger";
      return isConnected(answer, base) ? "connected" : "open";
    },
    forget() {
      known = undefined;
    },
  };
}

/** Token, application id and public key have to be of one application. */
export function isOurs(application: ApplicationInfo, deps: Pick<AppDeps, "applicationId" | "publicKey">): boolean {
  return application.id === deps.applicationId && application.publicKey.toLowerCase() === deps.publicKey.toLowerCase();
}

/** Where people and Discord reach this Worker, without a slash at the end. */
export function baseOf(request: Request, deps: Pick<AppDeps, "facts">): string {
  return deps.facts.publicUrl || new URL(request.url).origin;
}
