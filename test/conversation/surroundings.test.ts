/** What stands around a question, and whose words stay out of it. */
import { describe, expect, it } from "vitest";
import { readSurroundings, type Surroundings } from "../../src/conversation/surroundings.ts";
import type { ChannelMessage } from "../../src/discord/api.ts";
import type { MessageSnapshot } from "../../src/discord/interaction.ts";
import type { AskInput, Job } from "../../src/jobs/types.ts";
import { ADA, BOB, BOT, message, ownAnswer, replyOf } from "./messages.ts";

const file = (filename: string, contentType = "image/png") => ({ id: filename, filename, contentType, size: 1, url: `https://cdn/${filename}`, proxyUrl: "" });
const target = (more: Partial<MessageSnapshot> = {}): MessageSnapshot =>
  ({
    id: "50",
    type: 0,
    author: { id: BOB, name: "Bob", bot: false },
    content: "why?",
    attachments: [],
    sentAt: 0,
    ephemeral: false,
    ...more,
  }) as MessageSnapshot;
const about = (task: AskInput["task"], more: Partial<MessageSnapshot> = {}): Partial<AskInput> => ({
  trigger: task === "reply" ? "reply" : "panel",
  ...(task === undefined ? {} : { task }),
  target: target(more),
});

interface Options {
  page?: ChannelMessage[] | Error;
  optedOut?: string[] | null;
  canRead?: boolean;
  limit?: number;
  signal?: AbortSignal;
  alsoAsk?: string[];
  told?: string[];
}

async function read(input: Partial<AskInput>, { page = [], optedOut = [], canRead = true, limit = 20, signal, alsoAsk = [], told = [] }: Options = {}) {
  const queries: unknown[] = [];
  const checked: string[][] = [];
  const job = { channelId: "5", applicationId: BOT, user: { id: ADA, name: "Ada" }, bot: { canRead, present: true } } as unknown as Job;
  const whole: AskInput = { trigger: "ask", prompt: "", attachments: [], readChannel: true, ...input };
  const result = await readSurroundings(
    job,
    whole,
    {
      historyMessages: limit,
      alsoAsk,
      shared: false,
      told: new Set(told),
      discord: {
        channelMessages: async (_channel, query) => {
          queries.push(query);
          if (page instanceof Error) throw page;
          return page;
        },
        message: async (_channel, id) => {
          queries.push(id);
          return (page instanceof Error ? [] : page).find((candidate) => candidate.id === id) ?? null;
        },
        member: async () => null,
      },
      optOuts: async (ids) => {
        checked.push([...ids]);
        return optedOut === null ? null : new Set(optedOut);
      },
    },
    signal ?? new AbortController().signal,
  );
  return { result, around: result as Surroundings, queries, checked };
}

it("whom the history quotes is asked about in the same question, and the answer goes along", async () => {
  const { around, checked } = await read({}, { page: [message()], alsoAsk: [BOB, "9"], optedOut: ["9"] });
  expect(checked).toEqual([[BOB, "9"]]);
  expect(around.optedOut).toEqual(new Set(["9"]));
  expect((await read({}, { alsoAsk: ["9"], optedOut: null })).around.optedOut).toBeNull();
});

describe("how far is read", () => {
  it.each([
    [undefined, [{ limit: 20 }]],
    ["reply", [{ limit: 20, around: "50" }]],
    ["explain", [{ limit: 20, around: "50" }]],
    ["question", [{ limit: 20, around: "50" }]],
    // Read by catch-up.ts.
    ["summarize", []],
    ["describe", ["50"]],
    ["translate", []],
  ] as const)("for %s", async (task, queries) => {
    expect((await read(task === undefined ? {} : about(task))).queries).toEqual(queries);
  });

  it("is nothing where it is not wanted, switched off or not allowed", async () => {
    const unwanted = await read({ readChannel: false });
    const off = await read(about("reply"), { limit: 0 });
    const forbidden = await read(about("reply"), { canRead: false });
    expect([unwanted, off, forbidden].map(({ queries, around }) => [queries, around.state])).toEqual([
      [[], "unwanted"],
      [[], "unwanted"],
      [[], "unreadable"],
    ]);
  });

  it("that fails is said; that is called off is thrown as the signal's reason", async () => {
    expect((await read(about("reply"), { page: new TypeError("reset") })).around.state).toBe("unreadable");
    await expect(read({}, { page: new Error("aborted"), signal: AbortSignal.abort("stop") })).rejects.toBe("stop");
  });
});

describe("around a message", () => {
  it("stand its chain, nearest first, and its neighbours, without either twice", async () => {
    const page = [message({ content: "after" }), replyOf("50", "49"), ownAnswer(undefined, "unasked"), replyOf("49", "48"), replyOf("48", undefined)];
    const { around } = await read(about("reply"), { page });
    expect(around.chain).toEqual(["09:05 Bob: words of 49", "09:05 Bob: words of 48"]);
    expect(around.channel).toEqual(["09:05 Bob: after", "09:05 Edgewise (bot): unasked"]);
  });

  it("the bot's own words are called its own, and blank ones unreadable", async () => {
    const own = { author: { id: BOT, name: "Edgewise", bot: true } };
    const page = [replyOf("50", "49"), replyOf("49", "48", own), replyOf("48", undefined, { content: "" })];
    const { around } = await read(about("reply"), { page });
    expect(around.chain).toEqual(["09:05 You, in an earlier answer: words of 49", "09:05 Bob: (its text could not be read)"]);
    expect(around.blank).toBe(1);
  });

  it("what Discord handed over with it is better than what came blank, or not at all", async () => {
    const handedOver = { replyTo: "49", replied: target({ id: "49", content: "handed over" } as Partial<MessageSnapshot>) } as Partial<MessageSnapshot>;
    const blank = await read(about("reply", handedOver), { page: [replyOf("50", "49"), replyOf("49", undefined, { content: "" })] });
    const forbidden = await read(about("reply", handedOver), { canRead: false });
    for (const { around } of [blank, forbidden]) expect(around.chain).toEqual(["00:00 Bob: handed over"]);
  });
});

