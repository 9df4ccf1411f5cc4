/** Bench only: the product's own store and search behind HTTP, with D1's round trips counted. */
import { isOptedOut } from "../../../src/access/store.ts";
import { createDatabase, inOneBatch, type Statement } from "../../../src/db/client.ts";
import { estimateTokens } from "../../../src/llm/tokens.ts";
import { SCOPE_SIZE } from "../../../src/memory/record-id.ts";
import { createSearch } from "../../../src/memory/search.ts";
import { createConversationStore, type NewMessage } from "../../../src/memory/store.ts";
import type { Answer, Ask, Tell } from "../memory/wire.ts";
import { countD1 } from "./count-d1.ts";

/** Rows that the store takes at once. */
const AT_ONCE = 100;
/** Moment and name beside each text. */
const LABEL_TOKENS = 12;

const GUILD = "1";

async function tell({ scope, turns }: Tell, env: { DB: D1Database }): Promise<Response> {
  const db = createDatabase(env.DB);
  const store = createConversationStore(db);
  const rows = turns.map(
    ({ no, speaker, at, text }): NewMessage => ({
      source: `${scope}:${no}`,
      turnId: null,
      conversation: null,
      guildId: GUILD,
      channelId: scope,
      messageId: String(no),
      userId: speaker,
      userKey: speaker,
      quotedKey: null,
      role: "user",
      name: speaker,
      content: text,
      private: false,
      createdAt: at,
    }),
  );
  const pages = Array.from({ length: Math.ceil(rows.length / AT_ONCE) }, (_, page) => rows.slice(page * AT_ONCE, (page + 1) * AT_ONCE));
  const [first, ...rest] = pages.flatMap((page): Statement[] => store.remember({ key: keyOf(scope), guildId: GUILD }, page));
  if (first !== undefined) await db.batch([first, ...rest]);
  return Response.json({});
}

const keyOf = (scope: string) => `channel:${scope}`;

async function ask({ scope, questions, signs }: Ask, env: { DB: D1Database }): Promise<Response> {
  let trips = 0;
  const db = createDatabase(countD1(env.DB, () => trips++));
  const search = createSearch(db, isOptedOut);
  const answers: Answer[] = [];
  for (const { text, names, at, limit } of questions) {
    trips = 0;
    const { statements, next } = search.begin({ text, scopes: [keyOf(scope)], askerId: null, names, now: at === null ? null : { at, utcOffset: 0 } });
    const second = next(await inOneBatch(db, statements));
    const rows = second === null ? null : await inOneBatch(db, second.statements);
    const finish = (most: number, budget?: number) =>
      second === null || rows === null ? [] : second.finish(rows, { limit: most, ...(budget === undefined ? {} : { fit: { budget, size: sizeOf } }) });
    const found = finish(limit);
    answers.push({
      ranked: found.map((each) => (each.kind === "message" ? Number(each.messageId) : -1)),
      ...(signs === true ? { signs: found.map((each) => each.signs) } : {}),
      tokens: { 10: total(finish(10, 600)), 25: total(finish(25, 1_500)) },
      trips,
      rows: rows === null ? 0 : rows.messages.length + rows.facts.length + rows.passages.length,
    });
  }
  return Response.json(answers);
}

const sizeOf = (text: string): number => estimateTokens(text) + LABEL_TOKENS;
const total = (found: readonly { text: string }[]): number => found.reduce((sum, { text }) => sum + sizeOf(text), 0);

/** The whole of a scope again, as somebody else's: the same words, for the index to hold. */
async function copy({ from, to }: { from: string; to: string }, env: { DB: D1Database }): Promise<Response> {
  const db = env.DB;
  await db.batch([
    db.prepare("INSERT INTO memory_scopes (key, guild_id) VALUES (?, ?)").bind(keyOf(to), GUILD),
    db
      .prepare(
        `INSERT INTO messages (id, source, guild_id, channel_id, message_id, user_id, user_key, role, name, content, private, created_at)
         SELECT m.id + (t.no - s.no) * ${SCOPE_SIZE}, t.no || ':' || m.source, m.guild_id, t.no, m.message_id, m.user_id, m.user_key, m.role, m.name, m.content, m.private, m.created_at
         FROM memory_scopes s, memory_scopes t, messages m WHERE s.key = ? AND t.key = ? AND m.id BETWEEN s.no * ${SCOPE_SIZE} AND (s.no + 1) * ${SCOPE_SIZE} - 1`,
      )
      .bind(keyOf(from), keyOf(to)),
  ]);
  return Response.json({});
}

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (pathname === "/tell") return tell(await request.json(), env);
    if (pathname === "/ask") return ask(await request.json(), env);
    if (pathname === "/copy") return copy(await request.json(), env);
    return new Response("unknown\n", { status: 404 });
  },
} satisfies ExportedHandler<{ DB: D1Database }>;
