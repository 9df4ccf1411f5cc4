/** A dry run in a channel, followed or not: reads what is new, decides as if it might speak, and leaves everything as it was. Made by watcher.ts for /autonomy try. */
import { decide } from "../autonomy/decide.ts";
import { observe } from "../autonomy/observe.ts";
import type { Effective } from "../autonomy/settings.ts";
import type { Decision } from "../autonomy/types.ts";
import { newLife } from "../autonomy/watch-memory.ts";
import { quotable } from "../conversation/presence/seen.ts";
import { look } from "./look.ts";
import type { WatchCore, WatcherDeps } from "./watch-core.ts";

/** What the engine makes of the channel right now. */
export interface DryRun {
  decision: Decision;
  /** How the talk sounds, -1 to 1. */
  sentiment: number;
}

export interface DryRunPlace {
  channelId: string;
  guildId: string | null;
}

/** Throws as a look does. `holds`: what is set there, where the talk sounds so. */
export type TryNow = (place: DryRunPlace, holds: (sentiment: number) => Effective) => Promise<DryRun>;

export function createDryRun(core: WatchCore, deps: WatcherDeps): TryNow {
  return ({ channelId, guildId }, holds) =>
    core.inTurn(async () => {
      // A copy: the same messages are read and taken in once more by the next look.
      const { watch, activity } = structuredClone(core.life ?? newLife(channelId, guildId, deps.clock.now()));
      const seen = await look(watch, false, deps);
      for (const event of seen.events) observe(activity, event);
      const decision = decide(activity, deps.clock.now(), holds(activity.sentiment).settings);
      return { decision: { ...decision, about: quotable(decision.about) }, sentiment: activity.sentiment };
    });
}
