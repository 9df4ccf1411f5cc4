/** The list of words that are to be looked through, over the real D1: exact, whatever is repeated, deleted or said meanwhile. */
import { beforeEach, describe, expect, it } from "vitest";
import { createAccessStore, isOptedOut, wantsNothingNoticed } from "../../src/access/store.ts";
import type { Database } from "../../src/db/client.ts";
import { createFactsStore, type NewFact } from "../../src/memory/facts-store.ts";
import { createConversationStore } from "../../src/memory/store.ts";
import { createUnnoticedStore, type DueWords, type UnnoticedStore } from "../../src/memory/unnoticed-store.ts";
import { createTurnStore } from "../../src/turns/store.ts";
import { turnRecord } from "../edge/turn-record.ts";
import { openDatabase, rows } from "../fakes/database.ts";
import { message, T } from "./chat.ts";

const SCOPE = { key: "channel:10", guildId: "5" };
let db: Database;
let store: UnnoticedStore;
beforeEach(async () => {
  db = await openDatabase();
  store = createUnnoticedStore(db, { isOptedOut, wantsNothingNoticed });
});

/** A turn of ada's, as it is saved; a repeat is the same batch. */
async function say(id: string, prompt: string, more: { trigger?: string; people?: string[]; quotedUserId?: string } = {}): Promise<void> {
  const of = { turnId: id, conversation: "10:ada", userId: "ada", userKey: "key-ada" };
  const answered = turnRecord({ id, input: JSON.stringify({ prompt }), people: ["key-ada"], quotedUserId: null, ...more });
  await db.batch([
    createTurnStore(db).save(answered),
    ...createConversationStore(db).remember(SCOPE, [
      message("ada", prompt, T, { ...of, source: `${id}:user` }),
      message("ada", `re: ${prompt}`, T, { ...of, source: `${id}:assistant`, role: "assistant" }),
    ]),
    store.add(id, { userId: "ada", guildId: "5", present: true, dueAt: T }),
  ]);
}
const claim = async (now = T, limit = 10) => store.claim(now, now + 1_000, limit);
const first = async (now?: number): Promise<DueWords> => {
  const [words] = await claim(now);
  if (words === undefined) throw new Error("nothing is due");
  return words;
};
const linesOf = async (words: DueWords) => store.lines(words);
const done = async (words: DueWords, upTo: number, ids: number[] = []) => {
  const [remove, move] = store.done(words, upTo, ids);
  if (remove && move) await db.batch([remove, move]);
};
const list = () => rows("SELECT conversation, first_id FROM unnoticed");

describe("the list", () => {
  it("hands out once what is due, the longest waiting first, and reads from the first word on", async () => {
    await say("1", "I play the cello");
    await say("2", "and the oboe");
    expect(await claim(T - 1)).toEqual([]);
    const words = await first();
    expect(words).toMatchObject({ userId: "ada", conversation: "10:ada", guildId: "5", present: true });
    expect(await claim()).toEqual([]);
    expect((await linesOf(words)).map(({ role, content }) => [role, content])).toEqual([
      ["assistant", "re: and the oboe"],
      ["user", "and the oboe"],
      ["assistant", "re: I play the cello"],
      ["user", "I play the cello"],
    ]);
  });

  it("keeps what is said while it is looked through", async () => {
    await say("1", "I play the cello");
    const words = await first();
    const [newest] = await linesOf(words);
    await say("2", "and the oboe");
    await done(words, newest?.id ?? 0);
    expect((await linesOf(await first(T + 2_000))).map(({ content }) => content)).toEqual(["re: and the oboe", "and the oboe"]);
  });

  it("is not filled again by a repeat of what was saved", async () => {
    await say("1", "I play the cello");
    const words = await first();
    await done(words, (await linesOf(words))[0]?.id ?? 0);
    await say("1", "I play the cello");
    expect(await list()).toEqual([]);
  });

  it("begins anew where all was deleted and ids come again", async () => {
    await say("1", "I play the cello");
    const words = await first();
    await done(words, (await linesOf(words))[0]?.id ?? 0);
    await rows("DELETE FROM messages");
    await say("2", "I play the oboe");
    expect((await linesOf(await first())).map(({ content }) => content)).toEqual(["re: I play the oboe", "I play the oboe"]);
  });

  it("stays as it is where something of it is gone", async () => {
    await say("1", "I play the cello");
    const before = await list();
    const words = await first();
    const ids = (await linesOf(words)).map(({ id }) => id);
    await rows("DELETE FROM messages WHERE role = 'user'");
    await done(words, ids[0] ?? 0, ids);
    expect(await list()).toEqual(before);
  });
});

