/** What people do beyond a slash command: buttons, modals, autocomplete; and what the payload says about where and by whose installation. */
import { beforeEach, describe, expect, it } from "vitest";
import { permission } from "../../scripts/playground/discord/discord.ts";
import { createScene, QUIET, type Scene } from "./scene.ts";

let scene: Scene;
beforeEach(async () => {
  scene = await createScene();
});

const row = (...ids: string[]) => ({ type: 1, components: ids.map((id) => ({ type: 2, style: 2, label: id, custom_id: id })) });
const text = { type: 18, label: "More", component: { type: 4, custom_id: "more", style: 2, required: true, max_length: 100 } };

describe("components and modals", () => {
  const withButtons = async () => {
    scene.bot.answer = () => Response.json({ type: 4, data: { content: "pick", components: [row("go", "stop")], ...QUIET } });
    return scene.ask();
  };

  it("a press carries the message and may update it in place", async () => {
    const asked = await withButtons();
    scene.bot.answer = () => Response.json({ type: 7, data: { content: "picked", components: [], ...QUIET } });
    const pressed = await scene.discord.interact({
      kind: "button",
      user: scene.bob,
      channel: scene.channel,
      message: asked.messages()[0]?.record ?? "",
      customId: "go",
    });
    expect(scene.bot.seen.at(-1)).toMatchObject({
      type: 3,
      data: { custom_id: "go", component_type: 2 },
      message: { content: "pick", flags: 0, interaction_metadata: { type: 2, user: { id: scene.ada.id } } },
    });
    expect(pressed.messages().map((message) => message.content)).toEqual(["picked"]);
    expect(asked.messages()[0]?.buttons).toEqual([]);
    await expect(
      scene.discord.interact({ kind: "button", user: scene.bob, channel: scene.channel, message: asked.messages()[0]?.record ?? "", customId: "go" }),
    ).rejects.toThrow("no component");
  });

  it("a deferred update means the message with the button", async () => {
    const asked = await withButtons();
    scene.bot.answer = () => Response.json({ type: 6 });
    const pressed = await scene.discord.interact({
      kind: "button",
      user: scene.ada,
      channel: scene.channel,
      message: asked.messages()[0]?.record ?? "",
      customId: "stop",
    });
    await scene.api("PATCH", scene.hook(pressed, "/messages/@original"), { content: "stopped", components: [], ...QUIET });
    expect(asked.messages().map((message) => message.content)).toEqual(["stopped"]);
    expect(scene.discord.violations).toEqual([]);
  });

  it("a deferred update carries no data", async () => {
    const asked = await withButtons();
    scene.bot.answer = () => Response.json({ type: 6, data: { content: "now", ...QUIET } });
    const pressed = await scene.discord.interact({
      kind: "button",
      user: scene.ada,
      channel: scene.channel,
      message: asked.messages()[0]?.record ?? "",
      customId: "go",
    });
    expect(pressed.status).toBe("failed");
    expect(asked.messages()[0]?.content).toBe("pick");
  });

  it("a select carries what was chosen", async () => {
    const select = {
      type: 3,
      custom_id: "tab",
      options: [
        { label: "Me", value: "me" },
        { label: "Server", value: "server" },
      ],
    };
    scene.bot.answer = () => Response.json({ type: 4, data: { components: [{ type: 1, components: [select] }], content: "tabs", ...QUIET } });
    const asked = await scene.ask();
    await scene.discord.interact({
      kind: "select",
      user: scene.ada,
      channel: scene.channel,
      message: asked.messages()[0]?.record ?? "",
      customId: "tab",
      values: ["server"],
    });
    expect(scene.bot.seen.at(-1)).toMatchObject({ type: 3, data: { custom_id: "tab", component_type: 3, values: ["server"] } });
  });

  it("a disabled button cannot be pressed", async () => {
    const button = { type: 2, style: 2, label: "x", custom_id: "x", disabled: true };
    scene.bot.answer = () => Response.json({ type: 4, data: { content: "a", components: [{ type: 1, components: [button] }], ...QUIET } });
    const asked = await scene.ask();
    const press = scene.discord.interact({
      kind: "button",
      user: scene.ada,
      channel: scene.channel,
      message: asked.messages()[0]?.record ?? "",
      customId: "x",
    });
    await expect(press).rejects.toThrow("disabled");
  });

  it("a modal is filled in by the person it was opened for, and may not be answered by a modal", async () => {
    const asked = await withButtons();
    scene.bot.answer = () => Response.json({ type: 9, data: { custom_id: "follow", title: "Follow up", components: [text] } });
    const user = scene.ada;
    const { channel } = scene;
    const pressed = await scene.discord.interact({ kind: "button", user, channel, message: asked.messages()[0]?.record ?? "", customId: "go" });
    await expect(scene.discord.interact({ kind: "modal", user, channel, from: pressed })).rejects.toThrow("required");
    const sent = await scene.discord.interact({ kind: "modal", user, channel, from: pressed, values: { more: "why?" } });
    expect(scene.bot.seen.at(-1)).toMatchObject({
      type: 5,
      data: { custom_id: "follow", components: [{ type: 18, component: { custom_id: "more", value: "why?" } }] },
      message: { content: "pick" },
    });
    expect(sent.status).toBe("failed");
    expect(scene.discord.violations).toHaveLength(1);
  });
});

