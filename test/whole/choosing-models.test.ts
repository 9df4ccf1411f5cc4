// /model: who may choose what for whom, whose choice wins, what an allow list does to all of it, and the ways back.
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { type Channel, channelType, type InteractionHandle, permission, type User } from "../../scripts/playground/discord/discord.ts";
import { asObjects, asString } from "../../scripts/playground/discord/json.ts";
import { guildOf, manager, openPanel, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});

const command = (user: User, options: Record<string, string> = {}, channel: Channel = world.channel) =>
  world.discord.interact({ kind: "slash", user, channel, command: "model", options });
const says = async (...given: Parameters<typeof command>) => (await command(...given)).original()?.content ?? "";
/** The model that was asked last. */
const lastAsked = () => modelsAsked().at(-1);
const modelsAsked = () => world.model.requests.map(({ body }) => (body as { model?: unknown }).model);

/** The model that was asked for that person's question. */
async function answers(user: User, channel = world.channel, options: Record<string, string | boolean> = {}): Promise<unknown> {
  await world.ask("hello", { user, channel, options });
  return lastAsked();
}
/** The model that was asked for a new answer. */
async function regenerated(user: User, asked: InteractionHandle): Promise<unknown> {
  world.model.script(() => ({ text: "a new answer" }));
  await world.press(user, asked, "Regenerate");
  await vi.waitFor(() => expect(asked.messages()[0]?.content).toContain("a new answer"), { timeout: 10_000 });
  await world.answered(asked);
  return lastAsked();
}
const choices = () => rows("SELECT scope, model FROM model_choices WHERE scope LIKE ? OR scope LIKE ? OR scope LIKE ? ORDER BY scope", ...scopes());
const scopes = () => [`user:${world.ada.id}`, `channel:${world.channel.id}`, `server:${guildOf(world).id}`];

async function allow(...models: string[]) {
  const panel = openPanel(world, { user: manager(world, "allower"), channel: world.channel });
  await panel.command("settings");
  await panel.press("Server");
  await panel.press("Models");
  await panel.choose("models-allow", ...models);
  return panel;
}

describe("without a name", () => {
  test("it shows which model answers here and why, what helps when it fails, and what may be chosen", async () => {
    const shown = await command(world.ada);
    expect(shown.original()?.isPrivate).toBe(true);
    expect(shown.original()?.content).toMatch(/\*\*demo-large\*\* · price unknown to me/);
    expect(shown.original()?.content).toContain("It is my default; nobody has chosen another one.");
    expect(shown.original()?.content).toContain("**Should it fail** `demo-small`");
    const select = shown
      .original()
      ?.components.flatMap((row) => asObjects(row.components))
      .find(({ custom_id }) => custom_id === "model-choose:me");
    expect(asObjects(select?.options).map(({ value }) => asString(value))).toEqual(["demo-large", "demo-small", "(default)"]);
  });

  test("the list of names shows what may be chosen and the way back, in the person's language", async () => {
    const typing = async (typed: string, locale = "en-US") => {
      const handle = await world.discord.interact({
        kind: "autocomplete",
        user: world.ada,
        channel: world.channel,
        command: "model",
        options: { name: typed },
        focused: "name",
        locale,
      });
      return (handle.choices ?? []).map(({ name, value }) => [name, value]);
    };
    expect(await typing("")).toEqual([
      ["demo-large", "demo-large"],
      ["demo-small", "demo-small"],
      ["Default: what holds anyway", "(default)"],
    ]);
    expect(await typing("SMALL")).toEqual([["demo-small", "demo-small"]]);
    expect((await typing("", "de")).at(-1)?.[0]).toBe("Standard: was ohnehin gilt");
    await allow("demo-small");
    expect(await typing("demo")).toEqual([["demo-small", "demo-small"]]);
  });
});

