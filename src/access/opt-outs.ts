/** Who of these people does not want to be read? Asked before anybody's messages reach a model. Used by the turn and by the message menus. */
import { isSnowflake } from "../kernel/ids.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import type { AccessStore } from "./store.ts";

/** Pseudonyms a query takes (store.ts). */
const AT_ONCE = 90;

/** Null where it cannot be told: then nobody may be read. */
export type OptOutCheck = (ids: readonly string[]) => Promise<ReadonlySet<string> | null>;

interface OptOutDeps {
  access: Pick<AccessStore, "optedOut">;
  pseudonyms: Pseudonyms;
}

/** `read`: of each page of pseudonyms those that are listed; where the question goes along with others. */
export function createOptOutCheck(
  { access, pseudonyms }: OptOutDeps,
  read = (pages: readonly string[][]): Promise<Set<string>[]> => Promise.all(pages.map((page) => access.optedOut(page))),
): OptOutCheck {
  return async (ids) => {
    if (ids.length === 0) return new Set();
    try {
      // Whose id is not known is asked about by the HMAC itself.
      const names = await Promise.all(ids.map(async (id) => (isSnowflake(id) ? pseudonyms(id) : [id])));
      const keys = names.flat();
      const pages = Array.from({ length: Math.ceil(keys.length / AT_ONCE) }, (_, page) => keys.slice(page * AT_ONCE, (page + 1) * AT_ONCE));
      const found = await read(pages);
      return new Set(ids.filter((_, index) => names[index]?.some((name) => found.some((page) => page.has(name)))));
    } catch {
      return null;
    }
  };
}
