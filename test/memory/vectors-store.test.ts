/** Which records still need an embedding, over the real D1: of each scope the newest, nobody's who opted out; kept is only what still stands there. */
import { beforeEach, expect, it } from "vitest";
import { createAccessStore, isOptedOut } from "../../src/access/store.ts";
import { type Database, inOneBatch } from "../../src/db/client.ts";
import { createVectorStore } from "../../src/memory/vectors-store.ts";
import { openDatabase, rows } from "../fakes/database.ts";
import { message, openChat, T } from "./chat.ts";

const [OWN, CHANNEL] = ["private:10:7", "channel:10"];
let db: Database;
let room: ReturnType<typeof openChat>;
let vectors: ReturnType<typeof createVectorStore>;
beforeEach(async () => {
  db = await openDatabase();
  room = openChat(db);
  vectors = createVectorStore(db, isOptedOut);
});

const missing = async (scopes: readonly string[], limit = 1_000, model = "m") =>
  (await inOneBatch(db, { missing: vectors.missing(scopes, model, limit) })).missing;
const textsIn = async (...given: Parameters<typeof missing>) => (await missing(...given)).map(({ text }) => text);
const vector = Float32Array.of(1, 2);
const embed = async (scopes: readonly string[], model = "m") => {
  const records = await missing(scopes, 1_000, model);
  await db.batch([
    vectors.keep(
      records,
      records.map(() => vector),
      model,
    ),
  ]);
};
const many = (count: number, name: string) => Array.from({ length: count }, (_, n) => message(name, `${name} ${n}`, T + n));

it("is looked for in each scope, the first one first and the newest of each: a full one hides no other", async () => {
  await room.say(OWN, message("Ada", "first in private", T));
  await room.say(CHANNEL, ...many(260, "Bo"));
  const found = await textsIn([OWN, CHANNEL]);
  expect(found.slice(0, 3)).toEqual(["first in private", "Bo 259", "Bo 258"]);
  expect(found).toHaveLength(251);
  expect(await textsIn([CHANNEL, OWN], 2)).toEqual(["Bo 259", "Bo 258"]);
  await embed([OWN, CHANNEL]);
  await room.say(OWN, message("Ada", "second in private", T + 1));
  expect(await textsIn([OWN, CHANNEL])).toEqual(["second in private"]);
  expect(await textsIn([CHANNEL, OWN])).toEqual(["second in private"]);
});

it("takes along what a message answers, of the same turn alone", async () => {
  await room.say(CHANNEL, message("Ada", "where is it?", T, { turnId: "7" }), message("Ada", "over there", T, { turnId: "7", role: "assistant" }));
  await room.say(CHANNEL, message("Bo", "thanks", T + 1));
  expect((await missing([CHANNEL])).map(({ before, text }) => [before, text])).toEqual([
    ["", "thanks"],
    ["where is it?", "over there"],
    ["", "where is it?"],
  ]);
});

it("leaves out who opted out, what was superseded, what is blank, and other scopes", async () => {
  await room.say(CHANNEL, message("Ada", "mine", T), message("Bo", "about Ada", T, { quotedKey: "Ada" }), message("Bo", "  ", T), message("Bo", "old", T));
  await room.say(OWN, message("Bo", "elsewhere", T));
  await rows("UPDATE messages SET superseded = 1 WHERE content = 'old'");
  await rows(
    `INSERT INTO turns (id, trigger, channel_id, user_id, conversation, private, people, input, outcome, answer, input_tokens, cached_input_tokens, output_tokens,
      cost_micro_usd, explanation, message_ids, created_at, finished_at) VALUES ('7', 'ask', '10', 'Bo', 'x', 0, '["Bo", "Ada"]', '{}', 'answered', '', 0, 0, 0, 0, '{}', '[]', 0, 0)`,
  );
  await room.say(CHANNEL, message("Bo", "repeats Ada's words", T, { turnId: "7", role: "assistant" }));
  await createAccessStore(db).setOptOut(["Ada"], true, T);
  expect(await textsIn([CHANNEL])).toEqual([]);
  await createAccessStore(db).setOptOut(["Ada"], false, T + 1);
  expect(await textsIn([CHANNEL])).toEqual(["repeats Ada's words", "about Ada", "mine"]);
});

it("keeps what still stands there as it was read, once; another model takes its place", async () => {
  await room.say(CHANNEL, message("Ada", "stays", T), message("Ada", "goes", T), message("Ada", "changes", T));
  const read = await missing([CHANNEL]);
  await rows("DELETE FROM messages WHERE content = 'goes'");
  await rows("UPDATE messages SET content = 'changed' WHERE content = 'changes'");
  const keep = () => db.batch([vectors.keep(read, [vector, vector, vector], "m")]);
  await keep();
  await keep();
  expect(await rows("SELECT m.content, v.model FROM vectors v LEFT JOIN messages m ON m.id = v.id")).toEqual([{ content: "stays", model: "m" }]);
  expect(await textsIn([CHANNEL], 10, "other")).toEqual(["changed", "stays"]);
  await embed([CHANNEL], "other");
  expect(await rows("SELECT model FROM vectors")).toEqual([{ model: "other" }, { model: "other" }]);
});
