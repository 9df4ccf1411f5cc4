/** Who of these people may stand in a channel's state: nobody who opted out, and nobody who had themselves erased since. Used by the object's looks. */
import type { AccessStore } from "../access/store.ts";
import type { Clock } from "../kernel/clock.ts";
import { isSnowflake } from "../kernel/ids.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import type { ErasureStore } from "../privacy/store.ts";

export interface PeopleCheckDeps {
  access: Pick<AccessStore, "optedOut">;
  erasures: Pick<ErasureStore, "erasedSince">;
  pseudonyms: Pseudonyms;
  clock: Clock;
}

export interface PeopleCheck {
  /** Those who do not want to be read. Throws where it cannot be told: then nobody may be. */
  optedOut(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Those who do not, and those who had themselves erased since that moment. */
  unwanted(ids: readonly string[], since: number): Promise<ReadonlySet<string>>;
  /** Asks anew. */
  forget(): void;
}

/** Values that a query takes (access/store.ts). */
const AT_ONCE = 90;
/** An answer is good for so long: in a busy channel the same few people speak every quarter of a minute. */
const REMEMBERED_MS = 60_000;
const MOST_REMEMBERED = 200;

export function createPeopleCheck({ access, erasures, pseudonyms, clock }: PeopleCheckDeps): PeopleCheck {
  const known = new Map<string, { out: boolean; at: number }>();

  async function find(ids: readonly string[], ask: (keys: readonly string[]) => Promise<Set<string>>): Promise<Set<string>> {
    const names = await Promise.all(ids.map(async (id) => [id, await pseudonyms(id)] as const));
    const keys = names.flatMap(([, own]) => own);
    const pages = Array.from({ length: Math.ceil(keys.length / AT_ONCE) }, (_, page) => keys.slice(page * AT_ONCE, (page + 1) * AT_ONCE));
    const found = await Promise.all(pages.map(ask));
    return new Set(names.filter(([, own]) => own.some((key) => found.some((page) => page.has(key)))).map(([id]) => id));
  }

  async function optedOut(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const now = clock.now();
    const out = new Set<string>();
    const unknown: string[] = [];
    for (const id of new Set(ids)) {
      const answer = known.get(id);
      if (answer === undefined || answer.at > now || now - answer.at >= REMEMBERED_MS) {
        if (isSnowflake(id)) unknown.push(id);
      } else if (answer.out) out.add(id);
    }
    if (unknown.length === 0) return out;
    const found = await find(unknown, access.optedOut);
    if (known.size + unknown.length > MOST_REMEMBERED) known.clear();
    for (const id of unknown) known.set(id, { out: found.has(id), at: now });
    return new Set([...out, ...found]);
  }

  return {
    optedOut,
    async unwanted(ids, since) {
      known.clear();
      const wanted = [...new Set(ids)].filter(isSnowflake);
      if (wanted.length === 0) return new Set();
      const [out, erased] = await Promise.all([optedOut(wanted), find(wanted, (keys) => erasures.erasedSince(keys, since))]);
      return new Set([...out, ...erased]);
    },
    forget: () => known.clear(),
  };
}
