/** The edge against the strict stand-in: its payloads are the second source of what Discord sends, its checks of what Discord takes. */
import { describe, expect, it } from "vitest";
import { declarations } from "../../commands/index.ts";
import { createDiscord, createKeyPair, type Discord } from "../../scripts/playground/discord/discord.ts";
import { button, row } from "../../src/discord/components.ts";
import { actionId } from "../../src/turns/actions.ts";
import { createWorld, type World } from "./fakes.ts";
import { TURN } from "./payloads.ts";

function rest(discord: Discord, method: string, path: string, body: unknown): Promise<Response> {
  const headers = { authorization: "Bot bot-token", "content-type": "application/json", "user-agent": "DiscordBot (https://example.org/edgewise, 1.0)" };
  return discord.fetch(new Request(`https://discord.com/api/v10${path}`, { method, headers, body: JSON.stringify(body) }));
}

async function connect(): Promise<{ discord: Discord; world: World }> {
  const keys = await createKeyPair("07".repeat(32));
  const world = await createWorld({ publicKey: keys.publicKeyHex });
  world.clock.set(Date.now());
  const discord = createDiscord({ keys, botToken: "bot-token", deliver: (request) => world.send(request) });
  const registered = await rest(discord, "PUT", `/applications/${discord.applicationId}/commands`, declarations);
  expect(registered.status).toBe(200);
  return { discord, world };
}

describe("with the stand-in as Discord", () => {
  it("everything a person can do here is answered in a form that Discord takes", async () => {
    const { discord, world } = await connect();
    const ada = discord.addUser("ada", { installed: true });
    const bob = discord.addUser("bob");
    const guild = discord.addGuild();
    const foreign = discord.addGuild({ installed: false });
    for (const where of [guild, foreign]) discord.addMember(where, ada);
    const channels = [discord.addChannel(guild), discord.addChannel(foreign), discord.directChannel(ada, discord.bot), discord.groupChannel(ada, bob)];
    for (const channel of channels) {
      const file = discord.putFile("a.png", "image/png", new Uint8Array([1, 2, 3]));
      const asked = await discord.interact({ kind: "slash", user: ada, channel, command: "ask", options: { prompt: "hi", file, private: true } });
      expect([asked.failure, asked.callback]).toEqual([undefined, { type: 5, data: { flags: 64 } }]);
      expect(world.jobs().at(-1)).toMatchObject({ id: asked.id, token: asked.token, channelId: channel.id, input: { attachments: [{ filename: "a.png" }] } });
      for (const command of ["new", "why", "help"]) {
        const answer = await discord.interact({ kind: "slash", user: ada, channel, command, locale: "de" });
        expect([answer.failure, answer.messages()[0]?.isPrivate]).toEqual([undefined, true]);
      }
      const completed = await discord.interact({
        kind: "autocomplete",
        user: ada,
        channel,
        command: "ask",
        options: { prompt: "x", model: "sm" },
        focused: "model",
      });
      expect(completed.choices).toMatchObject([{ value: "small-model" }]);
    }
    const bots = world.jobs().map((job) => [job.bot.present, job.bot.canPost, job.bot.userInstallOnly]);
    expect(bots).toEqual([
      [true, true, false],
      [false, false, true],
      [true, true, expect.any(Boolean)],
      [false, false, true],
    ]);
    expect(discord.violations).toEqual([]);
  });

  it("Follow up opens a window that Discord takes, and its answer becomes a job", async () => {
    const { discord, world } = await connect();
    const ada = discord.addUser("ada");
    const guild = discord.addGuild();
    discord.addMember(guild, ada);
    const channel = discord.addChannel(guild);
    const customId = actionId("follow-up", TURN, ada.id);
    const components = row([button("Follow up", customId)]);
    const posted = await rest(discord, "POST", `/channels/${channel.id}/messages`, { content: "an answer", components, allowed_mentions: { parse: [] } });
    const { id: message } = (await posted.json()) as { id: string };
    const pressed = await discord.interact({ kind: "button", user: ada, channel, message, customId });
    expect([pressed.failure, pressed.modal?.custom_id]).toEqual([undefined, customId]);
    const sent = await discord.interact({ kind: "modal", user: ada, channel, from: pressed, values: { prompt: "and then?" } });
    expect([sent.failure, sent.callback?.type]).toEqual([undefined, 5]);
    expect(world.jobs()[0]?.input).toMatchObject({ trigger: "follow-up", parentId: TURN, prompt: "and then?" });
    expect(discord.violations).toEqual([]);
  });

  it("its endpoint check passes: PING answered, forgery refused, events acknowledged", async () => {
    const { discord, world } = await connect();
    expect((await discord.interact({ kind: "ping" })).failure).toBeUndefined();
    expect((await world.send(await discord.signedRequest('{"type":1}', { signature: "00".repeat(64) }))).status).toBe(401);
    expect((await discord.sendEvent("PING")).status).toBe(204);
    expect(discord.violations).toEqual([]);
  });
});
