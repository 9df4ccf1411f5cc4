// Who stands in a channel's state: nobody who opted out, nobody who is forgotten, and nobody while that cannot be told.
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { HOUR, MINUTE, onStage, SECOND, type Stage } from "./watching.ts";

const held = (stage: Stage) => JSON.stringify(stage.life());
const optOut = async ({ access, pseudonyms, now }: Stage, id: string, active = true) => access.setOptOut(await pseudonyms(id), active, now());

describe("somebody who opted out", () => {
  test("is a number in the state: no id, no message of theirs, no word, nobody they spoke to", () =>
    onStage(async (stage) => {
      const { set, pass, say, ada, bob } = stage;
      await optOut(stage, ada.id);
      await set({ speaks: true, listens: true });
      await pass(SECOND);
      const first = say(bob, "who has seen the quince marmalade?");
      const secret = say(ada, "the rhubarb cellar is where it hides", { replyTo: first });
      const reply = say(bob, "thank you", { replyTo: secret });
      await pass(20 * SECOND);
      const { activity, diary } = stage.life();
      expect(activity.recent.map(({ by }) => by)).toEqual([bob.id, "", bob.id]);
      expect(diary.messages.reduce((sum, n) => sum + n, 0)).toBe(3);
      expect(activity.people.map(({ id }) => id)).toEqual([bob.id]);
      expect(held(stage)).toContain("quince");
      expect(held(stage)).not.toContain("rhubarb");
      expect(held(stage)).not.toContain(ada.id);
      expect(activity.recent.map(({ id }) => id)).toEqual([first.json.id, `x${secret.json.id}`, reply.json.id]);
    }));

  test("is nobody either to whom others reply, or whom they name, when nothing of theirs is read along with it", () =>
    onStage(async (stage) => {
      const { set, pass, say, ada, bob } = stage;
      await optOut(stage, ada.id);
      await set({ listens: true });
      await pass(SECOND);
      const secret = say(ada, "in the cellar");
      // Nobody knows by heart who opted out.
      await pass(6 * MINUTE);
      say(bob, "I see", { replyTo: secret, ping: false });
      await pass(15 * SECOND);
      expect(held(stage)).not.toContain(ada.id);
      await pass(6 * MINUTE);
      say(bob, `<@${ada.id}> and you?`);
      await pass(15 * SECOND);
      expect(stage.life().activity.recent.map(({ by }) => by)).toEqual(["", bob.id, bob.id]);
      await pass(6 * MINUTE);
      stage.discord.post(stage.channel, stage.discord.bot, "an answer", {
        json: { interaction_metadata: { id: "1100000000000000009", user: { id: ada.id } } },
      });
      await pass(15 * SECOND);
      expect(stage.life().activity.recent.at(-1)?.by).toBe("");
      expect(held(stage)).not.toContain(ada.id);
    }));

  test("later, is taken out within minutes, and so is who had themselves erased", () =>
    onStage(async (stage) => {
      const { set, pass, say, ada, bob, erasures, pseudonyms, now } = stage;
      await set({ listens: true });
      say(ada, "hello");
      say(bob, "hello yourself");
      await pass(MINUTE);
      expect(held(stage)).toContain(ada.id);
      await optOut(stage, ada.id);
      await erasures.begin({ id: "1", key: (await pseudonyms(bob.id))[0], at: now() });
      await pass(6 * MINUTE);
      expect(held(stage)).not.toContain(ada.id);
      expect(stage.life().activity.recent.map(({ by }) => by)).toEqual(["", ""]);
      say(bob, "here I am again");
      await pass(30 * MINUTE);
      expect(stage.life().activity.people.map(({ id }) => id)).toEqual([bob.id]);
    }));

  test("is left out of what comes in real time as well; signs of theirs are none", () =>
    onStage(async (stage) => {
      const { set, pass, watcher, ada, bob, now } = stage;
      await optOut(stage, ada.id);
      await set({ listens: true });
      await pass(SECOND);
      await watcher.observe([
        { kind: "typing", at: now(), author: ada.id },
        { kind: "typing", at: now(), author: bob.id },
        { kind: "activity", at: now(), author: ada.id, name: "Chess" },
        { kind: "message", id: "111111111111111111", at: now(), author: ada.id, bot: false, question: true, keywords: ["rhubarb"] },
        { kind: "join", at: now(), author: bob.id },
      ]);
      const { activity } = stage.life();
      expect(activity.typing.map(({ by }) => by)).toEqual([bob.id]);
      expect(activity.started).toBeNull();
      expect(activity.joined?.by).toBe(bob.id);
      expect(activity.recent).toHaveLength(1);
      expect(held(stage)).not.toContain(ada.id);
      expect(held(stage)).not.toContain("rhubarb");
    }));

  test("who writes to the bot is still answered: that they asked for", () =>
    onStage(async (stage) => {
      const { set, pass, mention, ada, ofKind } = stage;
      await optOut(stage, ada.id);
      await set({ listens: true });
      await pass(SECOND);
      mention(ada);
      await pass(15 * SECOND);
      expect(ofKind("ask")).toHaveLength(1);
      expect(held(stage)).not.toContain(ada.id);
    }));
});