describe("whose choice wins", () => {
  test("a person's own over the channel's over the server's, each with its reason in /why", async () => {
    const boss = manager(world);
    expect(await says(boss, { name: "demo-small", for: "server" })).toContain("**demo-small** answers on this server");
    expect(await answers(world.ada)).toBe("demo-small");
    expect(await says(boss, { name: "demo-large", for: "channel" })).toContain("in this channel");
    expect(await answers(world.ada)).toBe("demo-large");
    expect(await says(world.ada, { name: "demo-small" })).toContain("**demo-small** answers you");
    expect(await answers(world.ada)).toBe("demo-small");
    expect(await answers(world.bob)).toBe("demo-large");
    const asked = await world.ask("hello");
    expect((await world.press(world.ada, asked, "Why")).original()?.content).toContain("chosen by you");
    const shown = await says(world.ada);
    expect(shown).toContain("You chose it");
    expect(shown).toMatch(/for you: `demo-small`.*for this channel: `demo-large`.*for this server: `demo-small`/);
  });

  test("a thread's own over its channel's, and its channel's where it has none", async () => {
    const boss = manager(world);
    const thread = world.discord.addChannel(guildOf(world), { parent: world.channel, type: channelType.publicThread, owner: world.ada });
    await command(boss, { name: "demo-small", for: "channel" });
    expect(await answers(world.ada, thread)).toBe("demo-small");
    expect((await command(boss, { name: "demo-large", for: "channel" }, thread)).original()?.content).toContain("in this thread");
    expect(await answers(world.ada, thread)).toBe("demo-large");
    expect(await answers(world.ada)).toBe("demo-small");
  });

  test("what is asked for with /ask over all, for that answer alone", async () => {
    await command(world.ada, { name: "demo-small" });
    expect(await answers(world.ada, world.channel, { model: "Demo-Large" })).toBe("demo-large");
    expect(await answers(world.ada)).toBe("demo-small");
  });

  test("a person's own goes with them into direct messages and other servers", async () => {
    await command(world.ada, { name: "demo-small" });
    expect(await answers(world.ada, world.discord.directChannel(world.discord.bot, world.ada))).toBe("demo-small");
    const other = world.discord.addGuild();
    world.discord.addMember(other, world.ada);
    expect(await answers(world.ada, world.discord.addChannel(other))).toBe("demo-small");
  });

  test("a moderator's choice does not shape the answer to somebody else's question", async () => {
    const boss = manager(world, "mod", permission.manageMessages);
    await command(boss, { name: "demo-small" });
    const asked = await world.ask("hello");
    expect(await regenerated(boss, asked)).toBe("demo-large");
  });
});

describe("who may choose for whom", () => {
  test("a channel's takes Manage Channels, a server's Manage Server, and a forged press is asked anew", async () => {
    const warden = manager(world, "warden", permission.manageChannels);
    expect(await says(world.ada, { name: "demo-small", for: "channel" })).toContain("those who may manage the channel");
    expect(await says(world.ada, { name: "demo-small", for: "server" })).toContain("those who may manage the server");
    expect(await says(warden, { name: "demo-small", for: "server" })).toContain("those who may manage the server");
    expect(await says(warden, { name: "demo-small", for: "channel" })).toContain("Done");
    const panel = openPanel(world, { user: world.ada, channel: world.channel });
    await panel.command("model");
    expect((await panel.forge("model-choose:server", ["demo-small"])).original()?.content).toContain("those who may manage the server");
    expect((await panel.forge("model-default:channel")).original()?.content).toContain("those who may manage the channel");
    expect(await choices()).toEqual([{ scope: `channel:${world.channel.id}`, model: "demo-small" }]);
  });

  test("a guest and a direct message know only me, even with Manage Server", async () => {
    const eve = world.discord.addUser("eve", { installed: true });
    const guild = world.discord.addGuild({ installed: false, owner: eve });
    const channel = world.discord.addChannel(guild);
    for (const whose of ["channel", "server"]) expect(await says(eve, { name: "demo-small", for: whose }, channel)).toContain("Here I only know you");
    const shown = await command(eve, {}, channel);
    expect(shown.original()?.buttons.map(({ label }) => label)).toEqual(["Settings"]);
    expect(await says(eve, { name: "demo-small" }, channel)).toContain("Done");
    const dm = world.discord.directChannel(world.discord.bot, world.ada);
    expect(await says(world.ada, { name: "demo-small", for: "channel" }, dm)).toContain("Here I only know you");
  });
});

