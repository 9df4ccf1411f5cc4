/** Searching over the real D1: found is what was said, in the scopes that are asked for, and never anything else. */
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { createAccessStore, isOptedOut } from "../../src/access/store.ts";
import { type Database, inOneBatch } from "../../src/db/client.ts";
import { createFactsStore } from "../../src/memory/facts-store.ts";
import { createSearch } from "../../src/memory/search.ts";
import { openDatabase, rows } from "../fakes/database.ts";
import { chat, DAY, MINUTE, message, openChat, T, textsOf } from "./chat.ts";

const HERE = "channel:10";
const ELSEWHERE = "channel:11";
let db: Database;
let room: ReturnType<typeof openChat>;
beforeEach(async () => {
  db = await openDatabase();
  room = openChat(db);
});

describe("scopes", () => {
  it("nothing outside of those asked for is ever found, whatever is asked", async () => {
    const scopes = ["channel:1", "channel:2", "private:1:7", "guest:1:7"];
    const words = ["otter", "lamp", "river", "tuesday", "moss"];
    for (const [index, scope] of scopes.entries()) {
      const said = words.flatMap((word) => words.map((other) => message(`P${index}`, `${word} ${other} ${scope}`, T + index)));
      await room.say(scope, ...said);
    }
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(scopes),
        fc.array(fc.constantFrom(...words, "channel", "what", "P1", "in May 2026"), { minLength: 1, maxLength: 5 }),
        async (asked, question) => {
          const found = await room.find(question.join(" "), asked, {}, { limit: 200 });
          for (const { text } of found) expect(asked).toContain(text.split(" ")[2]);
          if (asked.length > 0 && question.some((word) => words.includes(word))) expect(found.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("that nobody wrote to yet, or that do not exist, hold nothing", async () => {
    await room.say(HERE, message("Ada", "the otter", T));
    expect(await room.find("otter", [])).toEqual([]);
    expect(await room.find("otter", ["channel:99", "", "channel:1", HERE.toUpperCase()])).toEqual([]);
  });

  it("beside each other in the index stay apart: their first and last records are no neighbours", async () => {
    await room.say(HERE, message("Ada", "where is the otter?", T));
    await room.say(ELSEWHERE, message("Bo", "in the bathtub", T + MINUTE));
    expect(textsOf(await room.find("otter", [HERE]))).toEqual(["where is the otter?"]);
    expect(textsOf(await room.find("bathtub", [ELSEWHERE]))).toEqual(["in the bathtub"]);
  });
});

describe("who does not want to be read", () => {
  it("is not: neither their words nor what quotes them, from the moment they opt out", async () => {
    await room.say(
      HERE,
      message("Ada", "the otter sleeps", T),
      message("Bo", "the otter swims", T),
      message("Cem", "about the otter", T, { quotedKey: "Ada" }),
    );
    expect(await room.find("otter", [HERE])).toHaveLength(3);
    await createAccessStore(db).setOptOut(["Ada"], true, T);
    expect(textsOf(await room.find("otter", [HERE]))).toEqual(["the otter swims"]);
    await createAccessStore(db).setOptOut(["Ada"], false, T + 1);
    expect(await room.find("otter", [HERE])).toHaveLength(3);
  });

  it("nor is an answer that repeats words of theirs beside those of others; what was asked is", async () => {
    await rows(
      `INSERT INTO turns (id, trigger, channel_id, user_id, conversation, private, people, input, outcome, answer, input_tokens, cached_input_tokens, output_tokens,
        cost_micro_usd, explanation, message_ids, created_at, finished_at) VALUES ('7', 'ask', '10', 'Ada', 'x', 0, ?, '{}', 'answered', '', 0, 0, 0, 0, '{}', '[]', 0, 0)`,
      JSON.stringify(["Ada", "Bo", "Cem"]),
    );
    await room.say(
      HERE,
      message("Ada", "who likes the otter?", T, { turnId: "7" }),
      message("Ada", "the otter is liked by Bo and Cem", T, { turnId: "7", role: "assistant", quotedKey: "Bo" }),
    );
    expect(await room.find("otter", [HERE])).toHaveLength(2);
    await createAccessStore(db).setOptOut(["Cem"], true, T);
    expect(textsOf(await room.find("otter", [HERE]))).toEqual(["who likes the otter?"]);
  });
});

describe("what is gone", () => {
  it("is not found: deleted, reworded, or replaced by another answer", async () => {
    await room.say(HERE, message("Ada", "the otter sleeps", T, { turnId: "t1" }), message("Bo", "an otter swims", T), message("Cem", "otter otter", T));
    await room.store.supersede("t1");
    await db.run("UPDATE messages SET content = 'a beaver swims' WHERE content = 'an otter swims'");
    await db.run("DELETE FROM messages WHERE name = 'Cem'");
    expect(await room.find("otter", [HERE])).toEqual([]);
    expect(textsOf(await room.find("beaver", [HERE]))).toEqual(["a beaver swims"]);
  });
});

describe("a result", () => {
  it("says what it is, who said it when and where, and why it was found", async () => {
    const said = message("Ada", "the otter sleeps", T, { messageId: "77", turnId: "t9" });
    await room.say(HERE, said);
    const [found, ...more] = await room.find("where does the otter sleep", [HERE]);
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      kind: "message",
      role: "user",
      name: "Ada",
      userId: "Ada",
      at: T,
      guildId: "5",
      channelId: "10",
      messageId: "77",
      turnId: "t9",
      text: said.content,
    });
    expect(found?.id).toBe((await rows("SELECT id FROM messages"))[0]?.["id"]);
    expect(found?.signs.near).toBe(1);
    expect(found?.score).toBeGreaterThan(1);
  });

  it("leaves out what the caller has, and is cut to fit", async () => {
    const long = `${"Nothing happened at all. ".repeat(40)}Then the otter came. ${"And nothing again. ".repeat(40)}`;
    await room.say(HERE, message("Ada", "an otter", T), message("Bo", long, T + MINUTE));
    const [known] = await room.find("otter", [HERE], {}, { limit: 1 });
    const fit = { budget: 100, size: (text: string) => text.length };
    const rest = await room.find("otter", [HERE], {}, { skip: new Set([known?.id ?? 0]), fit });
    expect(rest).toHaveLength(1);
    expect(textsOf(rest).join().length).toBeLessThanOrEqual(100);
    if (known?.text === "an otter") expect(rest[0]?.text).toContain("otter came");
  });

  it("is a fact or a passage of a document, too, where the scopes hold some", async () => {
    const facts = createFactsStore(db, isOptedOut);
    const common = {
      owner: "channel:10" as const,
      guildId: "5",
      channelId: "10",
      messageId: null,
      private: false,
      origin: "command" as const,
      quotedKey: null,
    };
    await facts.remember({ key: "facts:channel:10", guildId: "5" }, { ...common, handle: "1", text: "The otter is called Fritz", setBy: "Ada", createdAt: T }, [
      "Ada",
    ]);
    await db.run("INSERT INTO memory_scopes (key, guild_id) VALUES ('knowledge:5', '5')");
    await db.run(
      "INSERT INTO documents (guild_id, name, name_key, source, added_by, added_at, length, change) VALUES ('5', 'Zoo', 'zoo', '', 'Ada', 1, 9, 'c')",
    );
    await db.run("INSERT INTO passages SELECT s.no * 268435456, d.id, 0, 'Otters eat fish.' FROM memory_scopes s, documents d WHERE s.key = 'knowledge:5'");
    await room.say(HERE, message("Bo", "I saw the otter", T));
    const found = await room.find("otter", [HERE, "facts:channel:10", "knowledge:5"]);
    expect(found.map(({ kind }) => kind).toSorted()).toEqual(["fact", "message", "passage"]);
    expect(found.find(({ kind }) => kind === "fact")).toMatchObject({ handle: "1", owner: "channel:10", at: T });
    expect(found.find(({ kind }) => kind === "passage")).toMatchObject({ document: "Zoo", position: 0 });
    await createAccessStore(db).setOptOut(["Ada"], true, T);
    expect((await room.find("otter", [HERE, "facts:channel:10"])).map(({ kind }) => kind)).toEqual(["message"]);
  });
});

describe("any question", () => {
  it.each(["", "  ", "?!…", "😂", "the of and", "was ist das", '"', "otter* OR (", "NEAR(", "'; DROP TABLE messages; --", "\u0000", "a".repeat(5_000)])(
    "%j is answered, if with nothing",
    async (text) => {
      await room.say(HERE, message("Ada", "the otter", T));
      expect((await room.find(text, [HERE])).length).toBeLessThanOrEqual(1);
      expect(await rows("SELECT count(*) AS n FROM messages")).toEqual([{ n: 1 }]);
    },
  );

  it("finds text in any script that writes spaces between words, and never fails on others", async () => {
    await room.say(HERE, message("Ю", "Вчера мы ходили в зоопарк", T), message("山田", "昨日 動物園 に行った", T), message("Ö", "Füße im Größenwahn", T));
    expect(textsOf(await room.find("зоопарк", [HERE]))[0]).toContain("зоопарк");
    expect(textsOf(await room.find("動物園", [HERE]))[0]).toContain("動物園");
    expect(textsOf(await room.find("fusse großenwahn", [HERE]))[0]).toContain("Größenwahn");
  });
});

describe("ranking", () => {
  it("an answer that repeats none of the question's words is found by the question before it", async () => {
    await room.say(
      HERE,
      ...chat(
        T,
        `Ada: morning all
         Bo: did anybody feed the otter?
         Cem: yes, two buckets at nine

         Dora: my parcel is late again
         Ada: which one?
         Dora: the lamp`,
      ),
    );
    const found = textsOf(await room.find("Was the otter fed?", [HERE], {}, { limit: 2 }));
    expect(found.toSorted()).toEqual(["did anybody feed the otter?", "yes, two buckets at nine"]);
  });

  it("who is asked about comes first among several who said nearly the same", async () => {
    const talk = chat(
      T,
      `Ada: I want to visit Norway
       Bo: I want to visit Japan
       Cem: I want to visit Peru
       Dora: I want to visit Kenya`,
    );
    await room.say(HERE, ...talk);
    for (const { name, content } of talk) expect(textsOf(await room.find(`Which country does ${name} want to visit?`, [HERE]))[0]).toBe(content);
    expect(textsOf(await room.find("Which country do I want to visit?", [HERE], { askerId: "Cem" }))[0]).toBe("I want to visit Peru");
  });

  it("a named day finds what was said then, even in other words", async () => {
    for (let day = 0; day < 20; day++)
      await room.say(HERE, message("Ada", `note ${day} of the expedition`, T + day * DAY), message("Bo", "all fine", T + day * DAY));
    expect(textsOf(await room.find("What did Ada write on 20 May 2026?", [HERE]))[0]).toBe("note 5 of the expedition");
    const now = { at: T + 8 * DAY, utcOffset: 0 };
    expect(textsOf(await room.find("What did Ada write yesterday?", [HERE], { now }))[0]).toBe("note 7 of the expedition");
  });

  it("people alone: their latest words", async () => {
    await room.say(HERE, ...chat(T, "Ada: the otter sleeps\nBo: so do I\nAda: good night"));
    const found = await room.find("What did Ada say?", [HERE]);
    expect(found.slice(0, 2).map((each) => each.kind === "message" && each.name)).toEqual(["Ada", "Ada"]);
  });

  it("in German: function words, umlauts, genitive and time words are understood", async () => {
    await room.say(
      HERE,
      ...chat(
        T,
        `Anna: Ich habe gestern endlich mein neues Fahrrad abgeholt
         Ben: Oh cool, welche Farbe?
         Anna: Knallgrün mit Gepäckträger
         Carla: Mein Auto ist in der Werkstatt

         Ben: Wann kommt eigentlich der Möbelwagen?
         Carla: Der kommt am Samstag um zehn

         Anna: Hat jemand ein Fahrrad für Kinder?
         Ben: leider nein`,
      ),
    );
    expect(textsOf(await room.find("Welche Farbe hat Annas Fahrrad?", [HERE], {}, { limit: 3 }))).toContain("Knallgrün mit Gepäckträger");
    expect(textsOf(await room.find("Wann kommt der Moebelwagen oder der Möbelwagen?", [HERE]))[0]).toBe("Der kommt am Samstag um zehn");
    expect(textsOf(await room.find("Was ist mit Carlas Auto?", [HERE]))[0]).toBe("Mein Auto ist in der Werkstatt");
  });

  it("yesterday is the asker's, though their clock is known only once the first half is back", async () => {
    // On a Friday at 18:00 UTC it is Saturday in Kiritimati.
    await room.say(HERE, message("Ada", "the soup was red", T - 34 * 60 * MINUTE), message("Ada", "the soup was green", T - 10 * 60 * MINUTE));
    const best = async (utcOffset?: number) => {
      const { statements, next } = createSearch(db, isOptedOut).begin({
        text: "which soup did we have yesterday?",
        scopes: [HERE],
        askerId: null,
        now: { at: T, utcOffset: 0 },
      });
      const second = next(await inOneBatch(db, statements), null, ...(utcOffset === undefined ? [] : [{ at: T, utcOffset }]));
      return second?.finish(await inOneBatch(db, second.statements), { limit: 1 })[0]?.text;
    };
    expect(await best()).toBe("the soup was red");
    expect(await best(14 * 60)).toBe("the soup was green");
  });

  it("a rare word outweighs common ones", async () => {
    const small = Array.from({ length: 40 }, (_, index) => message("Ada", `we had a good day at work number ${index}`, T + index * MINUTE));
    await room.say(HERE, ...small, message("Bo", "the quokka had a nap", T + 50 * MINUTE));
    expect(textsOf(await room.find("did the quokka have a good day at work", [HERE]))[0]).toBe("the quokka had a nap");
  });

  it("of equal messages the newer one comes first", async () => {
    for (let day = 0; day < 4; day++) await room.say(HERE, message("Ada", "otter", T + day * DAY));
    const days = (await room.find("otter", [HERE])).map((each) => (each.kind === "message" ? (each.at - T) / DAY : -1));
    expect(days).toEqual([3, 2, 1, 0]);
  });
});
