/**
 * A followed channel in its object's memory, and what changes it. Everything that follows from one batch of messages, the cursor included, is written in
 * one task, so that a crash loses nothing of it, and what is read twice changes nothing: messages and the jobs they make have the same ids. Used by watcher.ts.
 */
import { erasePerson, forgetPerson } from "../autonomy/activity.ts";
import { decide } from "../autonomy/decide.ts";
import { noteCount, noteDecision, noteMessage } from "../autonomy/diary.ts";
import { observe } from "../autonomy/observe.ts";
import { type Effective, effectiveSettings } from "../autonomy/settings.ts";
import type { ActivityEvent, Decision } from "../autonomy/types.ts";
import { type Life, newLife, type WatchMemory } from "../autonomy/watch-memory.ts";
import { NOBODY, quotable } from "../conversation/presence/seen.ts";
import type { Random } from "../kernel/clock.ts";
import type { Log } from "../kernel/log.ts";
import type { Alarm } from "./alarm.ts";
import type { ForBot, LookDeps, Seen } from "./look.ts";
import type { Job, SpeakInput, SubmitResult } from "./types.ts";
import { type Known, peopleOf, type WatchPlaces } from "./watch-places.ts";

/** What somebody set is read anew after so long, ms; changes are told at once. */
const SETTINGS_MS = 5 * 60_000;
/** A draft of which nothing is heard came to nothing by then. */
export const DRAFT_PATIENCE_MS = 15 * 60_000;

export interface WatcherDeps extends LookDeps {
  memory: WatchMemory;
  places: WatchPlaces;
  random: Random;
  log: Log;
  alarm: Pick<Alarm, "arm">;
  /** Runs a task after the current event has been answered, and keeps the object alive for it. */
  spawn(task: () => Promise<void>): void;
  submit(job: Job): SubmitResult;
  /** Of a message for the bot, of something to say, and of a channel that had to be switched off. */
  mentionJob(known: Known, forBot: ForBot): Job;
  speakJob(known: Known, input: SpeakInput): Job;
  offJob(known: Known, problem: string): Job | null;
}

export function createWatchCore(deps: WatcherDeps) {
  const { memory, places, clock, log, alarm } = deps;
  let life = memory.load();
  let known: { what: Known; at: number } | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  const effective = (current: Life, { channel, server, moods }: Known, now: number): Effective =>
    effectiveSettings(channel, server, moods, now, current.activity.sentiment);

  /** Minutes by which the server's time is ahead of UTC, as far as it is known. */
  const offsetAt = (current: Life, at: number): number => (known === null ? 0 : effective(current, known.what, at).settings.offsetMinutes(at));

  /** Nobody told of it: an answer to somebody, or a post of which its job does not know that it stands there. */
  function claim({ activity, watch }: Life): void {
    if (watch.unclaimed !== null) observe(activity, { kind: "own", ...watch.unclaimed, unasked: null });
    watch.unclaimed = null;
  }

  function keep(current: Life, events: readonly ActivityEvent[]): void {
    const isExpected = clock.now() < current.watch.expectPostUntil;
    if (!isExpected) claim(current);
    for (const event of events) {
      if (event.kind === "own" && event.unasked === null && isExpected) {
        current.watch.unclaimed = { id: event.id, at: event.at };
        continue;
      }
      observe(current.activity, event);
      if (event.kind === "message" && !event.bot) noteMessage(current.diary, event.at, offsetAt(current, event.at));
    }
    forgetPerson(current.activity, NOBODY);
  }

  return {
    get life(): Life | null {
      return life;
    },
    get known(): Known | null {
      return known?.what ?? null;
    },
    effective,
    offsetAt,
    keep,
    claim,

    /** What is followed from now on, if it was not before. */
    begin(channelId: string, guildId: string | null): Life {
      life ??= newLife(channelId, guildId, clock.now());
      return life;
    },

    drop(): void {
      memory.clear();
      life = null;
      known = null;
    },

    /** Settings are read anew. */
    askAnew(): void {
      known = null;
    },

    /** Null: nobody wants it followed. Whoever opted out, or had themselves erased, since it was last asked, is forgotten along with it. */
    async settings(current: Life): Promise<Known | null> {
      const now = clock.now();
      if (known !== null && now - known.at < SETTINGS_MS && now >= known.at) return known.what;
      const [what, gone] = await Promise.all([places.read(current.watch, now), deps.people.unwanted(peopleOf(current.activity), current.watch.checkedAt)]);
      known = what === null ? null : { what, at: now };
      if (what === null) return null;
      current.watch.guildId = what.channel.guildId;
      current.watch.checkedAt = now;
      for (const id of gone) erasePerson(current.activity, id);
      return what;
    },

    /** In one task with what follows from it. */
    takeIn(current: Life, seen: Seen, what: Known): void {
      const { watch, diary } = current;
      keep(current, seen.events);
      for (const forBot of seen.answer) deps.submit(deps.mentionJob(what, forBot));
      const now = clock.now();
      noteCount(diary, "late", seen.late, now, offsetAt(current, now));
      if (seen.late > 0) log.info("late-mentions", { channel: watch.channelId, guild: watch.guildId, count: seen.late });
      const { selfId, cursor, isShared } = seen;
      Object.assign(watch, { selfId, cursor, isShared, readProblem: "", readsContent: seen.readsContent ?? watch.readsContent });
    },

    /** Null: nothing is decided here or now. */
    weigh(current: Life, what: Known): Decision | null {
      const { watch, activity, diary } = current;
      const now = clock.now();
      const { hush, settings, moodWords, topics, webhook } = effective(current, what, now);
      if (hush !== null || now < watch.decideAfter) return null;
      if (watch.draftAt > 0) noteCount(diary, "declined", 1, now, settings.offsetMinutes(now));
      watch.draftAt = 0;
      const decision = decide(activity, now, settings);
      noteDecision(diary, decision, now, settings.offsetMinutes(now));
      if (decision.action === null) return decision;
      const about = quotable(decision.about);
      deps.submit(deps.speakJob(what, { decision: { ...decision, about }, mood: settings.mood, moodWords, topics, webhook }));
      watch.draftAt = now;
      watch.decideAfter = now + DRAFT_PATIENCE_MS;
      return decision;
    },

    /** Written with all that was changed before. */
    schedule(current: Life, at: number): void {
      current.watch.nextLookAt = at;
      memory.save(current);
      alarm.arm(at);
    },

    save: (current: Life): void => memory.save(current),

    /** Reads follow each other, so that none is taken in twice. */
    inTurn<T>(task: () => Promise<T>): Promise<T> {
      const run = turn.then(task);
      turn = run.catch(() => undefined);
      return run;
    },
  };
}

export type WatchCore = ReturnType<typeof createWatchCore>;