describe("what counts", () => {
  it("is neither told again nor about somebody's message, and of answers nothing that repeats others or was replaced", async () => {
    await say("1", "first");
    await say("2", "again", { trigger: "regenerate" });
    await say("3", "go on", { trigger: "continue" });
    await say("4", "what is this?", { quotedUserId: "9" });
    await say("5", "what do they say?", { people: ["key-ada", "key-bo"] });
    await rows("UPDATE messages SET superseded = 1 WHERE turn_id = '1'");
    expect((await linesOf(await first())).map(({ content }) => content)).toEqual(["what do they say?", "first"]);
  });

  it("is nothing of who opted out or does not want it", async () => {
    await say("1", "first");
    const words = await first();
    const access = createAccessStore(db);
    await access.changePerson("ada" as never, { noticing: false }, T);
    expect(await store.unwanted("ada", ["key-ada"])).toEqual([{ unwanted: 1 }]);
    await store.drop(words);
    await say("2", "second");
    expect(await list()).toEqual([]);
    await access.changePerson("ada" as never, { noticing: true }, T + 1);
    expect(await store.unwanted("ada", ["key-ada"])).toEqual([{ unwanted: 0 }]);
    await say("3", "third");
    const third = await first();
    expect(await linesOf(third)).toHaveLength(2);
    await access.setOptOut(["key-ada"], true, T);
    expect(await store.unwanted("ada", ["key-ada"])).toEqual([{ unwanted: 1 }]);
    expect(await linesOf(third)).toEqual([]);
  });
});

describe("what came of it", () => {
  const fact = (n: number): NewFact => ({
    ...{ handle: `100000000000000000-${n}`, owner: "user:ada", guildId: "5", channelId: "10", messageId: null, private: false },
    ...{ text: `fact ${n}`, origin: "distilled", setBy: "ada", quotedKey: null, createdAt: T },
  });
  const scope = { key: "facts:user:ada:5", guildId: "5" };
  const texts = async () => (await rows("SELECT text FROM facts")).map(({ text }) => text);

  it("is written with it once: a repeat brings nothing back that was forgotten meanwhile", async () => {
    const facts = createFactsStore(db, isOptedOut);
    await say("1", "I play the cello");
    const words = await first();
    const lines = await linesOf(words);
    const ids = lines.map(({ id }) => id);
    const save = async () => {
      const [remove, move] = store.done(words, ids[0] ?? 0, ids);
      if (remove && move) await db.batch([...facts.distil(scope, fact(1), ["key-ada"], store.stands(words, ids)), remove, move]);
    };
    await save();
    expect(await texts()).toEqual(["fact 1"]);
    await facts.forget(fact(1).handle, ["user:ada"], T + 60 * 60_000);
    await save();
    expect(await texts()).toEqual([]);
  });

  it("leaves room for what people tell themselves", async () => {
    const facts = createFactsStore(db, isOptedOut);
    await say("1", "I play the cello");
    const stands = store.stands(await first(), []);
    for (let n = 1; n <= 103; n++) await db.batch([...facts.distil(scope, fact(n), ["key-ada"], stands)]);
    expect(await texts()).toHaveLength(100);
    expect(await facts.remember(scope, { ...fact(200), origin: "command" }, ["key-ada"])).toMatchObject({ kind: "stored" });
  });
});
