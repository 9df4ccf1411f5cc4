/** The autonomy room's store as a recording fake: nothing is set, and what is changed holds. Part of fakes.ts. */
import { UNSET } from "../../src/autonomy/watched.ts";
import type { AppDeps } from "../../src/edge/types.ts";

type Recorded = <A extends unknown[], R>(name: string, act: (...args: A) => R) => (...args: A) => R;

export function fakeAutonomy(recorded: Recorded): AppDeps["autonomy"] {
  return {
    // Not recorded: they change nothing.
    channel: async () => null,
    read: async () => ({ channel: null, moods: [] }),
    ofServer: async () => [],
    moods: async () => [],
    change: recorded("autonomy.change", async (place, change, by) => ({ ...UNSET, ...place, ...change, setBy: by.userId, changedAt: by.at })),
    speakIn: recorded("autonomy.speakIn", async () => undefined),
    touchServer: recorded("autonomy.touchServer", async () => []),
    saveMood: recorded("autonomy.saveMood", async (_guildId, mood) => [mood]),
    removeMood: recorded("autonomy.removeMood", async () => []),
  };
}
