/** The port of a followed channel to the job that speaks in it: decides once more right before the post, and hears of it afterwards. Made by watcher.ts. */
import { confirm } from "../autonomy/decide.ts";
import { noteCount, noteSpoken } from "../autonomy/diary.ts";
import { observe } from "../autonomy/observe.ts";
import type { Decision, OwnPost, Presence } from "../autonomy/types.ts";
import type { Life } from "../autonomy/watch-memory.ts";
import { quotable } from "../conversation/presence/seen.ts";
import { describeError } from "../kernel/errors.ts";
import { look } from "./look.ts";
import { DRAFT_PATIENCE_MS, type WatchCore, type WatcherDeps } from "./watch-core.ts";
import type { Known } from "./watch-places.ts";

/** After a draft that came to nothing, and twice as long with each further one in a row. */
const DRAFT_WAIT_MS = 60_000;
/** From the last look to the post that follows from it. */
const EXPECTED_MS = 2 * 60_000;

export function createPresence(core: WatchCore, deps: WatcherDeps): Presence {
  const { clock, log } = deps;
  const closed = (decision: Decision, gate: string): Decision => ({ ...decision, action: null, gates: [...decision.gates, { gate, passed: false }] });

  async function recheck(decision: Decision): Promise<Decision> {
    const current = core.life;
    if (current === null) return closed(decision, "off");
    try {
      // Somebody may have switched it off since, and the object was not reached.
      core.askAnew();
      const what = await core.settings(current);
      if (what === null || what.isRefused || core.effective(current, what, clock.now()).hush !== null) return closed(decision, "off");
      const seen = await look(current.watch, what.channel.listens, deps);
      if (core.life !== current) return closed(decision, "off");
      // They are still writing to it.
      if (seen.unsettledUntil !== null) return closed(decision, "typing");
      core.takeIn(current, seen, what);
      return confirmed(current, what, decision);
    } catch (error) {
      // What was said meanwhile is unknown.
      log.error("recheck failed", { error: describeError(error) });
      return closed(decision, "unreadable");
    }
  }

  function confirmed(current: Life, what: Known, decision: Decision): Decision {
    const { watch, activity, diary } = current;
    const now = clock.now();
    const again = confirm(activity, decision, now, core.effective(current, what, now).settings);
    watch.draftAt = 0;
    if (again.action === null) {
      noteCount(diary, "discarded", 1, now, core.offsetAt(current, now));
      watch.drafts += 1;
      watch.decideAfter = now + Math.min(DRAFT_PATIENCE_MS, DRAFT_WAIT_MS * 2 ** (watch.drafts - 1));
    } else watch.expectPostUntil = now + EXPECTED_MS;
    core.save(current);
    return { ...again, about: quotable(again.about) };
  }

  return {
    recheck: (decision) => core.inTurn(() => recheck(decision)),

    note(post: OwnPost): void {
      const current = core.life;
      if (current === null) return;
      // The job may tell of it once more after a crash.
      const isNew = current.activity.ownId !== post.id;
      if (current.watch.unclaimed?.id === post.id) current.watch.unclaimed = null;
      observe(current.activity, post);
      core.claim(current);
      if (post.unasked !== null && isNew) {
        noteSpoken(current.diary, post.at, core.offsetAt(current, post.at));
        Object.assign(current.watch, { draftAt: 0, drafts: 0, decideAfter: 0, expectPostUntil: 0 });
      }
      core.save(current);
    },
  };
}
