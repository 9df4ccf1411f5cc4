// Without IMAGE_MODEL nobody is told of pictures, and what is left of them says what is missing.
import { env, exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { declarations } from "../../commands/index.ts";
import { manager, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

// Before the Worker reads it.
Object.assign(env, { IMAGE_MODEL: "" });

let world: World;
useWorld((fresh) => {
  world = fresh;
});
const use = (command: string, options = {}, locale = "en-US") =>
  world.discord.interact({ kind: "slash", user: world.ada, channel: world.channel, command, options, locale });

test("the command says so, to its asker alone, and nothing is asked of anybody", async () => {
  const handle = await use("imagine", { prompt: "a heron" });
  expect(handle.original()).toMatchObject({ isPrivate: true, content: expect.stringContaining("IMAGE_MODEL") });
  expect(world.model.requests).toEqual([]);
});

test("/help and /privacy do not name it, in no language", async () => {
  for (const locale of ["en-US", "de"]) {
    const help = (await use("help", {}, locale)).original()?.content ?? "";
    expect(help).toMatch(/`\/(ask|frag)`/);
    expect(help).not.toMatch(/\/imagine|\/bild/);
    expect((await use("privacy", {}, locale)).original()?.content).not.toMatch(/\/imagine|\/bild/);
  }
});

test("the set-up that the status page finishes does not register it", async () => {
  const body = new URLSearchParams({ token: "test-bot-token" });
  const headers = { origin: "https://bot.example", "content-type": "application/x-www-form-urlencoded" };
  await exports.default.fetch(new Request("https://bot.example/", { method: "POST", headers, body }));
  const registered = world.discord.state.app.commands.get("")?.map(({ name }) => name) ?? [];
  expect(registered).toEqual(declarations.map(({ name }) => name).filter((name) => name !== "imagine"));
});

test("no schedule posts pictures: neither is it prepared, nor saved from a preview of before", async () => {
  const mira = manager(world);
  const add = async (options = {}) => {
    const handle = await world.discord.interact({
      ...{ kind: "slash", user: mira, channel: world.channel, command: "schedule", path: ["add"] },
      options: { when: "daily at 9", prompt: "a heron", ...options },
    });
    await world.discord.waitFor(() => handle.settled);
    return handle.original();
  };
  expect((await add({ output: "image" }))?.content).toContain("no model for pictures");
  const preview = await add();
  const customId = preview?.buttons.find(({ label }) => label === "Save")?.customId?.replace(":t1:", ":i1:") ?? "";
  expect(customId).toContain(":i1:");
  const pressed = await world.discord.interact({ kind: "button", user: mira, channel: world.channel, message: preview?.record ?? "", customId, force: true });
  expect(pressed.original()?.content).toContain("no model for pictures");
  expect(await rows("SELECT id FROM schedules")).toEqual([]);
});
