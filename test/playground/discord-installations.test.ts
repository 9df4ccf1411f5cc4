/** The stand-in's installations, and its selects that Discord fills: what they tell, and what they refuse. */
import { beforeEach, describe, expect, it } from "vitest";
import { createScene, type Scene } from "./scene.ts";

let scene: Scene;
beforeEach(async () => {
  scene = await createScene();
  scene.bot.answer = () => new Response(null, { status: 204 });
});

describe("authorize", () => {
  it("tells of a server with the whole server in it, and has the bot join", async () => {
    const guild = scene.discord.addGuild({ name: "New", installed: false, locale: "de" });
    await scene.discord.authorize(scene.ada, guild);
    expect(scene.bot.seen.at(-1)).toMatchObject({
      type: 1,
      event: {
        type: "APPLICATION_AUTHORIZED",
        timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
        data: {
          integration_type: 0,
          scopes: ["applications.commands", "bot"],
          user: { id: scene.ada.id },
          guild: { id: guild.id, name: "New", preferred_locale: "de", system_channel_id: null, owner_id: guild.ownerId },
        },
      },
    });
    expect(guild.members.has(scene.discord.bot.id)).toBe(true);
    expect(scene.discord.violations).toEqual([]);
  });

  it("tells of an account without a server", async () => {
    await scene.discord.authorize(scene.bob);
    const { event } = scene.bot.seen.at(-1) as { event: { data: Record<string, unknown> } };
    expect(event.data).toMatchObject({ integration_type: 1, scopes: ["applications.commands"] });
    expect(event.data).not.toHaveProperty("guild");
    expect(scene.discord.state.app.users.has(scene.bob.id)).toBe(true);
  });

  it("notes a bot that does not acknowledge", async () => {
    scene.bot.answer = () => new Response("no", { status: 503 });
    await scene.discord.authorize(scene.bob);
    expect(scene.discord.violations).toEqual([expect.stringContaining("APPLICATION_AUTHORIZED")]);
  });
});

describe("selects of people, roles and channels", () => {
  const send = async (select: object) => {
    // A little later each time: rate limits are not what this is about.
    scene.time.ms += 10_000;
    const components = [{ type: 1, components: [{ type: 5, custom_id: "x", ...select }] }];
    return scene.api("POST", `/channels/${scene.channel.id}/messages`, { content: "choose", components, allowed_mentions: { parse: [] } });
  };

  it("take as many defaults as could be chosen, each once and of their own kind", async () => {
    const user = (id: string) => ({ id, type: "user" });
    expect((await send({ type: 6, default_values: [{ id: "1", type: "role" }] })).status).toBe(200);
    expect((await send({ default_values: [user("1")] })).status).toBe(200);
    expect((await send({ max_values: 2, default_values: [user("1"), user("2")] })).status).toBe(200);
    for (const wrong of [
      { default_values: [] },
      { default_values: [user("1"), user("2")] },
      { min_values: 2, max_values: 3, default_values: [user("1")] },
      { max_values: 2, default_values: [user("1"), user("1")] },
      { default_values: [{ id: "1", type: "channel" }] },
      { type: 6, default_values: [user("1")] },
    ])
      expect([wrong, (await send(wrong)).status]).toEqual([wrong, 400]);
  });
});
