/**
 * Once a UTC day: which servers the bot is in, against those it was in when last looked. Discord never tells a bot without a connection that it was
 * removed; what it stored there is erased some days after this found out. Called by dispatch.ts.
 */
import type { Clock } from "../kernel/clock.ts";
import type { GuildId } from "../kernel/ids.ts";

const PAGE = 200;
/** A run may make 50 requests on the Free plan. */
const MOST_PAGES = 40;
const TASK = "servers";

export interface ServersDeps {
  clock: Clock;
  access: {
    claim(task: string, slot: string): Promise<boolean>;
    release(task: string, slot: string): Promise<void>;
    knownServers(): Promise<string[]>;
    noteServers(found: readonly { id: string; name: string }[]): Promise<void>;
    noteLeft(ids: readonly string[], at: number): Promise<void>;
  };
  /** 200 at a time by ascending id. */
  ownServers(after: GuildId | undefined): Promise<{ id: GuildId; name: string }[]>;
}

/** Rejects where it did not work out; then the next minute tries again. */
export async function compareServers(minute: number, deps: ServersDeps): Promise<void> {
  const day = new Date(minute).toISOString().slice(0, 10);
  if (!(await deps.access.claim(TASK, day))) return;
  try {
    await compare(deps);
  } catch (error) {
    await deps.access.release(TASK, day);
    throw error;
  }
}

async function compare({ access, clock, ownServers }: ServersDeps): Promise<void> {
  // Before the list: a server that is joined meanwhile must not look as if it had been left.
  const known = await access.knownServers();
  const { found, upTo } = await listServers(ownServers);
  await access.noteServers(found);
  const there = new Set<string>(found.map(({ id }) => id));
  const gone = known.filter((id) => !there.has(id) && (upTo === null || BigInt(id) <= upTo));
  if (gone.length > 0) await access.noteLeft(gone, clock.now());
}

/** `upTo`: the last id that was seen, where there are more servers than one run can list; null: these are all. */
async function listServers(ownServers: ServersDeps["ownServers"]): Promise<{ found: { id: GuildId; name: string }[]; upTo: bigint | null }> {
  const found: { id: GuildId; name: string }[] = [];
  for (let page = 0; page < MOST_PAGES; page++) {
    const next = await ownServers(found.at(-1)?.id);
    found.push(...next);
    if (next.length < PAGE) return { found, upTo: null };
  }
  const last = found.at(-1);
  return { found, upTo: last === undefined ? null : BigInt(last.id) };
}
