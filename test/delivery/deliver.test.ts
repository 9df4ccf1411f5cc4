/** An answer's way into the channel, on a clock that tests move: drafts, the end, and the ways around trouble. */
import { describe, expect, it } from "vitest";
import { type Delivery, createDelivery, type DeliveryTarget, type FinalAnswer } from "../../src/delivery/deliver.ts";
import { button, row } from "../../src/discord/components.ts";
import { NetworkError } from "../../src/kernel/errors.ts";
import { textsFor } from "../../src/locales/index.ts";
import { createSkippingClock } from "../discord/skipping-clock.ts";
import { type ApiCall, createFakeDiscord, deadToken, notYet, refusal, type Trouble } from "../fakes/discord-api.ts";
import { createJournal, type FakeJournal } from "../fakes/journal.ts";

const MINUTE = 60_000;
const texts = textsFor("en");
const STOP = row([button("Stop", "stop:1:2")]);
const paragraphs = (n: number) => Array.from({ length: n }, (_, i) => `Paragraph ${i}. ${"word ".repeat(100).trim()}`).join("\n\n");

interface Options extends Partial<DeliveryTarget> {
  trouble?: (call: ApiCall, nth: number) => Trouble | Promise<Trouble>;
  journal?: FakeJournal;
  ageMs?: number;
  editDelay?: () => number;
  pace?: () => number;
}

function open(options: Options = {}) {
  const { trouble, journal = createJournal(), ageMs = 0, editDelay, pace = () => 0, ...target } = options;
  const clock = createSkippingClock();
  const discord = createFakeDiscord(clock, trouble, editDelay);
  const to = {
    id: "1100000000000000007",
    applicationId: "9",
    token: "t",
    channelId: "5",
    private: false,
    target: "message",
    canPost: true,
    createdAt: clock.now() - ageMs,
    ...target,
  } as DeliveryTarget;
  const delivery = createDelivery(to, { discord, clock, journal, texts, stopButton: STOP, pace });
  const started = clock.now();
  const end = (text: string, of: Delivery = delivery) => clock.run(of.finish(answerOf(text)));
  return { clock, discord, journal, delivery, end, times: () => discord.calls.map(({ at }) => at - started) };
}

const answerOf = (text: string): FinalAnswer => ({
  text,
  heading: "-# for ada",
  buttons: (inPlace) => row([button(inPlace ? "Done" : "Done below", "done:1:2")]),
  showButton: row([button("Show", "show:1:2")]),
});
const labels = (message: { components?: { components: { label: string }[] }[] } | undefined) => message?.components?.flatMap(({ components }) => components.map(({ label }) => label));

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
    delivery.draft("one");
    await clock.advance(1_500);
    delivery.draft("one two");
    await clock.advance(1_500);
    expect(discord.texts()).toEqual(["one two"]);
  });

  it("close a fence that is still open", async () => {
    const { clock, discord, delivery } = open();
    delivery.draft("```ts\nconst a = 1;");
    await clock.advance(100);
    expect(discord.texts()[0]).toMatch(/^```ts\nconst a = 1;\n```$/);
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
    const { clock, discord, delivery, end } = open({ trouble: (_, nth) => (nth === 1 ? new Promise<undefined>((resolve) => (arrive = () => resolve(undefined))) : undefined) });
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
    expect(discord.shown.size).toBe(3);
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

  it("what is refused as it is goes as plain words, and Stop goes", async () => {
    const { discord, clock, delivery, end } = open({ trouble: ({ message }) => (message.files || labels(message)?.includes("Done") ? refusal(400, 50035) : undefined) });
    delivery.draft("Rai");
    await clock.advance(10);
    expect(await end("Rain")).toEqual({ via: "interaction", messageIds: ["1"] });
    expect(discord.shown.get("1")).toEqual({ content: "Rain", components: [] });
  });
});

describe("a token that is dead", () => {
  const dead: Options = { trouble: ({ kind }) => (kind === "create" ? undefined : deadToken()) };

  it("sends a public answer by the bot, under a heading, with a nonce each", async () => {
    const { discord, end } = open(dead);
    expect(await end(paragraphs(6))).toEqual({ via: "bot", messageIds: ["2", "3"] });
    const created = discord.calls.filter(({ kind }) => kind === "create");
    expect(created[0]?.message.content).toMatch(/^-# for ada\nParagraph 0\./);
    expect(new Set(created.map(({ nonce }) => nonce)).size).toBe(2);
    for (const { nonce = "" } of created) expect(nonce).toMatch(/^[0-9a-z-]{1,25}$/);
    expect(labels(created.at(-1)?.message)).toEqual(["Done below"]);
  });

  it("leaves a private answer unsaid: a notice with Show, without a word of it", async () => {
    const { discord, end } = open({ ...dead, private: true });
    expect(await end("the password is quince")).toEqual({ via: "notice", messageIds: ["2"] });
    const created = discord.calls.filter(({ kind }) => kind === "create");
    expect(created.map(({ message }) => [message.content, labels(message)])).toEqual([[texts.delivery.privateReady, ["Show"]]]);
    expect(JSON.stringify(created)).not.toContain("quince");
  });

  it("where the bot may not post is the end of it, without another call", async () => {
    const { discord, end } = open({ ...dead, canPost: false });
    expect(await end("Rain")).toEqual({ via: "undeliverable", messageIds: [] });
    expect(discord.count("create")).toBe(0);
  });

  it("by its age is not even tried", async () => {
    const { discord, end } = open({ ageMs: 14.9 * MINUTE });
    expect(await end("Rain")).toMatchObject({ via: "bot" });
    expect(discord.count("edit")).toBe(0);
  });

  it("and a channel that refuses the bot: undeliverable; one that is busy or broken: tried again with the same nonce", async () => {
    const refused = open({ trouble: ({ kind }) => (kind === "create" ? refusal(403, 50013) : deadToken()) });
    expect(await refused.end("Rain")).toEqual({ via: "undeliverable", messageIds: [] });
    expect(refused.discord.count("create")).toBe(1);
    for (const status of [429, 502]) {
      const busy = open({ trouble: ({ kind }, nth) => (kind !== "create" ? deadToken() : nth < 3 ? refusal(status, 0) : undefined) });
      expect(await busy.end("Rain")).toMatchObject({ via: "bot" });
      expect(new Set(busy.discord.calls.filter(({ kind }) => kind === "create").map(({ nonce }) => nonce)).size).toBe(1);
    }
  });

  it("is remembered over a crash, and what the bot posted is not posted again", async () => {
    const journal = createJournal({ "token-dead": true, "bot-message:0": { id: "77" } });
    const { discord, end } = open({ journal });
    expect(await end(paragraphs(6))).toEqual({ via: "bot", messageIds: ["77", "2"] });
    expect([discord.count("edit"), discord.count("create")]).toEqual([0, 1]);
  });
});

describe("an acknowledgement that never came", () => {
  it("ends silently: nothing is posted, and whoever writes the answer hears of it", async () => {
    const { clock, discord, delivery, end } = open({ trouble: notYet });
    delivery.draft("Rain");
    await clock.advance(9_000);
    expect(delivery.gone.aborted).toBe(false);
    await clock.advance(2_000);
    expect(delivery.gone.aborted).toBe(true);
    expect(await end("Rain")).toEqual({ via: "never-acknowledged", messageIds: [] });
    expect(discord.count("create")).toBe(0);
  });

  it("ends so without drafts, too", async () => {
    const { discord, end } = open({ trouble: notYet });
    expect(await end("Rain")).toEqual({ via: "never-acknowledged", messageIds: [] });
    expect(discord.count("create")).toBe(0);
  });
});
