/** An answer's way into the channel, on a clock that tests move: drafts, the end, and trouble that passes. */
import { describe, expect, it, test } from "vitest";
import { NetworkError } from "../../src/kernel/errors.ts";
import { type ApiCall, refusal } from "../fakes/discord-api.ts";
import { createJournal } from "../fakes/journal.ts";
import { labelsOf as labels, openDelivery as open, paragraphs, texts } from "./open-delivery.ts";

describe("drafts", () => {
  it("show the first words at once, then the newest every 1.2 s, each with Stop", async () => {
    const { clock, discord, delivery, times } = open();
    for (let i = 1; i <= 40; i++) {
      delivery.draft("word ".repeat(i));
      await clock.advance(100);
    }
    expect(times()).toEqual([0, 1_200, 2_400, 3_600]);
    expect(discord.calls.map(({ message }) => message.content?.split(" ").length)).toEqual([1, 12, 24, 36].map((n) => expect.closeTo(n, -0.5)));
    expect(discord.calls.every(({ message }) => labels(message)?.includes("Stop"))).toBe(true);
  });

  it.each([
    ["the outgoing budget", { pace: () => 5_000 }, 5_000],
    ["the rate limit", { editDelay: () => 2_500 }, 2_500],
  ])("come as seldom as %s wants", async (_, options, gap) => {
    const { clock, delivery, times } = open(options);
    for (let i = 1; i <= 120; i++) {
      delivery.draft(`${i}`);
      await clock.advance(100);
    }
    const at = times();
    for (const [i, time] of at.entries()) if (i > 0) expect(time - (at[i - 1] ?? 0)).toBeGreaterThanOrEqual(gap);
    expect(at.length).toBeGreaterThan(1);
  });

  it("that change nothing cost nothing", async () => {
    const { clock, discord, delivery } = open();
    for (let i = 0; i < 5; i++) {
      delivery.draft("same");
      await clock.advance(2_000);
    }
    expect(discord.calls).toHaveLength(1);
  });

  it("that fail are replaced by the next one", async () => {
    const { clock, discord, delivery } = open({ trouble: (_, nth) => (nth === 1 ? refusal(500, 0) : undefined) });
    delivery.draft("one ");
    await clock.advance(1_500);
    delivery.draft("one two ");
    await clock.advance(1_500);
    expect(discord.texts()).toEqual(["one two"]);
  });

  it("show whole words only, and close a fence that is still open", async () => {
    const { clock, discord, delivery } = open();
    delivery.draft("```ts\nconst a = 1; con");
    await clock.advance(100);
    expect(discord.texts()).toEqual(["```ts\nconst a = 1;\n```"]);
  });
});

test("a quiet delivery shows its end alone", async () => {
  const { clock, discord, delivery, end } = open({ quiet: true });
  for (let i = 1; i <= 20; i++) {
    delivery.draft("word ".repeat(i));
    await clock.advance(500);
  }
  expect(discord.calls).toEqual([]);
  await end("Rain");
  expect(discord.texts()).toEqual(["Rain"]);
});

describe("a delivery that is abandoned", () => {
  it("shows nothing more, once the draft under way has ended", async () => {
    let arrive = (): void => undefined;
    const slow = () =>
      new Promise<undefined>((resolve) => {
        arrive = () => resolve(undefined);
      });
    const { clock, discord, delivery } = open({ trouble: slow });
    delivery.draft("half ");
    await clock.advance(10);
    let done = false;
    const abandoned = delivery.abandon().then(() => {
      done = true;
    });
    await clock.advance(10);
    expect(done).toBe(false);
    arrive();
    await abandoned;
    delivery.draft("half of it ");
    await clock.advance(10_000);
    expect(discord.calls).toHaveLength(1);
  });
});

describe("a silence", () => {
  it("of 3 s brings a line with Stop, which the first words replace", async () => {
    const { clock, discord, delivery, times } = open();
    await clock.advance(2_900);
    expect(discord.calls).toEqual([]);
    await clock.advance(200);
    expect(times()).toEqual([3_000]);
    expect(discord.texts()).toEqual([texts.answer.thinking]);
    expect(labels(discord.shown.get("1"))).toEqual(["Stop"]);
    await clock.advance(5_000);
    delivery.draft("Rain");
    await clock.advance(10);
    expect(discord.texts()).toEqual(["Rain"]);
  });

  it("brings none where words came before, where the end came before, or where a message stands already", async () => {
    const spoken = open();
    spoken.delivery.draft("Rain");
    await spoken.clock.advance(10_000);
    const ended = open();
    await ended.end("Rain");
    await ended.clock.advance(10_000);
    const updated = open({ target: "update" });
    await updated.clock.advance(10_000);
    expect([spoken, ended, updated].map(({ discord }) => discord.texts())).toEqual([["Rain"], ["Rain"], []]);
  });
});

