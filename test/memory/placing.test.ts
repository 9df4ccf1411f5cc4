/** Where records are placed: in the order in which they came, in bursts, in their scope's range, and the index forgets with them. */
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/client.ts";
import { BURST_SIZE, SCOPE_SIZE } from "../../src/memory/record-id.ts";
import type { NewMessage } from "../../src/memory/store.ts";
import { openDatabase, rows } from "../fakes/database.ts";
import { chat, MINUTE, message, openChat, T } from "./chat.ts";

const HERE = "channel:10";
let db: Database;
let room: ReturnType<typeof openChat>;
beforeEach(async () => {
  db = await openDatabase();
  room = openChat(db);
});

interface Placed {
  source: string;
  id: number;
  at: number;
}
const placed = async (scope = HERE) =>
  (await rows(
    `SELECT m.source, m.id - s.no * ${SCOPE_SIZE} AS id, m.created_at AS at
     FROM memory_scopes s JOIN messages m ON m.id / ${SCOPE_SIZE} = s.no WHERE s.key = ? ORDER BY m.id`,
    scope,
  )) as unknown as Placed[];
const burstOf = ({ id }: Placed) => Math.floor(id / BURST_SIZE);

/** What the triggers keep must be what the messages say. */
async function expectBurstsToMatch(): Promise<void> {
  const wanted = await rows("SELECT id >> 10 AS id, count(*) AS messages FROM messages WHERE superseded = 0 GROUP BY id >> 10 ORDER BY id");
  expect(await rows("SELECT id, messages FROM bursts ORDER BY id")).toEqual(wanted);
}

describe("placing", () => {
  it("keeps the order in which messages came, cuts at silences and nowhere else, over any batches; a repeat changes nothing", async () => {
    let scopes = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.constantFrom(0, 1, 10, 30, 500), { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 5 }),
        async (batches) => {
          scopes += 1;
          const scope = `channel:${100 + scopes}`;
          let at = T;
          const all: NewMessage[][] = batches.map((gaps) =>
            gaps.map((minutes) => {
              at += minutes * MINUTE;
              return message("Ada", "word", at);
            }),
          );
          for (const batch of all) {
            await room.say(scope, ...batch);
            await room.say(scope, ...batch);
          }
          const found = await placed(scope);
          expect(found.map(({ source }) => source)).toEqual(all.flat().map(({ source }) => source));
          for (const [index, record] of found.entries()) {
            const before = found[index - 1];
            const isCut = before === undefined || record.at - before.at > 20 * MINUTE;
            // The first of a burst begins it, the others follow each other.
            if (isCut) expect(record.id % BURST_SIZE).toBe(0);
            else expect(record.id).toBe(before.id + 1);
            if (isCut && before !== undefined) expect(burstOf(record)).toBe(burstOf(before) + 1);
          }
        },
      ),
      { numRuns: 25 },
    );
    await expectBurstsToMatch();
  });

  it("goes on beside what was written meanwhile, with what is new alone", async () => {
    const [first, second, third] = chat(T, "Ada: one\nBo: two\nCem: three") as [NewMessage, NewMessage, NewMessage];
    await room.say(HERE, first, second);
    await room.say(HERE, second, third);
    expect((await placed()).map(({ source, id }) => [source, id])).toEqual([
      [first.source, 0],
      [second.source, 1],
      [third.source, 2],
    ]);
  });

  it("begins another burst before one is full, however busy it is", async () => {
    for (let page = 0; page < 11; page++) await room.say(HERE, ...Array.from({ length: 100 }, (_, index) => message("Ada", "word", T + page * 100 + index)));
    const found = await placed();
    expect(found).toHaveLength(1_100);
    expect(new Set(found.map(burstOf)).size).toBe(2);
    expect(found.every(({ id }, index) => index === 0 || id > (found[index - 1]?.id ?? 0))).toBe(true);
    await expectBurstsToMatch();
  });

  it("keeps scopes apart, whatever they are given at the same time", async () => {
    await Promise.all(["channel:1", "channel:2", "private:1:7"].map((scope) => room.say(scope, message("Ada", scope, T), message("Bo", scope, T))));
    const found = await rows("SELECT m.content, s.key FROM messages m JOIN memory_scopes s ON s.no = m.id >> 28");
    expect(found).toHaveLength(6);
    for (const { content, key } of found) expect(content).toBe(key);
  });

  it("counts a burst down when messages go, and takes it away with the last one", async () => {
    await room.say(HERE, ...chat(T, "Ada: one\nBo: two\n\nCem: three"));
    await db.run("DELETE FROM messages WHERE content = 'one'");
    await expectBurstsToMatch();
    await db.run("DELETE FROM messages WHERE content IN ('two', 'three')");
    expect(await rows("SELECT count(*) AS n FROM bursts")).toEqual([{ n: 0 }]);
  });
});

describe("the index", () => {
  /** Whether a word stands anywhere in the index's own tables, read byte by byte. */
  async function holds(word: string): Promise<boolean> {
    const blocks = (await env.DB.prepare("SELECT block FROM memory_fts_data").all<{ block: number[] }>()).results;
    return blocks.some(({ block }) => String.fromCharCode(...block).includes(word));
  }

  // No other word begins like these, so that each stands there whole: FTS5 leaves out what a word shares with the one before it.
  it.each([
    ["a deleted message", "DELETE FROM messages WHERE name = 'Ada'"],
    ["a superseded one", "UPDATE messages SET superseded = 1 WHERE name = 'Ada'"],
    ["one that was edited", "UPDATE messages SET content = 'harmless' WHERE name = 'Ada'"],
  ])("holds no word of %s any more, not even as bytes", async (_, change) => {
    const crowd = Array.from({ length: 60 }, (_, index) => message("Bo", `common talk ${index}`, T + index));
    await room.say(HERE, ...crowd, message("Ada", "qzsecretword xjotherword", T + 70));
    expect([await holds("qzsecretword"), await holds("xjotherword")]).toEqual([true, true]);
    await db.run(change);
    expect([await holds("qzsecretword"), await holds("xjotherword")]).toEqual([false, false]);
    expect(await holds("common")).toBe(true);
  });
});
