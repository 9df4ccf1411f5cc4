// The process dies between any two steps of a post that nobody asked for, once or twice: it stands once, or not at all.
import { beforeEach, describe, expect, test } from "vitest";
import { permission } from "../../scripts/playground/discord/permissions.ts";
import type { DiscordApi } from "../../src/discord/api.ts";
import { createJournal, type FakeJournal } from "../fakes/journal.ts";
import { manager, rows } from "./panel.ts";
import { personaCommands } from "./persona-world.ts";
import { type SpeakOptions, speakingIn } from "./speaking.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld(
  (fresh) => {
    world = fresh;
  },
  { messageContent: true, botPermissions: permission.manageWebhooks },
);
const { open } = speakingIn(() => world);
const { persona } = personaCommands(() => world);
const heard = () =>
  (world.discord.state.channelMessages.get(world.channel.id) ?? []).filter(({ json, interactionId }) => json.author.bot && interactionId === undefined);

/** Throws from its nth step on: a step is an entry of the journal, or a call that changes something, before and after it. */
function mortal(journal: FakeJournal, discord: DiscordApi, diesAt: number) {
  let steps = 0;
  const step = () => {
    if (++steps >= diesAt) throw new Error("dead");
  };
  const around =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      step();
      const result = await call(...args);
      step();
      return result;
    };
  return {
    isDead: () => steps >= diesAt,
    journal: {
      ...journal,
      put: (name: string, value: unknown) => {
        step();
        journal.put(name, value);
      },
    },
    discord: {
      ...discord,
      createMessage: around(discord.createMessage),
      editMessage: around(discord.editMessage),
      executeWebhook: around(discord.executeWebhook),
      createWebhook: around(discord.createWebhook),
    },
  };
}

/** False where it lived to its end. */
async function live(options: SpeakOptions, deaths: readonly number[]): Promise<boolean> {
  const journal = createJournal();
  const first = open({ ...options, journal });
  for (const diesAt of deaths) {
    const life = mortal(journal, first.deps.discord, diesAt);
    const lived = open({ ...options, job: { ...options.job, id: first.job.id }, journal: life.journal, deps: { discord: life.discord } });
    await lived.run().catch((error: Error) => expect(error.message).toBe("dead"));
    if (!life.isDead()) {
      await lived.save();
      return false;
    }
  }
  const last = open({ ...options, job: { ...options.job, id: first.job.id }, journal });
  await last.finish();
  return true;
}

describe.each([
  ["a reply", false, true],
  ["a plain message", false, false],
  ["a persona's", true, false],
])("%s", (_, webhook, isReply) => {
  beforeEach(async () => {
    if (webhook) await persona("use", { name: "rivet", for: "channel" }, { user: manager(world) });
    world.model.script(() => ({ text: "Said once.", delayMs: 0 }));
  });
  const options = (): SpeakOptions => ({
    input: { webhook },
    decision: { about: isReply ? world.discord.post(world.channel, world.bob, "hello").json.id : null },
  });

  test("wherever it dies, it stands once; by a webhook at most once", async () => {
    let deaths = 0;
    for (let diesAt = 1; ; diesAt++) {
      const before = heard().length;
      if (!(await live(options(), [diesAt]))) break;
      deaths += 1;
      const more = heard().length - before;
      expect([diesAt, webhook ? more <= 1 : more]).toEqual([diesAt, webhook ? true : 1]);
    }
    expect(deaths).toBeGreaterThan(5);
    expect(await rows("SELECT turn_id FROM ledger WHERE settled = 0")).toEqual([]);
  });

  test("and so after two crashes", async () => {
    for (const [first, second] of [
      [2, 2],
      [4, 1],
      [5, 2],
      [6, 1],
      [6, 2],
      [7, 1],
    ] as const) {
      const before = heard().length;
      await live(options(), [first, second]);
      const more = heard().length - before;
      expect([first, second, webhook ? more <= 1 : more]).toEqual([first, second, webhook ? true : 1]);
    }
  });
});