test("nobody is taken in while it cannot be told who opted out; nothing is lost by it", () =>
  onStage(async (stage) => {
    const { set, pass, mention, ada, ofKind } = stage;
    await set({ listens: true });
    await pass(SECOND);
    await env.DB.prepare("ALTER TABLE opt_outs RENAME TO away").run();
    mention(ada);
    try {
      await pass(2 * MINUTE);
      expect(ofKind("ask")).toHaveLength(0);
      expect(held(stage)).not.toContain(ada.id);
      await expect(stage.watcher.observe([{ kind: "typing", at: stage.now(), author: ada.id }])).rejects.toThrow();
      expect(held(stage)).not.toContain(ada.id);
    } finally {
      await env.DB.prepare("ALTER TABLE away RENAME TO opt_outs").run();
    }
    await pass(10 * MINUTE);
    expect(ofKind("ask")).toHaveLength(1);
  }));

test("forgetting somebody takes their id out of the state at once", () =>
  onStage(async (stage) => {
    const { set, pass, say, ada, bob, watcher } = stage;
    await set({ listens: true });
    const first = say(ada, "apples");
    say(bob, "pears", { replyTo: first });
    await pass(MINUTE);
    watcher.forget(ada.id);
    expect(held(stage)).not.toContain(ada.id);
    expect(stage.life().activity.recent).toHaveLength(2);
  }));

describe("what comes in real time", () => {
  test("counts once, whichever way it came, and what is for the bot is read at once", () =>
    onStage(async (stage) => {
      const { set, pass, mention, say, watcher, bob, ada, ofKind, reads, now } = stage;
      await set({ listens: true });
      await pass(HOUR);
      const said = say(bob, "hello");
      const event = { kind: "message", id: said.json.id, at: now(), author: bob.id, bot: false, question: false } as const;
      await watcher.observe([event]);
      await watcher.observe([event]);
      expect(stage.life().activity.recent).toHaveLength(1);
      const asked = mention(ada);
      const before = reads();
      await watcher.observe([{ ...event, id: asked.json.id, author: ada.id, toBot: true }]);
      await pass(SECOND);
      expect(reads()).toBe(before + 1);
      expect(ofKind("ask").map(({ id }) => id)).toEqual([asked.json.id]);
      expect(stage.life().activity.recent).toHaveLength(2);
      // Now the channel is live.
      await pass(MINUTE);
      expect(reads() - before).toBeGreaterThanOrEqual(4);
    }));

  test("is nothing to a channel that nobody wants followed", () =>
    onStage(async ({ watcher, pass, reads, ada, now }) => {
      await watcher.observe([{ kind: "typing", at: now(), author: ada.id }]);
      await pass(HOUR);
      expect(reads()).toBe(0);
      expect(watcher.overview()).toBeNull();
    }));
});

test("without the Message Content intent questions are unknown, words are none, and mentions are answered", () =>
  onStage(
    async (stage) => {
      const { set, pass, say, mention, ada, bob, ofKind, watcher } = stage;
      await set({ listens: true });
      await pass(SECOND);
      say(bob, "where is the long ladder?");
      mention(ada, "do you know?");
      await pass(20 * SECOND);
      const { activity } = stage.life();
      expect(activity.recent.map(({ asks }) => asks)).toEqual([undefined, 1]);
      expect(activity.topics).toEqual([]);
      expect(watcher.overview()?.readsContent).toBe(false);
      expect(ofKind("ask")).toHaveLength(1);
    },
    { messageContent: false },
  ));
