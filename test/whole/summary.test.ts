// A conversation over hours and days: it begins anew after a long silence and when it is told to, and what does not fit is remembered in short.
import { abortAllDurableObjects, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import type { Behaviour, BehaviourName } from "../../scripts/playground/model/behaviour.ts";
import { hmacOf } from "./known-person.ts";
import { openPanel, rows } from "./panel.ts";
import { HOUR, useMovableClock } from "./time.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});
const clock = useMovableClock();

interface Sent {
  messages: { role: string; content: string; name?: string }[];
}

const isForNotes = ({ messages }: Sent) => messages[0]?.content.startsWith("You keep the notes") === true;
const sent = () => world.model.requests.map(({ body }) => body as Sent);
const asked = () => sent().filter((body) => !isForNotes(body));
const forNotes = () => sent().filter(isForNotes);
const lastAsked = () => asked().at(-1)?.messages ?? [];
const system = () => lastAsked()[0]?.content ?? "";
const words = () => JSON.stringify(lastAsked());
/** What the model says: for notes this, for everything else its own words. */
const notes = (behaviour: Behaviour | BehaviourName | ((nth: number) => Behaviour | BehaviourName)) => {
  let nth = 0;
  world.model.script(({ messages }) => {
    if (!messages[0]?.text.startsWith("You keep the notes")) return undefined;
    return typeof behaviour === "function" ? behaviour(++nth) : behaviour;
  });
};
const ask = (prompt: string, options = {}) => world.ask(prompt, { options: { context: false, ...options } });
const channelObject = () => env.CHANNEL.get(env.CHANNEL.idFromName(world.channel.id));
const saved = (id: string) => vi.waitFor(async () => expect(await rows("SELECT id FROM turns WHERE id = ?", id)).toHaveLength(1), { timeout: 5_000 });
const kept = async () =>
  (await rows("SELECT * FROM conversations WHERE summary <> '' AND key LIKE ?", `${world.channel.id}:%`)) as { key: string; summary: string; people: string }[];
const scopeOfAda = async () => `user:${await hmacOf(world.ada.id)}`;
const settled = async () => rows("SELECT turn_id FROM ledger WHERE settled = 0 AND user_scope = ?", await scopeOfAda());
const ofNotes = async () => rows("SELECT amount FROM ledger WHERE turn_id LIKE '%-summary' AND user_scope = ?", await scopeOfAda());

describe("after 12 hours of silence", () => {
  test("a conversation begins anew and knows in short what was said; Why tells, and it is summed up once", async () => {
    notes({ text: "- ada's cat is called Miso" });
    await ask("my cat is called Miso");
    await saved((await ask("it is black")).id);
    clock.move(13 * HOUR);
    const answer = await ask("good morning");
    expect(forNotes()).toHaveLength(1);
    expect(forNotes()[0]?.messages[1]?.content).toMatch(/ada: my cat is called Miso\n.*You: .*\n?[\s\S]*ada: it is black/);
    expect(lastAsked().map(({ role }) => role)).toEqual(["system", "user"]);
    expect(system()).toContain('<summary untrusted="true">\n- ada\'s cat is called Miso\n</summary>');
    expect(words()).not.toContain("it is black");
    await saved(answer.id);
    expect(await kept()).toMatchObject([{ key: `${world.channel.id}:${world.ada.id}`, people: JSON.stringify([world.ada.id]) }]);
    expect((await world.press(world.ada, answer, "Why")).original()?.content).toMatch(/a summary of what was said before \(about \d+ tokens\)/);
    expect(await settled()).toEqual([]);

    await ask("and now?");
    expect(forNotes()).toHaveLength(1);
    expect(words()).toContain("good morning");
    expect(system()).toContain("Miso");
  });

  test("goes on as before where the silence was shorter", async () => {
    await saved((await ask("my cat is called Miso")).id);
    clock.move(11 * HOUR);
    await ask("what is it called?");
    expect(words()).toContain("Miso");
  });

  test("there is nothing to sum up in one exchange: it is over", async () => {
    await saved((await ask("my cat is called Miso")).id);
    clock.move(13 * HOUR);
    await ask("what is it called?");
    expect(words()).not.toContain("Miso");
    expect(forNotes()).toEqual([]);
  });

  test("Follow up still knows what it goes on from, and so does Regenerate", async () => {
    const first = await ask("my cat is called Miso");
    await saved(first.id);
    clock.move(13 * HOUR);
    const window = await world.press(world.ada, first, "Follow up");
    const followed = await world.discord.interact({ kind: "modal", user: world.ada, channel: world.channel, from: window, values: { prompt: "is that odd?" } });
    await world.answered(followed);
    expect(words()).toContain("Miso");
    await world.press(world.ada, first, "Regenerate");
    await vi.waitFor(() => expect(lastAsked().at(-1)?.content).toContain("my cat is called Miso"), { timeout: 5_000 });
    expect(lastAsked()).toHaveLength(2);
  });

  test("what cannot be summed up in time does not hold up the answer, costs what it cost, and is summed up behind it", { timeout: 40_000 }, async () => {
    notes((nth) => (nth === 1 ? "hang" : { text: "- Miso is a cat" }));
    await ask("my cat is called Miso");
    await saved((await ask("it is black")).id);
    clock.move(13 * HOUR);
    const answer = await ask("good morning");
    expect(system()).not.toContain("<summary");
    expect(answer.messages()[0]?.content).toContain("good morning");
    await vi.waitFor(async () => expect(await kept()).toMatchObject([{ summary: "- Miso is a cat" }]), { timeout: 10_000 });
    await vi.waitFor(async () => expect(await settled()).toEqual([]));
  });

  test("a crash in the middle of summing up does not happen twice: the answer comes without", async () => {
    notes("hang");
    await ask("my cat is called Miso");
    await saved((await ask("it is black")).id);
    clock.move(13 * HOUR);
    const asking = ask("good morning");
    await vi.waitFor(() => expect(forNotes()).toHaveLength(1), { timeout: 5_000 });
    await abortAllDurableObjects();
    notes({ text: "- later" });
    await runDurableObjectAlarm(channelObject());
    const answer = await asking;
    expect(answer.messages()).toHaveLength(1);
    expect(system()).not.toContain("<summary");
  });

  test("an answer that there is money for comes, even where there is none for notes beside it", async () => {
    notes({ text: "- Miso" });
    await ask("my cat is called Miso");
    await saved((await ask("it is black")).id);
    clock.move(13 * HOUR);
    // Enough for the answer's worst case (6144 tokens in, 2048 out), not for notes besides.
    const day = new Date(Date.now()).toISOString().slice(0, 10);
    await rows("INSERT OR REPLACE INTO budget_usage (scope, day, amount) VALUES (?, ?, ?)", await scopeOfAda(), day, 500_000 - 65_000);
    const answer = await ask("good morning");
    expect(answer.messages()[0]?.content).toContain("good morning");
    expect(system()).not.toContain("<summary");
  });
});

describe("/new", () => {
  test("drops what was summed up, too", async () => {
    notes({ text: "- Miso is a cat" });
    await ask("my cat is called Miso");
    await saved((await ask("it is black")).id);
    clock.move(13 * HOUR);
    await saved((await ask("good morning")).id);
    await world.discord.interact({ kind: "slash", user: world.ada, channel: world.channel, command: "new" });
    await ask("who is Miso?");
    expect(system()).not.toContain("<summary");
    expect(await kept()).toEqual([]);
  });
});

/** So many exchanges, each saved before the next begins. */
async function talk(count: number, options = {}): Promise<void> {
  for (let n = 1; n <= count; n++) await saved((await ask(`number ${n}`, options)).id);
}

describe("a long conversation", { timeout: 60_000 }, () => {
  test("is summed up behind the answer, and the next one sees notes and the newest messages alone", async () => {
    notes({ text: "- ada counts" });
    await talk(9);
    expect(forNotes()).toEqual([]);
    await talk(2);
    await vi.waitFor(async () => expect(await kept()).toHaveLength(1), { timeout: 5_000 });
    expect(forNotes()).toHaveLength(1);
    await ask("what now?");
    expect(system()).toContain("- ada counts");
    const said = lastAsked().filter(({ role }) => role === "user");
    expect(said.length).toBeGreaterThanOrEqual(5);
    expect(said.length).toBeLessThanOrEqual(7);
    expect(await settled()).toEqual([]);
    expect(Number((await ofNotes())[0]?.amount)).toBeGreaterThan(0);
  });

  test("takes the notes so far into the new ones", async () => {
    let nth = 0;
    notes(() => ({ text: `- notes ${++nth}` }));
    await talk(18);
    await vi.waitFor(async () => expect(await kept()).toMatchObject([{ summary: "- notes 2" }]), { timeout: 5_000 });
    expect(forNotes()[1]?.messages[1]?.content).toContain('<summary untrusted="true">\n- notes 1\n</summary>');
    expect(forNotes()[1]?.messages[1]?.content).not.toContain("number 2\n");
  });

  test("is summed up though the object dies in the middle of it, once", async () => {
    notes((nth) => (nth === 1 ? "hang" : { text: "- ada counts" }));
    await talk(11);
    await vi.waitFor(() => expect(forNotes()).toHaveLength(1), { timeout: 5_000 });
    await abortAllDurableObjects();
    await runDurableObjectAlarm(channelObject());
    await vi.waitFor(async () => expect(await kept()).toMatchObject([{ summary: "- ada counts" }]), { timeout: 5_000 });
    await vi.waitFor(async () => expect(await settled()).toEqual([]));
    expect(forNotes()).toHaveLength(2);
    expect(await ofNotes()).toHaveLength(1);
  });

  test("whose notes crash the process again and again goes on without them", async () => {
    notes("hang");
    await talk(11);
    for (let crash = 1; crash <= 3; crash++) {
      await vi.waitFor(() => expect(forNotes()).toHaveLength(crash), { timeout: 5_000 });
      await abortAllDurableObjects();
      await runDurableObjectAlarm(channelObject());
    }
    await vi.waitFor(async () => expect(await settled()).toEqual([]), { timeout: 5_000 });
    expect(await kept()).toEqual([]);
    expect((await ask("still there?")).messages()[0]?.content).toContain("still there?");
    // Behind that one they are tried anew; not awaited here, it would be in the middle of the next test.
    await vi.waitFor(() => expect(forNotes()).toHaveLength(4), { timeout: 5_000 });
  });

  test("never waits for its notes", async () => {
    notes("hang");
    await talk(11);
    await vi.waitFor(() => expect(forNotes()).toHaveLength(1), { timeout: 5_000 });
    expect((await ask("and?")).messages()[0]?.content).toContain("and?");
  });

  test("that is private has notes of its own, and the public one never sees them", async () => {
    notes({ text: "- the secret is quince" });
    await talk(11, { private: true });
    await vi.waitFor(async () => expect(await kept()).toMatchObject([{ key: `${world.channel.id}:${world.ada.id}:private` }]), { timeout: 5_000 });
    await ask("what is the secret?");
    expect(words()).not.toContain("quince");
    await ask("what is the secret?", { private: true });
    expect(system()).toContain("quince");
  });

  test("of somebody who opts out is summed up no more, and the notes are not used", async () => {
    notes({ text: "- ada counts" });
    await talk(11);
    await vi.waitFor(async () => expect(await kept()).toHaveLength(1), { timeout: 5_000 });
    const panel = openPanel(world, { user: world.ada, channel: world.channel });
    await panel.command("privacy");
    await panel.press("Don't read or remember me");
    await ask("what did I say?");
    expect(system()).not.toContain("<summary");
    expect(lastAsked()).toHaveLength(2);
    expect(forNotes()).toHaveLength(1);
  });
});
