/** Small chats in the real D1, for the tests of searching and of where records are placed. */
import { isOptedOut } from "../../src/access/store.ts";
import type { Database } from "../../src/db/client.ts";
import { createSearch, type FinishOptions, type Found, type SearchRequest } from "../../src/memory/search.ts";
import { createConversationStore, type NewMessage } from "../../src/memory/store.ts";

/** A Friday. */
export const T = Date.UTC(2026, 4, 15, 18);
export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

let sources = 0;

/** What somebody said; a person's id and pseudonym are their name. */
export function message(name: string, content: string, at: number, more: Partial<NewMessage> = {}): NewMessage {
  sources += 1;
  return {
    source: `s${sources}`,
    turnId: null,
    conversation: null,
    guildId: "5",
    channelId: "10",
    messageId: String(1_000 + sources),
    userId: name,
    userKey: name,
    quotedKey: null,
    role: "user",
    name,
    content,
    private: false,
    createdAt: at,
    ...more,
  };
}

/** "Ada: text", a minute apart from `at` on; an empty line is a silence of two hours. */
export function chat(at: number, lines: string): NewMessage[] {
  let now = at;
  return lines
    .trim()
    .split("\n")
    .flatMap((line) => {
      const [, name, text] = /^\s*(\w+): (.*)$/.exec(line) ?? [];
      now += name === undefined ? 120 * MINUTE : MINUTE;
      return name === undefined || text === undefined ? [] : [message(name, text, now)];
    });
}

export function openChat(db: Database) {
  const store = createConversationStore(db);
  const search = createSearch(db, isOptedOut);
  return {
    store,
    say: (scope: string, ...rows: NewMessage[]) => db.batch(store.remember({ key: scope, guildId: "5" }, rows)),
    find: (text: string, scopes: readonly string[], request: Partial<SearchRequest> = {}, options: Partial<FinishOptions> = {}): Promise<Found[]> =>
      search.search({ text, scopes, askerId: null, now: { at: T + 400 * DAY, utcOffset: 0 }, ...request }, { limit: 10, ...options }),
  };
}

export const textsOf = (found: readonly Found[]): string[] => found.map(({ text }) => text);