describe("autocomplete", () => {
  const ask = (prompt: string) =>
    scene.discord.interact({ kind: "autocomplete", user: scene.ada, channel: scene.channel, command: "ask", options: { model: prompt }, focused: "model" });
  it("takes up to 25 choices of the option's own type", async () => {
    scene.bot.answer = () => Response.json({ type: 8, data: { choices: [{ name: "A", value: "a" }] } });
    expect((await ask("x")).choices).toEqual([{ name: "A", value: "a" }]);
    expect(scene.bot.seen.at(-1)).toMatchObject({ type: 4, data: { options: [{ name: "model", type: 3, value: "x", focused: true }] } });
  });
  it.each([
    ["26 choices", { type: 8, data: { choices: Array.from({ length: 26 }, (_, n) => ({ name: `${n}`, value: `${n}` })) } }],
    ["a number for text", { type: 8, data: { choices: [{ name: "A", value: 1 }] } }],
    ["a name of 101", { type: 8, data: { choices: [{ name: "x".repeat(101), value: "a" }] } }],
    ["a deferral", { type: 5 }],
  ])("refuses %s", async (_, answer) => {
    scene.bot.answer = () => Response.json(answer);
    expect((await ask("x")).status).toBe("failed");
  });
});

describe("where and by whose installation", () => {
  it("guild, bot DM and group DM say so", async () => {
    const { discord, ada, bob } = scene;
    discord.install(ada);
    await scene.ask();
    expect(scene.bot.seen.at(-1)).toMatchObject({
      context: 0,
      guild_id: scene.guild.id,
      member: { user: { id: ada.id } },
      authorizing_integration_owners: { 0: scene.guild.id, 1: ada.id },
    });
    await scene.ask({ channel: discord.directChannel(ada, discord.bot) });
    expect(scene.bot.seen.at(-1)).toMatchObject({ context: 1, user: { id: ada.id }, authorizing_integration_owners: { 0: "0", 1: ada.id } });
    expect(scene.bot.seen.at(-1)).not.toHaveProperty("member");
    await scene.ask({ channel: discord.groupChannel(ada, bob) });
    expect(scene.bot.seen.at(-1)).toMatchObject({ context: 2, authorizing_integration_owners: { 1: ada.id } });
    await expect(scene.ask({ channel: discord.groupChannel(ada, bob), user: bob })).rejects.toThrow("installed neither");
  });

  it("permissions of the asker and of the bot are computed for the channel", async () => {
    const { discord, guild } = scene;
    const silent = discord.addChannel(guild, { deny: permission.sendMessages });
    await scene.ask({ channel: silent });
    const { app_permissions, member } = scene.bot.seen.at(-1) as { app_permissions: string; member: { permissions: string } };
    expect(BigInt(app_permissions) & permission.sendMessages).toBe(0n);
    expect(BigInt(member.permissions) & permission.sendMessages).toBe(0n);
    expect(BigInt(member.permissions) & permission.viewChannel).not.toBe(0n);
  });

  it("without USE_EXTERNAL_APPS the answer to a user install is private", async () => {
    const { discord, ada, guild } = scene;
    discord.install(ada);
    const asked = await scene.ask({ install: "user", channel: discord.addChannel(guild, { deny: permission.useExternalApps }) });
    expect(asked.original()?.isPrivate).toBe(true);
  });
});
