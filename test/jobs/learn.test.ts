/** Reading a document: D1 that comes and goes, a resume, a job that is given up, and names for pages that have none. */
import { describe, expect, it } from "vitest";
import { createLearnJob, type LearnDeps } from "../../src/jobs/learn.ts";
import type { Job, JobRun, LearnInput } from "../../src/jobs/types.ts";
import type { Added, NewDocument } from "../../src/memory/documents-store.ts";
import type { Page } from "../../src/net/guarded-fetch.ts";
import { createSkippingClock } from "../discord/skipping-clock.ts";
import { createFakeDiscord } from "../fakes/discord-api.ts";
import { createJournal } from "../fakes/journal.ts";

const TEXT: LearnInput = { name: "Rules", source: { kind: "text", text: "Be kind." }, replace: false, ask: { embeds: [], rows: [] } };
const page = (url: string, contentType: string, text: string): Page => ({ kind: "page", url, contentType, text });

function open(add: (document: NewDocument, nth: number) => Added, found?: Page, before: Record<string, unknown> = {}) {
  const clock = createSkippingClock();
  const discord = createFakeDiscord(clock);
  const journal = createJournal(before);
  const added: NewDocument[] = [];
  const deps: LearnDeps = {
    discord,
    clock,
    pseudonyms: async (id) => [`key-${id}`],
    erasures: { isErasedSince: async () => false },
    cdn: async () => ({ kind: "gone" }),
    readPage: async () => found ?? { kind: "unreachable" },
    documents: {
      named: async () => null,
      add: async (document) => {
        added.push(document);
        return add(document, added.length);
      },
    },
  };
  const kind = createLearnJob(deps);
  const job = (input: LearnInput) =>
    ({
      v: 1,
      id: "123456789012345678",
      kind: "learn",
      target: "message",
      private: true,
      channelId: "5",
      guildId: "6",
      user: { id: "7", name: "ada" },
      locale: "en-US",
      createdAt: clock.now(),
      input,
    }) as Job;
  const running = (): JobRun => ({ journal, signal: new AbortController().signal, deadline: clock.now() + 780_000, starts: 1 });
  return {
    added,
    journal,
    said: () => discord.texts().at(-1) ?? "",
    run: (input = TEXT) => clock.run(kind.run(job(input), running())),
    abandon: (input = TEXT) => clock.run(kind.abandon(job(input), running(), "crashes")),
  };
}

const stored = ({ name, passages }: NewDocument): Added => ({
  kind: "added",
  document: { id: 1, name, source: "", addedBy: "7", addedAt: 0, length: 8, passages: passages.length },
});
const broken = (): never => {
  throw new Error("D1 is away");
};

describe("D1", () => {
  it("that is away for a moment is asked again", async () => {
    const { run, said, added } = open((document, nth) => (nth < 3 ? broken() : stored(document)));
    expect(await run()).toEqual({ outcome: "answered" });
    expect(said()).toContain("I know **Rules** from now on: 1 passage.");
    expect(added).toHaveLength(3);
  });

  it("that stays away costs a sentence that does not claim to know", async () => {
    const { run, said } = open(broken);
    expect(await run()).toEqual({ outcome: "answered" });
    expect(said()).toContain("I can't tell whether this was stored");
  });
});

describe("what was stored before a crash", () => {
  const told = { text: "I know **Rules** from now on: 1 passage.", embeds: [], rows: [] };

  it("is told without reading or storing it again", async () => {
    const { run, said, added } = open(broken, undefined, { stored: told });
    await run();
    expect([said(), added]).toEqual([told.text, []]);
  });

  it("is told, too, where the job is given up; where nothing was, that is said", async () => {
    const given = open(broken, undefined, { stored: told });
    await given.abandon();
    expect(given.said()).toBe(told.text);
    const nothing = open(broken);
    await nothing.abandon();
    expect(nothing.said()).toContain("Something went wrong on my side, and nothing was stored.");
  });
});

describe("a page's own name", () => {
  const nameOf = async (found: Page, name = "") => {
    const { run, added } = open(stored, found);
    await run({ ...TEXT, name, source: { kind: "url", url: "https://docs.example/" } });
    return added[0]?.name;
  };

  it("is what the person gave, else its title, else its file, else its host", async () => {
    const html = "<title> House\n rules </title><p>Be kind.";
    expect(await nameOf(page("https://docs.example/a/rules.html", "text/html", html), "Mine")).toBe("Mine");
    expect(await nameOf(page("https://docs.example/a/rules.html", "text/html", html))).toBe("House rules");
    expect(await nameOf(page("https://docs.example/a/r%C3%A4te%20x.html?q=1", "text/html", "<p>Be kind."))).toBe("räte x.html");
    expect(await nameOf(page("https://docs.example/%E0%A4%A", "text/plain", "Be kind."))).toBe("%E0%A4%A");
    expect(await nameOf(page("https://docs.example/", "text/plain", "Be kind."))).toBe("docs.example");
    expect((await nameOf(page("https://docs.example/", "text/html", `<title>${"long ".repeat(50)}</title>x`)))?.length).toBe(80);
  });

  it("of a page without a type is its title, if it looks like one", async () => {
    expect(await nameOf(page("https://docs.example/x", "", "<!DOCTYPE html><title>T</title><p>Be kind."))).toBe("T");
    expect(await nameOf(page("https://docs.example/x.txt", "", "1 < 2"))).toBe("x.txt");
  });
});
