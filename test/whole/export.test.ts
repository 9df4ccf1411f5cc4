// "Get my data": everything that is stored about somebody, for them alone, and nothing of anybody else.
import { beforeEach, describe, expect, test } from "vitest";
import type { InteractionHandle, User } from "../../scripts/playground/discord/discord.ts";
import { openDatabase } from "../fakes/database.ts";
import { knownPerson, saved, WORDS } from "./known-person.ts";
import { openPanel, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

// The tests of a file share their database.
beforeEach(async () => {
  await openDatabase();
});
let world: World;
useWorld(
  (fresh) => {
    world = fresh;
  },
  { messageContent: true },
);

type Entries = Record<string, unknown>[];
type Export = Record<string, Entries> & { part: unknown; person: unknown; opted_out: unknown };

async function exportOf(user: User, channel = world.channel): Promise<{ handle: InteractionHandle; files: Export[]; text: string }> {
  const panel = openPanel(world, { user, channel });
  await panel.command("privacy");
  const handle = await panel.press("Get my data");
  await world.discord.waitFor(() => handle.settled, { timeoutMs: 20_000, what: "the export" });
  const texts = await Promise.all((handle.original()?.attachments ?? []).map(async ({ url }) => (await world.discord.fetch(new Request(url))).text()));
  return { handle, files: texts.map((text) => JSON.parse(text) as Export), text: texts.join("\n") };
}

describe("an export", () => {
  test("holds everything of the person, in a file that only they see", { timeout: 60_000 }, async () => {
    const quill = await knownPerson(world);
    const { handle, files, text } = await exportOf(quill);
    const [file] = files;
    expect(files).toHaveLength(1);
    expect(handle.original()?.isPrivate).toBe(true);
    expect(handle.original()?.attachments[0]?.filename).toMatch(/^edgewise-\d{4}-\d\d-\d\d\.json$/);
    // What waits for a yes holds words of all sorts, and its question stands with its turn.
    const others: string[] = [WORDS.quoted, WORDS.overheard, WORDS.menuFact, WORDS.waiting];
    for (const word of Object.values(WORDS).filter((word) => !others.includes(word))) expect(text, word).toContain(word);
    for (const word of others) expect(text, word).not.toContain(word);
    expect(file).toMatchObject({ format: "edgewise-export/1", part: 1, person: { id: quill.id, name: WORDS.name }, opted_out: false });
    const stored = async (table: string, where = "user_id = ?") => Number((await rows(`SELECT count(*) AS n FROM ${table} WHERE ${where}`, quill.id))[0]?.n);
    expect(file?.turns).toHaveLength(await stored("turns"));
    expect(file?.messages).toHaveLength(await stored("messages"));
    expect(file?.settings).toMatchObject([{ time_zone: "Europe/Berlin" }]);
    expect(file?.facts?.map(({ about, earlier }) => [about, (earlier as Entries).length])).toEqual([
      ["you", 1],
      [`channel:${world.channel.id}`, 0],
    ]);
    expect(file?.prompts?.map((prompt) => prompt.for)).toEqual(["you", `server:${world.channel.guildId}`]);
    expect(file?.blocked_in_servers).toEqual(["4242"]);
    expect(file?.spending?.length).toBeGreaterThan(1);
    expect(file?.documents).toMatchObject([{ name: "Rules", source: "rules.txt" }]);
    expect(file?.tool_rules_of_servers).toMatchObject([{ tool: "poll", enabled: true, asks_first: null, roles: null }]);
    expect(file?.mcp_servers_of_servers).toMatchObject([{ name: `Of <@${quill.id}>` }]);
    expect(file?.notification_targets).toMatchObject([
      { for: "you", kind: "dm", label: `Direct message to ${WORDS.name}`, quiet_hours: { from: 22, to: 7, time_zone: "UTC" } },
      { for: `server:${world.channel.guildId}`, kind: "dm" },
      { for: `server:${world.channel.guildId}`, kind: "webhook", label: `Of <@${quill.id}>` },
    ]);
    expect(text).not.toContain("sealed");
    expect(file?.notifications).toMatchObject([{ kind: "reminder", title: "Reminder", state: "waiting" }]);
    expect(file?.waiting_for_your_approval).toMatchObject([{ turn: "w1", channel: world.channel.id }]);
    expect(file?.erasures).toEqual([]);
  });

  test("holds nothing of anybody else: no words, no ids", { timeout: 60_000 }, async () => {
    const quill = await knownPerson(world);
    const { bob, ada, channel, discord } = world;
    const message = discord.post(channel, bob, "What about a parsnipmandolin?");
    world.model.script(() => ({ text: "A parsnipmandolin is an instrument." }));
    const reply = await discord.interact({ kind: "message", user: quill, channel, command: "Reply with AI", target: message });
    await discord.waitFor(() => reply.settled);
    await saved(reply.id);
    discord.post(channel, ada, "I saw a turnipviolin.");
    world.model.script(() => ({ text: "Somebody saw a turnipviolin." }));
    await saved((await world.ask(`And <@${bob.id}>? And <@${quill.id}>?`, { user: quill })).id);
    world.model.script(() => ({ text: "A quiet answer." }));
    await saved((await world.ask("Anything else?", { user: quill })).id);
    const { text, files } = await exportOf(quill);
    for (const word of ["parsnipmandolin", "turnipviolin", bob.id, ada.id]) expect(text, word).not.toContain(word);
    const turns = files[0]?.turns ?? [];
    const about = (prompt: string) => turns.find(({ question }) => JSON.stringify(question).includes(prompt));
    expect(turns.find(({ id }) => id === reply.id)).toMatchObject({ question: { quotes_somebody: true }, answer: null, answer_repeats_others: true });
    expect(about("And @someone?")).toMatchObject({ question: { text: `And @someone? And <@${quill.id}>?`, quotes_somebody: false }, answer: null });
    expect(about("Anything else")).toMatchObject({ answer: "A quiet answer." });
  });

  test("of somebody unknown says so much", async () => {
    const eve = world.discord.addUser("eve", { installed: true });
    const { files, handle } = await exportOf(eve, world.discord.directChannel(world.discord.bot, eve));
    expect(files[0]).toMatchObject({ person: { id: eve.id }, turns: [], messages: [], facts: [], settings: [] });
    expect(handle.original()?.content).toContain("everything I have stored about you");
  });

  test("comes in two files where one is too small, each complete in itself, and says what is left out", { timeout: 90_000 }, async () => {
    const { ada, channel } = world;
    const answer = "a".repeat(300_000);
    for (let i = 0; i < 60; i++) {
      await rows(
        `INSERT INTO turns (id, trigger, channel_id, user_id, conversation, private, input, outcome, answer, input_tokens, cached_input_tokens, output_tokens, cost_micro_usd,
          explanation, message_ids, created_at, finished_at) VALUES (?, 'ask', ?, ?, 'c', 0, '{"prompt":"ü"}', 'answered', ?, 1, 0, 1, 1, '{"layers":[]}', '[]', ?, 1)`,
        `t${i}`,
        channel.id,
        ada.id,
        answer,
        i + 1,
      );
    }
    const { handle, files } = await exportOf(ada);
    expect(files.map(({ part }) => part)).toEqual([1, 2]);
    const ids = files.flatMap(({ turns }) => (turns ?? []).map(({ id }) => id));
    // The newest are in it.
    expect(ids.slice(0, 3)).toEqual(["t59", "t58", "t57"]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(50);
    expect(handle.original()?.content).toMatch(new RegExp(`${60 - ids.length} more entr`));
    for (const { size } of handle.original()?.attachments ?? []) expect(size).toBeLessThanOrEqual(8 * 1024 * 1024);
  });

  test("where Discord takes no files says where it does", { timeout: 30_000 }, async () => {
    world.discord.faults.add({ kind: "refused", match: ({ method }) => method === "PATCH", times: 1 });
    const { handle, files } = await exportOf(world.ada);
    expect(files).toEqual([]);
    expect(handle.original()?.content).toContain("doesn't let me attach files here");
  });
});
