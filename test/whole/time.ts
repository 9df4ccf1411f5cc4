/** A clock that can be moved: for everybody at once, Discord's stand-in, the Worker and its objects, which share the isolate of the test. */
import { afterEach, beforeEach, vi } from "vitest";

export const HOUR = 60 * 60_000;

export function useMovableClock(): { move(ms: number): void } {
  let offset = 0;
  const realNow = Date.now;
  beforeEach(() => {
    offset = 0;
    vi.spyOn(Date, "now").mockImplementation(() => realNow() + offset);
  });
  afterEach(() => void vi.restoreAllMocks());
  return {
    move: (ms) => {
      offset += ms;
    },
  };
}