describe("ways back", () => {
  test("the word in the list, the button, the select; and Undo brings back what held before", async () => {
    const panel = openPanel(world, { user: world.ada, channel: world.channel });
    await panel.command("model");
    await panel.choose("model-choose:me", "demo-small");
    expect(panel.text()).toContain("Done. From now on **demo-small** answers you");
    await panel.choose("model-choose:me", "demo-large");
    await panel.press("Undo");
    expect(panel.text()).toContain("Taken back");
    expect(await answers(world.ada)).toBe("demo-small");
    await panel.press("Back to the default");
    expect(panel.text()).toContain("no model of your own");
    expect(await answers(world.ada)).toBe("demo-large");
    await panel.press("Undo");
    expect(await answers(world.ada)).toBe("demo-small");
    expect(await says(world.ada, { name: "(default)" })).toContain("no model of your own");
    await command(world.ada, { name: "demo-small" });
    expect(await says(world.ada, { name: "Default" })).toContain("no model of your own");
  });

  test("Undo leaves alone what was changed meanwhile, and a replay changes nothing", async () => {
    const panel = openPanel(world, { user: world.ada, channel: world.channel });
    await panel.command("model");
    const first = await panel.choose("model-choose:me", "demo-small");
    await command(world.ada, { name: "demo-large" });
    await panel.press("Undo");
    expect(panel.text()).toContain("changed meanwhile");
    await world.discord.redeliver(first);
    expect(await choices()).toEqual([{ scope: `user:${world.ada.id}`, model: "demo-large" }]);
  });

  test("a model that is not there is refused with those that are", async () => {
    expect(await says(world.ada, { name: "gpt-99 `@everyone`" })).toMatch(/can't use “gpt-99 @everyone” here\. You can choose: `demo-large`, `demo-small`/);
    expect(await choices()).toEqual([]);
  });
});

describe("a server's list of what may be chosen", () => {
  test("is kept to everywhere: /model, /ask, the fallback chain, and choices that were made elsewhere", async () => {
    await command(world.ada, { name: "demo-large" });
    const panel = await allow("demo-small");
    expect(panel.text()).toContain("**May be chosen** only: `demo-small`");
    expect(await says(world.bob, { name: "demo-large" })).toContain("You can choose: `demo-small`");
    const refused = await world.ask("hello", { options: { model: "demo-large" } });
    expect(refused.messages()[0]?.content).toBe("That model may not be used here. You can choose: `demo-small`");
    expect(world.model.requests).toEqual([]);
    const asked = await world.ask("hello");
    expect(lastAsked()).toBe("demo-small");
    expect((await world.press(world.ada, asked, "Why")).original()?.content).toMatch(/“demo-large” was wanted \(chosen by: you\).*“demo-small” was asked/);
    expect(await says(world.ada)).toContain("Your choice “demo-large” may not be used here");
    world.model.script(() => ({ status: 404, error: { code: "model_not_found", message: "no such model" } }));
    await world.ask("hello");
    expect(modelsAsked()).not.toContain("demo-large");
  });

  test("an answer to an old question takes the server's model where the asked one may no longer be used", async () => {
    const asked = await world.ask("hello", { options: { model: "demo-large" } });
    await allow("demo-small");
    expect(await regenerated(world.ada, asked)).toBe("demo-small");
  });

  test("choosing all of them is no list; what nobody has any more is said", async () => {
    const panel = await allow("demo-small");
    await panel.choose("models-allow", "demo-large", "demo-small");
    expect(panel.text()).toContain("**May be chosen** all of mine");
    expect(await rows("SELECT allowed FROM server_models WHERE guild_id = ?", guildOf(world).id)).toEqual([{ allowed: null }]);
    await env.DB.prepare(`UPDATE server_models SET allowed = '["gone"]' WHERE guild_id = ?`).bind(guildOf(world).id).run();
    const asked = await world.ask("hello");
    expect(asked.messages()[0]?.content).toContain("is there any more");
    expect(world.model.requests).toEqual([]);
    expect(await says(world.ada)).toContain("is there any more");
    expect(await says(world.ada, { name: "demo-large" })).toContain("is there any more");
  });
});

describe("/settings", () => {
  test("shows the model in each tab, with the way to change it", async () => {
    await command(world.ada, { name: "demo-small" });
    const mine = openPanel(world, { user: world.ada, channel: world.channel });
    await mine.command("settings");
    expect(mine.text()).toContain("**Model** `demo-small`");
    await mine.press("Model");
    expect(mine.text()).toContain("Which model answers you here");
    await mine.press("Settings");
    expect(mine.text()).toContain("Settings for you");
    const boss = openPanel(world, { user: manager(world), channel: world.channel });
    await boss.command("settings");
    await boss.press("Channel");
    expect(boss.text()).toContain("**Model here** `demo-large`");
    await boss.press("Model");
    await boss.choose("model-choose:channel", "demo-small");
    await boss.press("For this server");
    await boss.choose("model-choose:server", "demo-large");
    await boss.press("Settings");
    expect(boss.text()).toContain("Settings for this server");
    await boss.press("Channel");
    expect(boss.text()).toContain("**Model here** `demo-small`");
  });
});
