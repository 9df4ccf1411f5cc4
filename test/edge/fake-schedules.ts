/** The schedule room's store as a recording fake: there are none, and what is changed is only noted. Part of fakes.ts. */
import type { AppDeps } from "../../src/edge/types.ts";

type Recorded = <A extends unknown[], R>(name: string, act: (...args: A) => R) => (...args: A) => R;

export function fakeSchedules(recorded: Recorded): AppDeps["schedules"] {
  return {
    add: recorded("schedules.add", async () => "added" as const),
    list: async () => [],
    find: async () => null,
    receipts: async () => [],
    switch: recorded("schedules.switch", async () => null),
    remove: recorded("schedules.remove", async () => null),
    begin: recorded("schedules.begin", async () => undefined),
  };
}
