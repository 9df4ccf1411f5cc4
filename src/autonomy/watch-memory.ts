/** What the channel's object keeps for following the channel: one row of its own SQLite, written once a batch; no sentence of anybody. Used by jobs/watcher.ts. */
import { type Activity, emptyActivity, migrateActivity } from "./activity.ts";
import { type Diary, emptyDiary, migrateDiary } from "./diary.ts";

export interface Watch {
  v: 1;
  channelId: string;
  /** Null: a direct channel. */
  guildId: string | null;
  /** Since when it is followed, ms since 1970: what was said before is learned from and not answered. */
  since: number;
  /** Whose direct channel it is, or for whom the bot opened the thread; empty: neither, or they are forgotten. */
  opener: string;
  /** Where it came to be followed by itself: which thread of which channel, and how it is called. */
  place: { parentId: string | null; channelName: string; locale: string } | null;
  /** Somebody besides the opener took part in the thread. */
  isShared: boolean;
  /** Id of the newest message that was read and dealt with; empty: none. */
  cursor: string;
  nextLookAt: number | null;
  /** What stands in D1 for cron, ms since 1970; always later than `nextLookAt`. */
  pushedAt: number;
  /** Who of those in the state still want to be there was last asked then, ms since 1970. */
  checkedAt: number;
  /** Id of the bot's user; empty: not asked for yet. */
  selfId: string;
  /** No further decision before: something is being said, or was thought better of. */
  decideAfter: number;
  /** When a draft was asked for of which nothing has been heard since, ms since 1970; 0: none is. */
  draftAt: number;
  /** Until then the newest own post may be one of which the job that made it is about to tell, ms since 1970. */
  expectPostUntil: number;
  /** An own post that was seen meanwhile, of which no job has told yet. */
  unclaimed: { id: string; at: number } | null;
  /** Drafts in a row that came to nothing. */
  drafts: number;
  /** Messages came with their words; null: none has been read yet. */
  readsContent: boolean | null;
  /** Why it could not be read lately; empty: it could. */
  readProblem: string;
}

/** All of it. Changed in place, in one task with whatever follows from it, so that both are committed or neither. */
export interface Life {
  watch: Watch;
  activity: Activity;
  diary: Diary;
}

export function newLife(channelId: string, guildId: string | null, now: number): Life {
  const watch: Watch = {
    v: 1,
    channelId,
    guildId,
    since: now,
    opener: "",
    place: null,
    isShared: false,
    cursor: "",
    nextLookAt: now,
    pushedAt: 0,
    checkedAt: now,
    selfId: "",
    decideAfter: 0,
    draftAt: 0,
    expectPostUntil: 0,
    unclaimed: null,
    drafts: 0,
    readsContent: null,
    readProblem: "",
  };
  return { watch, activity: emptyActivity(), diary: emptyDiary() };
}

export interface WatchMemory {
  /** Null: the channel is not followed. */
  load(): Life | null;
  save(life: Life): void;
  clear(): void;
}

export function createWatchMemory(sql: SqlStorage): WatchMemory {
  sql.exec("CREATE TABLE IF NOT EXISTS presence (id INTEGER PRIMARY KEY CHECK (id = 1), watch TEXT NOT NULL, activity TEXT NOT NULL, diary TEXT NOT NULL)");
  return {
    load() {
      const [row] = sql.exec<{ watch: string; activity: string; diary: string }>("SELECT watch, activity, diary FROM presence WHERE id = 1").toArray();
      if (row === undefined) return null;
      const watch = JSON.parse(row.watch) as Watch;
      // Another version's: the channel's row in D1 brings it back, and a few weeks teach it again.
      if (watch.v !== 1) return null;
      return { watch, activity: migrateActivity(JSON.parse(row.activity)), diary: migrateDiary(JSON.parse(row.diary)) };
    },
    save({ watch, activity, diary }) {
      const texts = [watch, activity, diary].map((part) => JSON.stringify(part));
      sql.exec("INSERT OR REPLACE INTO presence (id, watch, activity, diary) VALUES (1, ?, ?, ?)", ...texts);
    },
    clear() {
      sql.exec("DELETE FROM presence");
    },
  };
}
