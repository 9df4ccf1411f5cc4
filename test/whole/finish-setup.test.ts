/** Finish setup on the real Worker: Discord pings the very Worker that asks it to, and afterwards commands arrive. */
import { exports } from "cloudflare:workers";
import { expect, it } from "vitest";
import { declarations } from "../../commands/index.ts";
import { testVariables } from "./variables.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});

const ORIGIN = "https://bot.example";
const finish = (token: string) =>
  exports.default.fetch(
    new Request(`${ORIGIN}/`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", origin: ORIGIN, "sec-fetch-site": "same-origin" },
      body: new URLSearchParams({ token }).toString(),
    }),
  );
const deepHealth = async () => (await exports.default.fetch(new Request(`${ORIGIN}/health?deep=1`))).json();

it("one press registers commands, address and events; a second one changes nothing", async () => {
  const { discord, ada, channel } = world;
  expect((await finish("wrong-token")).status).toBe(403);
  expect(discord.calls).toEqual([]);

  const pressed = await finish(testVariables.DISCORD_BOT_TOKEN);
  expect(pressed.status).toBe(200);
  const settings = structuredClone(discord.state.app.settings);
  expect(settings).toMatchObject({ interactions_endpoint_url: `${ORIGIN}/interactions`, event_webhooks_url: `${ORIGIN}/events`, event_webhooks_status: 2 });
  const names = () => (discord.state.app.commands.get("") ?? []).map(({ id, name }) => [id, name]);
  const registered = names();
  expect(registered.map(([, name]) => name)).toEqual(declarations.map(({ name }) => name));

  const again = await finish(testVariables.DISCORD_BOT_TOKEN);
  expect(again.status).toBe(200);
  expect(discord.state.app.settings).toEqual(settings);
  expect(names()).toEqual(registered);

  const asked = await discord.interact({ kind: "slash", user: ada, channel, command: "help" });
  expect(asked.failure).toBeUndefined();
  expect(await (await exports.default.fetch(new Request(ORIGIN))).text()).toContain(">connected<");
});

it("the deep look at health goes through an object to D1 and to Discord", async () => {
  expect(await deepHealth()).toMatchObject({
    status: "ok",
    database: "ok",
    deep: { object: "ok", applicationId: world.discord.applicationId, publicKey: world.discord.publicKeyHex },
  });
});
