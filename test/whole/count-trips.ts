/** How often D1 is asked, from now on: a batch is one round trip. For whole-path tests. */
import { env } from "cloudflare:workers";
import { vi } from "vitest";

export function countTrips(): { count(): number; end(): void } {
  let count = 0;
  const D1 = Object.getPrototypeOf(env.DB) as D1Database;
  const Prepared = Object.getPrototypeOf(env.DB.prepare("SELECT 1")) as D1PreparedStatement;
  // One of them may be made of another.
  let within = 0;
  const spies = [
    ...(["batch", "exec"] as const).map((name) => [D1, name] as const),
    ...(["all", "first", "run", "raw"] as const).map((name) => [Prepared, name] as const),
  ].map(([owner, name]) => {
    const original = Reflect.get(owner, name) as (...args: unknown[]) => Promise<unknown>;
    return vi.spyOn(owner as unknown as Record<string, typeof original>, name).mockImplementation(function (this: unknown, ...args) {
      if (within === 0) count += 1;
      within += 1;
      try {
        return original.apply(this, args);
      } finally {
        within -= 1;
      }
    });
  });
  return {
    count: () => count,
    end: () => {
      for (const spy of spies) spy.mockRestore();
    },
  };
}
