/** The job behind /web: what a resumed one shows again, and how it ends when D1 is away or the process keeps dying. */
import { expect, it } from "vitest";
import type { Standing } from "../../src/access/store.ts";
import type { Job, WebInput } from "../../src/jobs/types.ts";
import { createWebJob } from "../../src/jobs/web.ts";
import type { MemeResult } from "../../src/net/memes.ts";
import { createSkippingClock } from "../discord/skipping-clock.ts";
import { createFakeDiscord } from "../fakes/discord-api.ts";
import { createJournal } from "../fakes/journal.ts";

const meme = (n: number): MemeResult => ({
  kind: "meme",
  meme: { title: `Meme ${n}`, url: "https://redd.it/1", picture: "https://i.redd.it/a.png", subreddit: "memes" },
});

function open(readStanding: () => Promise<{ refusal: Standing["refusal"] }> = async () => ({ refusal: null })) {
  const clock = createSkippingClock();
  const discord = createFakeDiscord(clock);
  const journal = createJournal();
  let picked = 0;
  const kind = createWebJob({
    discord,
    clock,
    pseudonyms: async (id) => [`key-${id}`],
    access: { readStanding: readStanding as () => Promise<Standing> },
    toolPorts: { webSearch: async () => ({ kind: "found", hits: [] }), news: async () => ({ items: [], read: ["Paper"], failed: [] }) },
    memes: async () => meme(++picked),
  });
  const job = (input: WebInput) =>
    ({
      v: 1,
      id: "123456789012345678",
      kind: "web",
      target: "message",
      private: false,
      channelId: "5",
      guildId: "6",
      user: { id: "7", name: "ada" },
      locale: "en-US",
      createdAt: clock.now(),
      input,
    }) as Job;
  const running = { journal, signal: new AbortController().signal, deadline: clock.now() + 780_000, starts: 1 };
  return {
    said: () => discord.texts().at(-1) ?? "",
    run: (input: WebInput) => clock.run(kind.run(job(input), running)),
    abandon: () => clock.run(kind.abandon(job({ what: "meme" }), running, "crashes")),
  };
}

it("shows the same meme again after a crash, not another one", async () => {
  const { run, said } = open();
  await run({ what: "meme" });
  expect(said()).toBe("**Meme 1**");
  await run({ what: "meme" });
  expect(said()).toBe("**Meme 1**");
});

it("does nothing while D1 cannot tell whether it may", async () => {
  const { run, said } = open(() => Promise.reject(new Error("D1 is away")));
  expect(await run({ what: "meme" })).toEqual({ outcome: "answered" });
  expect(said()).not.toContain("Meme");
  expect(said()).toMatch(/try/i);
});

it("names the channels where the bot may be used", async () => {
  const { run, said } = open(async () => ({ refusal: { kind: "elsewhere", channels: ["8"] } }));
  await run({ what: "search", query: "cats" });
  expect(said()).toBe("On this server I'm only used in <#8>.");
});

it("that died too often ends with a sentence", async () => {
  const { abandon, said } = open();
  await abandon();
  expect(said()).toContain("Please try once more.");
});

it("says where there is no news at all", async () => {
  const { run, said } = open();
  await run({ what: "news", topic: "" });
  expect(said()).toBe("The news feeds are empty right now. Try again later.");
});
