/** What a look at one thing found. Made by the checks, printed by examine.ts. */
import type { ApplicationInfo } from "../../../src/discord/api.ts";
import type { Context } from "../context.ts";
import type { Seen } from "../worker-health.ts";

export interface Finding {
  id: string;
  title: string;
  /** `skip`: could not be looked at, because of something else in the list. */
  status: "ok" | "warn" | "fail" | "skip";
  detail: string;
  /** What to do, where it is not ok. */
  remedy?: string;
}

/** Asked once, looked at by many. */
export interface Facts {
  context: Context;
  /** Undefined where Discord refused or could not be reached. */
  application: ApplicationInfo | undefined;
  /** Why it is undefined. */
  trouble: { detail: string; remedy: string } | undefined;
  /** "" where nobody knows it. */
  url: string;
  seen: Seen | undefined;
}

/** For a check's result without repeating its id and title. */
export function finder(id: string, title: string) {
  return {
    ok: (detail: string): Finding => ({ id, title, status: "ok", detail }),
    warn: (detail: string, remedy: string): Finding => ({ id, title, status: "warn", detail, remedy }),
    fail: (detail: string, remedy: string): Finding => ({ id, title, status: "fail", detail, remedy }),
    skip: (detail: string): Finding => ({ id, title, status: "skip", detail }),
  };
}
