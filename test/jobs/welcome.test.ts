/** The one message after an installation: posted by bot token, once, and given up quietly where it is not wanted. */
import { describe, expect, it } from "vitest";
import type { Job, JobRun } from "../../src/jobs/types.ts";
import { createWelcomeJob } from "../../src/jobs/welcome.ts";
import { DiscordApiError } from "../../src/kernel/errors.ts";
import type { ChannelId } from "../../src/kernel/ids.ts";
import { createSkippingClock } from "../discord/skipping-clock.ts";
import { createFakeDiscord, refusal, type Trouble } from "../fakes/discord-api.ts";
import { createJournal } from "../fakes/journal.ts";

const job = (to: "server" | "person", locale = "en-US"): Job =>
  ({
    v: 1,
    id: "123456789012345678",
    kind: "welcome",
    channelId: "5",
    guildId: to === "server" ? "6" : null,
    user: { id: "7", name: "ada" },
    locale,
    input: { to },
  }) as Job;

function open(trouble?: (nth: number) => Trouble, before: Record<string, unknown> = {}) {
  const clock = createSkippingClock();
  const discord = createFakeDiscord(clock, (_call, nth) => trouble?.(nth));
  const journal = createJournal(before);
  const opened: string[] = [];
  const port = {
    ...discord,
    directChannel: async (userId: string) => {
      opened.push(userId);
      return `dm-${userId}` as ChannelId;
    },
  };
  const kind = createWelcomeJob({ discord: port, clock });
  const run = (to: "server" | "person", locale?: string) => {
    const running: JobRun = { journal, signal: new AbortController().signal, deadline: clock.now() + 780_000, starts: 1 };
    return clock.run(kind.run(job(to, locale), running));
  };
  return { discord, journal, port, opened, run, kind, clock };
}

describe("the greeting", () => {
  it("is posted with a nonce of its own, in the language it was asked for", async () => {
    const { discord, run } = open();
    expect(await run("server", "de")).toEqual({ outcome: "answered" });
    expect(discord.texts()).toEqual([expect.stringContaining("Hallo, ich bin Edgewise")]);
    expect(discord.calls[0]?.nonce).toMatch(/^[0-9a-z]{5,20}-0$/);
  });

  it("goes to the person by a direct channel, without Set up", async () => {
    const { discord, opened, run, journal } = open();
    await run("person");
    expect(opened).toEqual(["7"]);
    expect(journal.get("direct")).toEqual({ channelId: "dm-7" });
    expect(JSON.stringify(discord.calls[0]?.message.components)).not.toContain("setup");
  });

  it("is not posted again by a job that is resumed, nor is the channel opened again", async () => {
    const { discord, opened, run } = open(undefined, { direct: { channelId: "dm-7" }, "bot-message:0": { id: "8" } });
    expect(await run("person")).toEqual({ outcome: "answered" });
    expect([discord.calls, opened]).toEqual([[], []]);
  });

  it("outlasts trouble that passes", async () => {
    const { discord, run } = open((nth) => (nth < 4 ? refusal(503, 0) : undefined));
    expect(await run("server")).toEqual({ outcome: "answered" });
    expect(discord.count("create")).toBe(4);
  });

  it("is tried once more where the bot may not have joined yet, then given up", async () => {
    const late = open((nth) => (nth === 1 ? refusal(403, 50_001) : undefined));
    expect(await late.run("server")).toEqual({ outcome: "answered" });
    const closed = open(() => refusal(403, 50_013));
    expect(await closed.run("server")).toEqual({ outcome: "undeliverable", reason: "refused" });
    expect(closed.discord.count("create")).toBe(2);
  });

  it("is given up at once by somebody who takes no messages", async () => {
    const closed = open(() => refusal(403, 50_007));
    expect(await closed.run("person")).toEqual({ outcome: "undeliverable", reason: "refused" });
    expect(closed.discord.count("create")).toBe(1);
    const gone = open();
    gone.port.directChannel = () => Promise.reject(new DiscordApiError("POST", "/users/@me/channels", 403, 50_007, "no"));
    expect(
      await createWelcomeJob({ discord: gone.port, clock: gone.clock }).run(job("person"), {
        journal: gone.journal,
        signal: new AbortController().signal,
        deadline: 0,
        starts: 1,
      }),
    ).toEqual({
      outcome: "undeliverable",
      reason: "closed",
    });
  });

  it("that cannot be is nobody's business: nothing is posted instead", async () => {
    const { discord, kind, journal } = open();
    const run: JobRun = { journal, signal: new AbortController().signal, deadline: 0, starts: 4 };
    expect(await kind.abandon(job("server"), run, "crashes")).toEqual({ outcome: "undeliverable", reason: "crashes" });
    expect(discord.calls).toEqual([]);
  });
});