describe("the end", () => {
  it("is one message with its buttons, whatever drafts were before it", async () => {
    const { clock, discord, delivery, end } = open();
    delivery.draft("Rai");
    await clock.advance(100);
    delivery.draft("Rain fal");
    expect(await end("Rain falls.")).toEqual({ via: "interaction", messageIds: ["1"] });
    expect(discord.texts()).toEqual(["Rain falls."]);
    expect(labels(discord.shown.get("1"))).toEqual(["Done"]);
    await clock.advance(10_000);
    expect(discord.texts()).toEqual(["Rain falls."]);
  });

  it("waits for the draft under way, so that it cannot overtake", async () => {
    let arrive = (): void => undefined;
    const { clock, discord, delivery, end } = open({
      trouble: (_, nth) => (nth === 1 ? new Promise<undefined>((resolve) => (arrive = () => resolve(undefined))) : undefined),
    });
    delivery.draft("half");
    await clock.advance(10);
    const ending = end("whole");
    await clock.advance(10);
    expect(discord.calls).toHaveLength(1);
    arrive();
    await ending;
    expect(discord.texts()).toEqual(["whole"]);
  });

  it("splits, keeps buttons to the last message, and deletes what a restart left over", async () => {
    const { clock, discord, delivery, end } = open();
    delivery.draft(paragraphs(10));
    await clock.advance(3_000);
    expect(discord.shown.size).toBe(4);
    const result = await end(paragraphs(5));
    expect(result.messageIds).toEqual(["1", "2"]);
    expect([...discord.shown.values()].map(labels)).toEqual([[], ["Done below"]]);
    expect(discord.texts().join("\n\n")).toContain("Paragraph 4.");
  });

  it("puts what is beyond five messages into a file on the last one", async () => {
    const { discord, end } = open();
    await end(paragraphs(30));
    expect(discord.shown.size).toBe(5);
    const last = [...discord.shown.values()].at(-1);
    expect(last?.files?.map(({ name }) => name)).toEqual(["answer.md"]);
    expect(String(last?.files?.[0]?.data)).toContain("Paragraph 29.");
  });

  it("is said once: a second finish, or one after a crash, sends nothing", async () => {
    const { discord, journal, end } = open();
    const first = await end("Rain");
    const calls = discord.calls.length;
    expect(await end("Rain")).toEqual(first);
    const resumed = open({ journal });
    expect(await resumed.end("Rain")).toEqual(first);
    expect([discord.calls.length, resumed.discord.calls.length]).toEqual([calls, 0]);
  });
});

describe("trouble at the end", () => {
  it.each([
    ["server errors", () => refusal(503, 0)],
    ["lost connections", () => new NetworkError("lost")],
    ["rate limits", () => refusal(429, 0)],
  ])("%s are outlasted, with growing pauses", async (_, trouble) => {
    const { discord, end, times } = open({ trouble: (_, nth) => (nth <= 5 ? trouble() : undefined) });
    expect(await end("Rain")).toMatchObject({ via: "interaction" });
    expect(times()).toEqual([0, 1_000, 3_000, 7_000, 15_000, 30_000]);
    expect([discord.texts(), discord.count("create")]).toEqual([["Rain"], 0]);
  });

  it("a follow-up of unknown fate: the rest goes as a file onto the first message, and no second POST", async () => {
    for (const fate of ["unknown", "vanished"] as const) {
      const { discord, end } = open({ trouble: ({ kind }) => (kind === "follow-up" ? fate : undefined) });
      expect(await end(paragraphs(10))).toEqual({ via: "interaction", messageIds: ["1"] });
      expect(discord.count("follow-up")).toBe(1);
      const first = discord.shown.get("1");
      expect(first?.content).toContain("Paragraph 0.");
      const file = String(first?.files?.[0]?.data);
      for (let i = 0; i < 10; i++) expect(`${first?.content}${file}`).toContain(`Paragraph ${i}.`);
      expect(labels(first)).toEqual(["Done below"]);
    }
  });

  it("a crash between a follow-up and its answer counts as unknown", async () => {
    const journal = createJournal({ "message:0": { id: "1" }, "message:1": {} });
    const { discord, end } = open({ journal });
    expect(await end(paragraphs(6))).toEqual({ via: "interaction", messageIds: ["1"] });
    expect([discord.count("follow-up"), discord.shown.get("1")?.files?.length]).toEqual([0, 1]);
  });

  describe("a refusal of the answer as it is", () => {
    const files = ({ message }: ApiCall) => message.files !== undefined;
    const buttons = ({ message }: ApiCall) => labels(message)?.includes("Done") || labels(message)?.includes("Done below") || files({ message } as ApiCall);
    const words = ({ message }: ApiCall) => !message.content?.startsWith(texts.answer.notPosted);

    it("for its file: words and buttons stay, and a note says that something is missing", async () => {
      const { discord, end } = open({ trouble: (call) => (files(call) ? refusal(400, 40005) : undefined) });
      expect(await end(paragraphs(30))).toMatchObject({ via: "interaction" });
      expect(labels([...discord.shown.values()].at(-1))).toEqual(["Done below"]);
      expect(discord.texts().filter((content) => content.includes(texts.answer.notPosted))).toHaveLength(1);
    });

    it("for its buttons: the words stay, and Stop goes", async () => {
      const { discord, clock, delivery, end } = open({ trouble: (call) => (buttons(call) ? refusal(400, 50035) : undefined) });
      delivery.draft("Rai ");
      await clock.advance(10);
      expect(await end("Rain")).toEqual({ via: "interaction", messageIds: ["1"] });
      expect(discord.shown.get("1")).toEqual({ content: "Rain", components: [] });
    });

    it("for its words: an apology is better than an eternal Thinking", async () => {
      const { discord, end } = open({ trouble: (call) => (words(call) ? refusal(400, 200000) : undefined) });
      expect(await end("what AutoMod blocks")).toEqual({ via: "interaction", messageIds: ["1"] });
      expect(discord.texts()).toEqual([texts.answer.notPosted]);
    });
  });
});