test("a draft that a crash made old is let go", async () => {
  const journal = createJournal();
  world.model.script(() => ({ text: "Said late.", delayMs: 0 }));
  const first = open({ journal });
  const life = mortal(journal, first.deps.discord, 4);
  await open({ job: { id: first.job.id }, journal: life.journal, deps: { discord: life.discord } })
    .run()
    .catch(() => undefined);
  const late = open({ job: { id: first.job.id, createdAt: Date.now() - 10 * 60_000 }, journal });
  expect((await late.finish()).outcome).toBe("discarded");
  expect([heard(), world.model.requests.length]).toEqual([[], 1]);
});

test("a picture that a crash has lost is not made again", async () => {
  const { toolStore } = open().deps;
  await toolStore.change(world.channel.guildId as never, "generate_image", { enabled: true }, { userId: "7", at: Date.now() });
  world.model.script(({ messages }) =>
    messages.some(({ role }) => role === "tool")
      ? { text: "Look." }
      : { text: "", toolCalls: [{ name: "generate_image", arguments: '{"prompt":"an otter"}' }] },
  );
  const options: SpeakOptions = { decision: { action: "share_something" }, variables: { IMAGE_MODEL: "demo-image" } };
  const journal = createJournal();
  const first = open({ ...options, journal, again: () => new Promise(() => undefined) });
  void first.run();
  const painted = () => world.model.requests.filter(({ path }) => path.endsWith("/images/generations")).length;
  await world.discord.waitFor(() => painted() === 1 && journal.get("picture") !== undefined, { timeoutMs: 5_000 });
  const second = open({ ...options, job: { id: first.job.id }, journal });
  expect([await second.finish(), painted(), heard()]).toMatchObject([{ outcome: "discarded", reason: "picture-lost" }, 1, []]);
});

test("what stands in the channel when its job is given up is recorded as posted, noted and paid for", async () => {
  const { createSpeakJob } = await import("../../src/jobs/speak.ts");
  world.model.script(() => ({ text: "Said once.", delayMs: 0 }));
  const journal = createJournal();
  const first = open({ journal });
  const life = { ...journal, put: (name: string, value: unknown) => (name === "delivered" || name === "record" ? die() : journal.put(name, value)) };
  const die = (): never => {
    throw new Error("dead");
  };
  await open({ job: { id: first.job.id }, journal: life })
    .run()
    .catch(() => undefined);
  expect(heard()).toHaveLength(1);
  const last = open({ job: { id: first.job.id }, journal });
  const run = { journal, signal: new AbortController().signal, deadline: 0, starts: 4 };
  const result = await createSpeakJob(last.deps).abandon(last.job, run, "deadline");
  expect(result.outcome).toBe("answered");
  expect(result.costMicroUsd).toBeGreaterThan(0);
  expect(last.noted.map(({ id }) => id)).toEqual(heard().map(({ json }) => json.id));
  await last.save();
  expect(await rows("SELECT settled FROM ledger WHERE turn_id = ?", last.job.id)).toEqual([{ settled: 1 }]);
});

test("a job that nobody can carry out is recorded, and posts nothing", async () => {
  const opened = open();
  const { createSpeakJob } = await import("../../src/jobs/speak.ts");
  const kind = createSpeakJob(opened.deps);
  const run = { journal: opened.journal, signal: new AbortController().signal, deadline: 0, starts: 4 };
  expect(await kind.abandon(opened.job, run, "crashes")).toMatchObject({ outcome: "failed", reason: "crashed" });
  await opened.save();
  expect(await rows("SELECT trigger, outcome, reason FROM turns WHERE id = ?", opened.job.id)).toEqual([
    { trigger: "speak", outcome: "failed", reason: "crashed" },
  ]);
  expect(await kind.abandon({ ...opened.job, input: {} }, run, "bug")).toEqual({ outcome: "failed", reason: "bug" });
});