describe("files", () => {
  it("are the question's, the message's and its chain's, in this order, six at most", async () => {
    const page = [replyOf("50", "49"), replyOf("49", undefined, { attachments: [file("c.png"), file("c.mp4", "video/mp4"), file("d.txt", "text/plain")] })];
    const { around } = await read({ ...about("reply", { attachments: [file("b.png")] }), attachments: [file("a.png")] }, { page });
    expect(around.files.map(({ filename }) => filename)).toEqual(["a.png", "b.png", "c.png", "d.txt"]);
    const many = await read(about("explain", { attachments: Array.from({ length: 9 }, (_, i) => file(`${i}.png`)) }));
    expect([many.around.files.length, many.around.filesLeftOut]).toEqual([6, 3]);
  });

  it("have the links of a message that was just read, which have not expired", async () => {
    const fresh = { ...file("a.png"), url: "https://cdn/fresh" };
    const page = [replyOf("50", undefined, { attachments: [fresh] })];
    expect((await read(about("describe", { attachments: [file("a.png")] }), { page })).around.files).toEqual([fresh]);
    // Without the intent it comes without its files.
    expect((await read(about("describe", { attachments: [file("a.png")] }), { page: [replyOf("50", undefined)] })).around.files).toEqual([file("a.png")]);
  });
});

describe("people who opted out", () => {
  it("are neither in the chain nor beside it", async () => {
    const cleo = { author: { id: "3", name: "Cleo", bot: false } };
    const page = [
      replyOf("50", "49"),
      replyOf("49", "48"),
      replyOf("48", undefined, { ...cleo, attachments: [file("c.png")] }),
      message({ ...cleo, content: "beside" }),
      message(),
    ];
    const { around, checked } = await read(about("reply"), { page, optedOut: ["3"] });
    expect([around.chain, around.channel, around.files]).toEqual([["09:05 Bob: words of 49"], ["09:05 Bob: hello"], []]);
    expect(checked).toHaveLength(1);
  });

  it("cannot be told from others while the database is away: nobody is read, and that is said", async () => {
    const { around } = await read(about("reply"), { page: [replyOf("50", "49"), replyOf("49", undefined), message()], optedOut: null });
    expect([around.state, around.chain, around.channel]).toEqual(["unchecked", [], []]);
    const asked = await read({}, { page: [message()], optedOut: null });
    expect([asked.around.state, asked.around.channel]).toEqual(["unchecked", []]);
  });

  it("and who wrote the message itself: checked anew when an old answer is made again, not when it was just checked", async () => {
    expect((await read(about("translate"), { optedOut: [BOB] })).around.state).toBe("unwanted");
    const again = { ...about("translate"), trigger: "regenerate" } as const;
    expect((await read(again, { optedOut: [BOB] })).result).toBe("opted-out");
    expect((await read(again, { optedOut: null })).result).toBe("storage");
    expect((await read(again, { optedOut: [] })).around.state).toBe("unwanted");
    const own = { ...again, target: target({ author: { id: ADA, name: "Ada", bot: false } } as Partial<MessageSnapshot>) };
    expect((await read(own, { optedOut: [ADA] })).around.state).toBe("unwanted");
  });
});

describe("of a message that asks by itself", () => {
  const asks = (replyTo?: string): Partial<AskInput> => ({ trigger: "mention", answers: { id: "50", ...(replyTo === undefined ? {} : { replyTo }) } as never });

  it("is read what was before it, and what it replies to, with its files", async () => {
    const page = [replyOf("49", undefined, { attachments: [file("c.png")] }), message({ content: "beside" })];
    const { around, queries } = await read(asks("49"), { page });
    expect([around.chain, around.channel]).toEqual([["09:05 Bob: words of 49 [c.png]"], ["09:05 Bob: beside"]]);
    expect(around.files.map(({ filename }) => filename)).toEqual(["c.png"]);
    expect(queries).toEqual([{ limit: 20, before: "50" }]);
  });

  it("words of people who opted out stay out, and the question stays", async () => {
    const { around } = await read(asks("49"), { page: [replyOf("49", undefined), message({ author: { id: ADA, name: "Ada", bot: false } })], optedOut: [BOB] });
    expect([around.chain, around.channel.length]).toEqual([[], 1]);
  });

  it("nothing is told twice: neither what was asked before, nor the bot's reply to it", async () => {
    const own = { author: { id: BOT, name: "Edgewise", bot: true } };
    const page = [replyOf("42", "41", own), message({ id: "41" as never }), replyOf("40", "39", { ...own, content: "said to others" })];
    const { around } = await read(asks(), { page, told: ["41"] });
    expect(around.channel).toEqual(["09:05 Edgewise (bot): said to others"]);
  });
});
