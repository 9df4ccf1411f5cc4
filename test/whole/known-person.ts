/** Somebody whom the bot knows in every way there is: by what people do in Discord, and where a table's own commands are not at hand, by rows. */
import { vi } from "vitest";
import { type InteractionHandle, permission, type User } from "../../scripts/playground/discord/discord.ts";
import { createPseudonyms } from "../../src/kernel/pseudonym.ts";
import { guildOf, manager, openPanel, rows } from "./panel.ts";
import { testVariables } from "./variables.ts";
import type { World } from "./world.ts";

/** Their words, each said in another way; none is anybody else's. */
export const WORDS = {
  name: "quillfeather",
  asked: "zanzibarquartz",
  answered: "vortexmarmalade",
  private: "kumquatladder",
  quoted: "wobbletronica",
  overheard: "flumadiddler",
  prompt: "pirateplankton",
  fact: "gooseberrytango",
  earlierFact: "thistlebanjo",
  menuFact: "marzipankettle",
  summary: "orangutanopera",
  remembered: "dandelioncello",
  persona: "bassoonbiscuit",
  waiting: "trombonewaffle",
  reminder: "periwinklegong",
} as const;

export const hmacOf = async (id: string) => (await createPseudonyms([Uint8Array.from(atob(testVariables.SECRET_KEY), (byte) => byte.charCodeAt(0))])(id))[0];

export const saved = (id: string) =>
  vi.waitFor(async () => (await rows("SELECT id FROM turns WHERE id = ?", id)).length === 1 || Promise.reject(new Error("not saved")), { timeout: 5_000 });

/** A manager of the server, so that what they set for others is there, too. */
export async function knownPerson(world: World): Promise<User> {
  const quill = manager(world, WORDS.name, permission.manageGuild);
  await world.knows(quill);
  await act(world, quill);
  await insertRows(world, quill);
  return quill;
}

async function act(world: World, quill: User): Promise<void> {
  const { discord, channel, bob } = world;
  const answers = (text: string) => world.model.script(() => ({ text }));
  const ask = async (prompt: string, more: Parameters<World["ask"]>[1] = {}) => {
    const handle = await world.ask(prompt, { user: quill, ...more });
    await saved(handle.id);
    return handle;
  };
  answers(`That is a ${WORDS.answered}.`);
  const first = await ask(`My secret is ${WORDS.asked}.`);
  const again = await world.press(quill, first, "Regenerate");
  await world.answered(again);
  await saved(again.id);
  await ask(`Only for me: ${WORDS.private}.`, { options: { private: true } });
  await ask(`In our direct messages: ${WORDS.private}.`, { channel: discord.directChannel(discord.bot, quill) });

  const message = discord.post(channel, quill, `What about a ${WORDS.quoted}?`);
  const reply = await discord.interact({ kind: "message", user: bob, channel, command: "Reply with AI", target: message });
  await settled(world, reply);
  discord.post(channel, quill, `I dreamt of ${WORDS.overheard}.`);
  answers(`Somebody dreamt of ${WORDS.overheard}.`);
  await ask("What did people say?", { user: bob });
  answers(`<@${quill.id}> knows more about that.`);
  await ask(`Who is <@${quill.id}>?`, { user: bob });
  world.model.script(() => "html");
  await ask(`Does <@!${quill.id}> answer?`, { user: bob, options: { context: false } });
  world.model.script(() => ({ text: "Fine." }));
  await discord.interact({ kind: "slash", user: quill, channel, command: "setprompt", options: { text: `Talk like a ${WORDS.prompt}.` } });
  await discord.interact({ kind: "slash", user: quill, channel, command: "setprompt", options: { text: "Be kind here.", for: "server" } });
  await ask("Hello there", { user: bob });
  const panel = openPanel(world, { user: quill, channel });
  await panel.command("settings");
  await panel.choose("settings-zone", "Europe/Berlin");
}

async function settled(world: World, handle: InteractionHandle): Promise<void> {
  await world.discord.waitFor(() => handle.settled, { what: "an answer" });
  await saved(handle.id);
}

