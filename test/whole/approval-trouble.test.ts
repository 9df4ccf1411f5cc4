// Consent when things go wrong between the question and its answer: what was agreed to happens once or not at all, and people are told which.
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type Channel, type InteractionHandle, permission, type User } from "../../scripts/playground/discord/discord.ts";
import { deleteMessage } from "../../scripts/playground/discord/messages.ts";
import type { Behaviour } from "../../scripts/playground/model/behaviour.ts";
import { losableD1 } from "./d1-away.ts";
import { guildOf, manager, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
let target: Channel;
useWorld((fresh) => {
  world = fresh;
});

afterEach(() => void vi.restoreAllMocks());

interface Sent {
  tools?: { function: { name: string } }[];
  messages: { role: string; content: string }[];
}

const QUESTION = "Tell the others about cider day.";
const WORDS = "Cider day is on Saturday.";
const sent = (): Sent[] => world.model.requests.filter(({ path }) => path.endsWith("/chat/completions")).map(({ body }) => body as Sent);
const results = () => (sent().at(-1)?.messages ?? []).filter(({ role }) => role === "tool").map(({ content }) => content);
const contentOf = (handle: InteractionHandle) => handle.original()?.content ?? "";
const labels = (handle: InteractionHandle) => handle.messages().flatMap(({ buttons }) => buttons.map(({ label }) => label));
const told = (handle: InteractionHandle) => handle.messages().map(({ content }) => content);
const saved = (id: string) => vi.waitFor(async () => expect(await rows("SELECT id FROM turns WHERE id = ?", id)).toHaveLength(1), { timeout: 8_000 });
const shows = (answer: InteractionHandle, text: RegExp) => vi.waitFor(() => expect(contentOf(answer)).toMatch(text), { timeout: 15_000 });
const posted = () => world.discord.visibleTo(world.bob, target).map(({ content }) => content);
const acts = (...behaviours: Behaviour[]) => world.model.script((_, attempt) => behaviours[attempt - 1] ?? behaviours.at(-1));
const rule = (values: { enabled?: boolean; approval?: boolean; roles?: string[] }) =>
  env.DB.prepare("INSERT OR REPLACE INTO tool_rules (guild_id, tool, enabled, approval, roles, set_by, changed_at) VALUES (?, 'send_message', ?, ?, ?, '1', 1)")
    .bind(
      guildOf(world).id,
      Number(values.enabled ?? true),
      values.approval === undefined ? null : Number(values.approval),
      values.roles === undefined ? null : JSON.stringify(values.roles),
    )
    .run();
const wish = (): Behaviour => ({ text: "", toolCalls: [{ name: "send_message", arguments: JSON.stringify({ channel: `<#${target.id}>`, text: WORDS }) }] });

/** It stands still and asks. */
async function waiting({ user = world.ada, after = [{ text: "Told them." }] as Behaviour[] } = {}): Promise<InteractionHandle> {
  target = world.discord.addChannel(guildOf(world), { name: "noticeboard" });
  await rule({});
  acts(wish(), ...after);
  const answer = await world.ask(QUESTION, { user });
  await saved(answer.id);
  expect(contentOf(answer)).toContain("May I do this?");
  return answer;
}

describe("after the press", () => {
  test("it is done, and the answer goes on in its message", async () => {
    const answer = await waiting();
    expect(posted()).toEqual([]);
    await world.press(world.ada, answer, "Approve");
    await shows(answer, /^Told them\./);
    expect(posted()).toEqual([WORDS]);
    expect(results()).toEqual([expect.stringContaining(`Sent: https://discord.com/channels/${guildOf(world).id}/${target.id}/`)]);
  });

  test("two presses at once do it once", async () => {
    const answer = await waiting();
    const presses = await Promise.all([world.press(world.ada, answer, "Approve"), world.press(world.ada, answer, "Approve")]);
    await shows(answer, /^Told them\./);
    await vi.waitFor(() => expect(presses.flatMap(told)).toContainEqual(expect.stringContaining("decided already")), { timeout: 8_000 });
    expect(posted()).toEqual([WORDS]);
  });

  test("a model that is down is told, with what was done before, and trying again asks anew", async () => {
    const answer = await waiting({ after: [{ status: 401 }] });
    await world.press(world.ada, answer, "Approve");
    await vi.waitFor(() => expect(labels(answer)).toContain("Try again"), { timeout: 15_000 });
    expect(posted()).toEqual([WORDS]);
    expect(contentOf(answer)).toContain("Done before that: Send messages");
    world.model.script((_, attempt) => (attempt === 1 ? wish() : { text: "Told them." }));
    await world.press(world.ada, answer, "Try again");
    await vi.waitFor(() => expect(labels(answer)).toContain("Approve"), { timeout: 15_000 });
    expect(posted()).toEqual([WORDS]);
    await world.press(world.ada, answer, "Deny");
    await shows(answer, /^Told them\./);
    expect(posted()).toEqual([WORDS]);
  });

  test("stopped while it is done, people are told that it may have been", async () => {
    const answer = await waiting();
    world.discord.faults.add({ kind: "slow", delayMs: 1_500, match: ({ method, path }) => method === "POST" && path === `/channels/${target.id}/messages` });
    await world.press(world.ada, answer, "Approve");
    await vi.waitFor(() => expect(labels(answer)).toContain("Stop"), { timeout: 8_000 });
    await world.press(world.ada, answer, "Stop");
    await shows(answer, /Done before that: Send messages \(perhaps; have a look\)/);
    await vi.waitFor(() => expect(posted()).toEqual([WORDS]), { timeout: 8_000 });
    expect(sent()).toHaveLength(1);
  });

  test("a message that somebody deletes takes its answer along, not what was agreed to", { timeout: 40_000 }, async () => {
    const answer = await waiting({ after: [{ text: "Told them.", delayMs: 400 }] });
    const press = world.press(world.ada, answer, "Approve");
    await vi.waitFor(() => expect(posted()).toEqual([WORDS]), { timeout: 8_000 });
    const shown = answer.original()?.record;
    if (shown === undefined) throw new Error("nothing stands");
    deleteMessage(world.discord.state, shown);
    const decided = await press;
    await saved(decided.id);
    expect(posted()).toEqual([WORDS]);
    expect(await rows("SELECT state FROM pending_calls WHERE turn_id = ?", answer.id)).toEqual([{ state: "" }]);
  });

  test("a tool that was switched off meanwhile is not used; to deny it still works", async () => {
    const answer = await waiting();
    await rule({ enabled: false });
    await world.press(world.ada, answer, "Approve");
    await shows(answer, /^Told them\./);
    expect(posted()).toEqual([]);
    expect(results()).toEqual([expect.stringContaining('There is no tool "send_message" here.')]);
    const second = await waiting({ user: world.bob });
    await rule({ enabled: false });
    await world.press(world.bob, second, "Deny");
    await shows(second, /^Told them\./);
    expect(results()).toEqual([expect.stringContaining("did not allow it")]);
  });

  test("whoever may not write there any more does not write through the bot", async () => {
    const answer = await waiting();
    target.overwrites.push({ id: world.ada.id, type: 1, allow: 0n, deny: permission.sendMessages });
    await world.press(world.ada, answer, "Approve");
    await shows(answer, /^Told them\./);
    expect(posted()).toEqual([]);
    expect(results()).toEqual([expect.stringContaining("lacks the permission Send Messages there, so it was not done.")]);
  });

  test("Discord that fails is a sentence for the model", { timeout: 90_000 }, async () => {
    const answer = await waiting();
    world.discord.faults.add({ kind: "refused", match: ({ method, path }) => method === "POST" && path === `/channels/${target.id}/messages` });
    await world.press(world.ada, answer, "Approve");
    await shows(answer, /^Told them\./);
    expect(posted()).toEqual([]);
    expect(results()[0]).toMatch(/\.$/);
  });
});

test("while D1 is away nothing is decided, and people are told; pressed again it counts", { timeout: 40_000 }, async () => {
  const answer = await waiting();
  const d1 = losableD1();
  const press = await (async () => {
    d1.lose();
    const pressed = await world.press(world.ada, answer, "Approve");
    await vi.waitFor(() => expect(told(pressed)).toContainEqual(expect.stringContaining("My memory can't be reached")), { timeout: 15_000 });
    return pressed;
  })();
  expect(posted()).toEqual([]);
  expect(labels(answer)).toContain("Approve");
  d1.back();
  expect(await rows("SELECT 1 FROM turns WHERE id = ?", press.id)).toEqual([]);
  await world.press(world.ada, answer, "Approve");
  await shows(answer, /^Told them\./);
  expect(posted()).toEqual([WORDS]);
});

describe("who decides", () => {
  test("a moderator may, and no longer once they are none", async () => {
    const mod = manager(world, "mod", permission.manageMessages);
    const answer = await waiting();
    guildOf(world).members.get(mod.id)?.roles.splice(0);
    expect(contentOf(await world.press(mod, answer, "Approve"))).toContain("Only the person who asked");
    expect(posted()).toEqual([]);
    await world.press(manager(world, "other", permission.manageMessages), answer, "Approve");
    await shows(answer, /^Told them\./);
    expect(posted()).toEqual([WORDS]);
  });

  test("a moderator who did is not told in their export what was asked, nor is it lost in the asker's", { timeout: 40_000 }, async () => {
    const mod = manager(world, "mod", permission.manageMessages);
    const answer = await waiting();
    const press = await world.press(mod, answer, "Approve");
    await saved(press.id);
    const exportOf = async (user: User) => {
      const panel = await world.discord.interact({ kind: "slash", user, channel: world.channel, command: "privacy", options: {} });
      const handle = await world.press(user, panel, "Get my data");
      await world.discord.waitFor(() => handle.settled && handle.original()?.attachments.length === 1, { timeoutMs: 20_000, what: "the export" });
      const [file] = handle.original()?.attachments ?? [];
      return (await world.discord.fetch(new Request(file?.url ?? ""))).text();
    };
    const theirs = await exportOf(mod);
    expect(theirs).toContain(press.id);
    expect(theirs).not.toContain(QUESTION);
    expect(await exportOf(world.ada)).toContain(QUESTION);
  });

  test("a moderator may where the tool is for some roles alone, which the asker has", async () => {
    const role = world.discord.addRole(guildOf(world), "staff", 0n);
    guildOf(world).members.get(world.ada.id)?.roles.push(role.id);
    const answer = await waiting();
    await rule({ roles: [role.id] });
    await world.press(manager(world, "mod", permission.manageMessages), answer, "Approve");
    await shows(answer, /^Told them\./);
    expect(posted()).toEqual([WORDS]);
  });
});

describe("who opted out", () => {
  const optOut = async (user: User) => {
    const panel = await world.discord.interact({ kind: "slash", user, channel: world.channel, command: "privacy", options: {} });
    await world.press(user, panel, "Don't read or remember me");
  };

  test("meanwhile ends what holds their words: nothing happens, and that is said", async () => {
    const answer = await waiting();
    await optOut(world.ada);
    const press = await world.press(world.ada, answer, "Approve");
    await world.discord.waitFor(() => press.settled, { timeoutMs: 8_000 });
    await vi.waitFor(() => expect(told(press).join("\n")).not.toBe(""), { timeout: 8_000 });
    expect(posted()).toEqual([]);
    expect(sent()).toHaveLength(1);
  });

  test("before is not offered it, and nothing is kept of the question", async () => {
    target = world.discord.addChannel(guildOf(world));
    await rule({});
    await optOut(world.ada);
    acts(wish(), { text: "I can't." });
    const answer = await world.ask(QUESTION);
    await shows(answer, /I can't\./);
    expect(sent()[0]?.tools?.map(({ function: { name } }) => name)).not.toContain("send_message");
    expect(results()).toEqual([expect.stringContaining('There is no tool "send_message" here.')]);
    await saved(answer.id);
    expect(await rows("SELECT 1 FROM pending_calls WHERE turn_id = ?", answer.id)).toEqual([]);
    expect(posted()).toEqual([]);
  });
});

describe("afterwards", () => {
  test("what it wants next has to be agreed to as well, privately, too", async () => {
    target = world.discord.addChannel(guildOf(world), { name: "noticeboard" });
    await rule({});
    acts(wish(), { ...wish(), text: "And once more." }, { text: "Told them twice." });
    const answer = await world.ask(QUESTION, { options: { private: true } });
    await saved(answer.id);
    const first = await world.press(world.ada, answer, "Approve");
    await shows(answer, /^And once more\.\n\*\*May I do this\?/);
    expect(posted()).toEqual([WORDS]);
    await saved(first.id);
    const second = await world.press(world.ada, answer, "Approve");
    await shows(answer, /^Told them twice\./);
    expect(answer.messages().map(({ isPrivate }) => isPrivate)).toEqual([true]);
    expect(posted()).toEqual([WORDS, WORDS]);
    await saved(second.id);
    expect(await rows("SELECT content FROM messages WHERE turn_id IN (?, ?, ?) ORDER BY id", answer.id, first.id, second.id)).toEqual([
      { content: QUESTION },
      { content: "Told them twice." },
    ]);
  });

  const said = () => rows("SELECT content FROM messages WHERE channel_id = ? AND superseded = 0 ORDER BY id", world.channel.id);

  test("“Why” tells of both: what waited, and what was done", async () => {
    const answer = await waiting({ after: [{ text: "Told them." }] });
    const before = contentOf(await world.press(world.ada, answer, "Why"));
    expect(before).not.toContain("Send messages,");
    const press = await world.press(world.ada, answer, "Approve");
    await shows(answer, /^Told them\./);
    await saved(press.id);
    expect(contentOf(await world.press(world.ada, answer, "Why"))).toMatch(/Tools\*\*\n- Send messages, \d/);
  });

  test("asked anew it has to be agreed to again, and the conversation holds one question and one answer", async () => {
    const answer = await waiting();
    const press = await world.press(world.ada, answer, "Approve");
    await shows(answer, /^Told them\./);
    await saved(press.id);
    world.model.script((_, attempt) => (attempt === 1 ? wish() : { text: "Told them again." }));
    const again = await world.press(world.ada, answer, "Regenerate");
    await vi.waitFor(() => expect(labels(answer)).toContain("Approve"), { timeout: 8_000 });
    await saved(again.id);
    expect(posted()).toEqual([WORDS]);
    const second = await world.press(world.ada, answer, "Approve");
    await shows(answer, /^Told them again\./);
    expect(posted()).toEqual([WORDS, WORDS]);
    await saved(second.id);
    expect((await said()).map(({ content }) => content)).toEqual([QUESTION, "Told them again."]);
    // What was asked anew does not read the answer that it replaces.
    expect(
      sent()
        .at(-1)
        ?.messages.map(({ content }) => content),
    ).not.toContainEqual(expect.stringContaining("Told them."));
  });
});
