/** The job `notify` over the real D1, with a clock that jumps and a Discord and an ntfy that fail by script. For its tests. */
import { env } from "cloudflare:workers";
import { createDatabase } from "../../src/db/client.ts";
import { createNotifyJob, notifyJob } from "../../src/jobs/notify.ts";
import type { Job, JobRun } from "../../src/jobs/types.ts";
import type { NtfyMessage, NtfyResult } from "../../src/net/ntfy.ts";
import { createNotifyStore, type NewTarget } from "../../src/notify/store.ts";
import type { Note } from "../../src/notify/types.ts";
import { createErasureStore } from "../../src/privacy/store.ts";
import { createSkippingClock } from "../discord/skipping-clock.ts";
import { rows } from "../fakes/database.ts";
import { createFakeDiscord, type Trouble } from "../fakes/discord-api.ts";
import { createJournal } from "../fakes/journal.ts";

export const OWNER = "server:1";
export const WEBHOOK = JSON.stringify({ id: "5", token: "secret" });
export const TOPIC = JSON.stringify({ address: "https://ntfy.example", topic: "t" });
export const store = createNotifyStore(createDatabase(env.DB));
export const erasures = createErasureStore(createDatabase(env.DB));
export const channelOff: Note = { id: "off:9:1", owner: OWNER, kind: "channel-off", values: { channel: "#general", problem: "no-access" }, otherwise: "7" };

export async function target(more: Partial<NewTarget> & { quiet?: [number, number] } = {}) {
  const { quiet, ...values } = more;
  const row: NewTarget = { id: "100", owner: OWNER, kind: "dm", label: "Ada", userId: "3", sealed: null, timeZone: "UTC", ...values };
  await store.add(row, { userId: "3", at: 1 });
  if (quiet) await store.change(OWNER, row.id, { quietFrom: quiet[0], quietTo: quiet[1] }, { userId: "3", at: 2 });
}

export interface World {
  trouble?: (nth: number) => Trouble;
  ntfy?: NtfyResult;
  look?: () => Promise<never>;
}

export function open({ trouble, ntfy = "taken", look }: World = {}) {
  const clock = createSkippingClock();
  const discord = createFakeDiscord(clock, (_call, nth) => trouble?.(nth));
  const pushed: NtfyMessage[] = [];
  const lines: string[] = [];
  const kind = createNotifyJob({
    discord,
    clock,
    ntfy: async (_to, message) => {
      pushed.push(message);
      return ntfy;
    },
    openTarget: async ({ sealed }) => sealed,
    notify: look === undefined ? store : { ...store, look },
    pseudonyms: async (id) => [`p${id}`],
    erasures,
    log: { info: () => undefined, error: (line) => void lines.push(line) },
  });
  /** Runs a job and what it leaves behind, as the runner does; gives the one that follows. */
  const run = async (job: Job, before: Record<string, unknown> = {}) => {
    const journal = createJournal(before);
    const running: JobRun = { journal, signal: new AbortController().signal, deadline: clock.now() + 780_000, starts: 1 };
    const result = await clock.run(kind.run(job, running));
    await kind.save?.(job, journal);
    return { result, next: (kind.next?.(job, journal) ?? [])[0], journal };
  };
  const at = (note: Note) =>
    notifyJob({ applicationId: "1" as Job["applicationId"], channelId: "9" as Job["channelId"], guildId: null, locale: "en", now: clock.now() }, note);
  return { clock, discord, pushed, kind, run, job: at, lines };
}
export const told = async () => (await rows("SELECT state, attempts, taken_by, problem, title, text FROM notifications"))[0];
export const hourOf = (at: number) => new Date(at).getUTCHours();
