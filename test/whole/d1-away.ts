/** D1 that can be lost for a while, for all who share the test's isolate. */
import { env } from "cloudflare:workers";
import { vi } from "vitest";

/** `after`: so many more calls get through, then none until it is back. End it by `vi.restoreAllMocks()`. */
export function losableD1(): { lose(after?: number): void; back(): void } {
  let left = Number.POSITIVE_INFINITY;
  const D1 = Object.getPrototypeOf(env.DB) as D1Database;
  const Prepared = Object.getPrototypeOf(env.DB.prepare("SELECT 1")) as D1PreparedStatement;
  for (const [owner, name] of [[D1, "batch"] as const, ...(["all", "first", "run", "raw"] as const).map((each) => [Prepared, each] as const)]) {
    const original = Reflect.get(owner, name) as (...args: unknown[]) => Promise<unknown>;
    vi.spyOn(owner as unknown as Record<string, typeof original>, name).mockImplementation(function (this: unknown, ...args) {
      return left-- > 0 ? original.apply(this, args) : Promise.reject(new Error("D1_ERROR: Network connection lost."));
    });
  }
  return {
    lose: (after = 0) => {
      left = after;
    },
    back: () => {
      left = Number.POSITIVE_INFINITY;
    },
  };
}