/** What other commands write, in their own forms. */
async function insertRows(world: World, { id }: User): Promise<void> {
  const [guild, channel, bob, key] = [guildOf(world).id, world.channel.id, world.bob.id, await hmacOf(id)];
  const put = async (table: string, values: Record<string, unknown>) => {
    const names = Object.keys(values);
    await rows(`INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`, ...Object.values(values));
  };
  const scope = async (scopeKey: string, guildId: string | null) => {
    await put("memory_scopes", { key: scopeKey, guild_id: guildId });
    return Number((await rows("SELECT no FROM memory_scopes WHERE key = ?", scopeKey))[0]?.no) * 2 ** 28;
  };
  const fact = { guild_id: guild, channel_id: channel, private: 0, origin: "command", set_by: id, user_key: key, created_at: 5, changed_at: 5 };
  const [own, ofChannel, ofBob] = [
    await scope(`facts:user:${id}:${guild}`, guild),
    await scope(`facts:channel:${channel}`, guild),
    await scope(`facts:user:${bob}:${guild}`, guild),
  ];
  await put("facts", { ...fact, id: own, handle: "h1", owner: `user:${id}`, text: `Loves ${WORDS.fact}` });
  await put("facts", { ...fact, id: ofChannel, handle: "h2", owner: `channel:${channel}`, text: `We dance ${WORDS.fact}` });
  const bobs = { ...fact, owner: `user:${bob}`, set_by: bob, user_key: "bob" };
  await put("facts", { ...bobs, id: ofBob, handle: "h3", origin: "menu", text: `They wrote: ${WORDS.menuFact}`, quoted_key: key });
  await put("facts", { ...bobs, id: ofBob + 1, handle: "h4", text: `Is a friend of <@${id}>` });
  await put("fact_versions", { handle: "h1", text: `Loved ${WORDS.earlierFact}`, set_by: id, set_at: 4, change: "c1" });
  await put("fact_versions", { handle: "h4", text: `Was a friend of <@${id}>`, set_by: bob, set_at: 4, change: "c2" });
  await put("vectors", { id: own, model: "m", vector: new Uint8Array([1, 2]) });
  const spoken = { guild_id: guild, channel_id: channel, role: "user", private: 0, created_at: 6 };
  const [shared] = await rows("SELECT no FROM memory_scopes WHERE key = ?", `channel:${channel}`);
  const ofAll = Number(shared?.no) * 2 ** 28 + 900;
  await put("messages", { ...spoken, id: ofAll, source: "s1", user_id: id, user_key: key, name: WORDS.name, content: `I play ${WORDS.remembered}` });
  await put("messages", { ...spoken, id: ofAll + 1, source: "s2", user_id: bob, user_key: "bob", name: "bob", content: `hello <@${id}>, how are you` });
  await put("documents", { id: 7, guild_id: guild, name: "Rules", name_key: "rules", source: "rules.txt", added_by: id, added_at: 5, length: 9, change: "c3" });
  await put("passages", { id: await scope(`knowledge:${guild}`, guild), document_id: 7, position: 0, text: `Ask <@${id}> about rules` });
  await put("personas", {
    owner: `user:${id}`,
    name: WORDS.persona,
    name_key: WORDS.persona,
    modelfile: `SYSTEM ${WORDS.persona}`,
    set_by: id,
    changed_at: 5,
    change: "c4",
  });
  await put("personas", { owner: `server:${guild}`, name: "Owl", name_key: "owl", modelfile: "SYSTEM hoot", set_by: id, changed_at: 5, change: "c5" });
  await put("persona_choices", { scope: `user:${id}`, persona: "1", set_by: id, changed_at: 5 });
  await put("persona_choices", { scope: `server:${guild}`, persona: "2", set_by: id, changed_at: 5 });
  await put("model_choices", { scope: `user:${id}`, model: "demo-small", set_by: id, changed_at: 5 });
  await put("tool_rules", { guild_id: guild, tool: "poll", enabled: 1, set_by: id, changed_at: 5 });
  const followed = { guild_id: guild, speaks: 1, set_by: id, changed_at: 5 };
  await put("watched_channels", { ...followed, channel_id: "78", topics: JSON.stringify([`what <@${id}> cooks`]) });
  await put("watched_channels", { ...followed, channel_id: "79", guild_id: null, listens: 1 });
  await put("moods", {
    guild_id: guild,
    name: "monday",
    energy: 0.1,
    sociability: 0.2,
    impulsiveness: 0.3,
    curiosity: 0.4,
    words: `Like <@${id}>.`,
    set_by: id,
    changed_at: 5,
  });
  await put("mcp_servers", { id: "77", guild_id: guild, name: `Of <@${id}>`, address: "https://mcp.example/", set_by: id, changed_at: 5 });
  const target = { owner: `server:${guild}`, kind: "dm", label: `Direct message to ${WORDS.name}`, user_id: id, set_by: bob, changed_at: 5 };
  await put("notify_targets", { ...target, id: "78", owner: `user:${id}`, set_by: id, quiet_from: 22, quiet_to: 7 });
  await put("notify_targets", { ...target, id: "79" });
  await put("notify_targets", { ...target, id: "80", kind: "webhook", label: `Of <@${id}>`, user_id: null, sealed: "x", set_by: id });
  await put("notifications", { id: "n1", owner: `user:${id}`, kind: "reminder", title: "Reminder", text: `Loves ${WORDS.fact}`, created_at: 5 });
  await put("notifications", { id: "n2", owner: `server:${guild}`, kind: "schedule-paused", title: `Of <@${id}>`, text: "", created_at: 5 });
  const plan = { guild_id: guild, channel_id: channel, cron: "0 9 * * *", time_zone: "UTC", created_at: 5, changed_at: 6 };
  await put("schedules", { ...plan, id: "78", name: "Theirs", prompt: `Praise <@${id}>`, set_by: id });
  await put("schedule_runs", { schedule_id: "78", slot: 5, guild_id: guild, turn_id: "s78", started_at: 5 });
  await put("schedules", { ...plan, id: "79", name: "Of bob", prompt: `Greet <@${id}>`, set_by: bob });
  const waits = { guild_id: guild, channel_id: channel, created_at: 6 };
  const waiting = (words: string) => JSON.stringify({ messages: [{ role: "user", content: words }] });
  await put("pending_calls", { ...waits, turn_id: "w1", user_id: id, people: JSON.stringify([key]), state: waiting(WORDS.waiting) });
  await put("pending_calls", { ...waits, turn_id: "w2", user_id: bob, people: JSON.stringify(["bob", key]), state: waiting(`They said ${WORDS.waiting}`) });
  await put("pending_calls", { ...waits, turn_id: "w3", user_id: bob, people: '["bob"]', state: waiting(`Write to <@${id}>`) });
  await put("pending_calls", { ...waits, turn_id: "w4", user_id: bob, people: '["bob"]', state: waiting("Write to anybody") });
  const reminder = { guild_id: guild, channel_id: channel, direct: 0, due_at: 4e12, send_at: 4e12, time_zone: "UTC", created_at: 5, changed_at: 5 };
  await put("reminders", { ...reminder, id: "11", user_id: id, text: `Feed the ${WORDS.reminder}` });
  const about = { about_message_id: "5", about_channel_id: channel, quoted_key: key };
  await put("reminders", { ...reminder, ...about, id: "12", user_id: bob, text: `“quill: my ${WORDS.reminder}”` });
  await put("reminders", { ...reminder, ...about, id: "13", user_id: bob, text: `Answer <@${id}>` });
  await put("server_models", { guild_id: guild, set_by: id, changed_at: 5 });
  await put("channel_settings", { channel_id: channel, guild_id: guild, shared: 1, changed_at: 5 });
  await put("conversations", { key: `${channel}:${id}`, started_at: 4, summary: `They love ${WORDS.summary}`, summarized_at: 5, people: JSON.stringify([id]) });
  await put("conversations", { key: channel, started_at: 4, summary: `Somebody loves ${WORDS.summary}`, summarized_at: 5, people: JSON.stringify([id, bob]) });
  await put("servers", { id: "4242", name: "Elsewhere", blocked: JSON.stringify([bob, id]) });
  await put("webhook_events", { id: "digest", type: "APPLICATION_AUTHORIZED", received_at: 5 });
  await put("opt_outs", { key, active: 0, changed_at: 5 });
  await put("budget_limits", { scope: `server:${guild}`, amount: 1_000_000 });
  // As it was kept before 0003.
  await put("ledger", { turn_id: "before", day: "2026-01-02", user_scope: `user:${id}`, amount: 5, settled: 1 });
}
