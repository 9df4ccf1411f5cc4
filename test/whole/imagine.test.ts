// /imagine, end to end: a signed command goes in, and only what Discord shows and what the picture model was asked counts.
import { beforeEach, describe, expect, test } from "vitest";
import type { PictureBehaviour } from "../../scripts/playground/model/images.ts";
import { enter, openModels, ownServer } from "./own-endpoint-stage.ts";
import { asked, begin, emptyLedger, labels, ledgerOf, paint, pictures, turnOf } from "./painting.ts";
import { manager } from "./panel.ts";
import { isFinal, useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});
beforeEach(emptyLedger);

describe("a picture", () => {
  test("is shown with what it was made of, under its buttons, and written down with its cost", async () => {
    const handle = await paint(world, "a heron in the rain");
    const [message] = handle.messages();
    expect(handle.messages()).toHaveLength(1);
    expect(message?.content).toMatch(/^a heron in the rain\n-# Refined: a heron in the rain, seen from slightly above/);
    expect(pictures(handle).map(({ filename, content_type: type }) => [filename, type])).toEqual([["picture.png", "image/png"]]);
    expect(pictures(handle)[0]?.["description"]).toContain("a heron in the rain");
    expect(labels(handle)).toEqual(["Reroll", "Edit prompt", "Vary", "Delete", "Why"]);
    expect(asked(world)).toEqual([
      {
        path: "/v1/images/generations",
        body: {
          model: "gpt-image-2",
          prompt: expect.stringContaining("a heron in the rain, seen"),
          n: 1,
          size: "1024x1024",
          quality: "medium",
          safety_identifier: expect.stringMatching(/^[\w-]{8,64}$/),
        },
      },
    ]);
    const turn = await turnOf(handle.id);
    expect(turn).toMatchObject({ trigger: "imagine", outcome: "answered", conversation: `${world.channel.id}:${world.ada.id}:pictures` });
    // 1,767 tokens at 30 dollars a million, and some for the words.
    expect(turn.cost_micro_usd).toBeGreaterThan(53_000);
    expect(turn.cost_micro_usd).toBeLessThan(60_000);
    expect(await ledgerOf(handle.id)).toEqual({ amount: turn.cost_micro_usd, settled: 1 });
  });

  test("keeps the words as they are with refine: false, and has the shape and the number that were asked for", async () => {
    const handle = await paint(world, "two plums", { refine: false, size: "landscape", count: 4 });
    expect(handle.original()?.content).toBe("two plums");
    expect(asked(world)[0]?.body).toMatchObject({ prompt: "two plums", n: 4, size: "1536x1024" });
    expect(world.model.requests.filter(({ path }) => path.includes("chat"))).toEqual([]);
    expect(pictures(handle).map(({ filename }) => filename)).toEqual(["picture-1.png", "picture-2.png", "picture-3.png", "picture-4.png"]);
    expect(labels(handle)).toEqual(["Reroll", "Edit prompt", "Delete", "Why", "Vary 1", "Vary 2", "Vary 3", "Vary 4"]);
  });

  test("is fetched where the server only names its address, without our key", async () => {
    world.model.scriptImages(() => ({ as: "url" }));
    const handle = await paint(world, "a kite");
    expect(pictures(handle)).toHaveLength(1);
    const fetched = world.model.requests.at(-1);
    expect(fetched?.path).toMatch(/demo-pictures/);
    expect(fetched?.headers["authorization"]).toBeUndefined();
  });

  test("at a private address is not fetched for a public server", async () => {
    world.model.scriptImages(() => ({ as: "url", url: "http://169.254.169.254/latest/picture.png" }));
    const handle = await paint(world, "a kite");
    expect(handle.original()?.content).toContain("answered without a picture");
    expect(asked(world)).toHaveLength(1);
    expect(world.model.requests.every(({ path }) => !path.includes("latest"))).toBe(true);
  });

  test("is made from the words alone where the small model fails, and /why says so", async () => {
    world.model.script(() => ({ status: 401 }));
    const handle = await paint(world, "a lighthouse");
    expect(handle.original()?.content).toBe("a lighthouse");
    expect(asked(world)[0]?.body["prompt"]).toBe("a lighthouse");
    await turnOf(handle.id);
    const why = await world.discord.interact({ kind: "slash", user: world.ada, channel: world.channel, command: "why" });
    expect(why.original()?.content).toMatch(/You had me make a picture[\s\S]*gpt-image-2[\s\S]*could not refine/);
    expect(why.original()?.content).not.toContain("room for");
  });

  test("on a server with an endpoint of its own is refined there and nowhere else, at that server's cost", async () => {
    const own = ownServer(world);
    await enter(world, await openModels(world));
    own.script(() => ({ text: "a heron, as the server's own model sees it" }));
    const handle = await paint(world, "a heron");
    expect(handle.original()?.content).toContain("Refined: a heron, as the server's own model sees it");
    expect(world.model.requests.map(({ path }) => path)).toEqual(["/v1/images/generations"]);
    // The picture alone: 1,767 tokens, and some of words.
    expect((await turnOf(handle.id)).cost_micro_usd).toBeLessThan(53_200);
  });

  test("starts from an attached picture", async () => {
    const image = world.discord.putFile("cat.png", "image/png", PIXEL);
    const handle = await paint(world, "make it blue", { image });
    expect(pictures(handle)).toHaveLength(1);
    expect(asked(world)[0]).toMatchObject({ path: "/v1/images/edits", body: { image: { type: "image/png", bytes: PIXEL.length }, n: "1" } });
  });

  test.each([
    ["a text", "notes.txt", "text/plain", /can't start from “notes.txt”/],
    ["a GIF", "cat.gif", "image/gif", /can't start from “cat.gif”/],
  ])("does not start from %s", async (_case, name, type, expected) => {
    const handle = await begin(world, "make it blue", { image: world.discord.putFile(name, type, PIXEL) });
    expect(handle.original()).toMatchObject({ isPrivate: true, content: expect.stringMatching(expected) });
    expect(asked(world)).toEqual([]);
  });

  test("does not start from what only says that it is a picture", async () => {
    const image = world.discord.putFile("cat.png", "image/png", new TextEncoder().encode("no picture at all"));
    const handle = await paint(world, "make it blue", { image });
    expect(handle.original()?.content).toContain("has to be a PNG, JPEG or WebP");
    expect(await ledgerOf(handle.id)).toMatchObject({ amount: 0 });
  });

  test("has the style of whoever speaks", async () => {
    const chosen = await world.discord.interact({
      kind: "slash",
      user: world.ada,
      channel: world.channel,
      command: "persona",
      path: ["use"],
      options: { name: "Rivet" },
    });
    expect(chosen.failure).toBeUndefined();
    const handle = await paint(world, "a pump", { refine: false });
    expect(asked(world)[0]?.body["prompt"]).toMatch(/^a pump\n\nStyle: clean technical line drawing/);
    expect(handle.original()?.content).toContain("In the persona's style: clean technical line drawing");
    expect((await turnOf(handle.id)).answer).toBe("a pump");
    await world.discord.interact({ kind: "slash", user: world.ada, channel: world.channel, command: "persona", path: ["use"], options: { name: "none" } });
  });
});

describe("instead of a picture", () => {
  test.each<[string, PictureBehaviour, RegExp, 0 | 1]>([
    ["a refusal by the content rules", { refused: true }, /against its content rules/, 0],
    ["a key that is not accepted", { status: 401 }, /IMAGE_API_KEY/, 0],
    ["a model that is not there", { status: 404 }, /IMAGE_MODEL/, 0],
    ["a server that is ill", { status: 500 }, /has a problem right now/, 0],
    ["too many requests", { status: 429 }, /too many requests/, 0],
    ["a page of HTML", { html: true }, /IMAGE_BASE_URL/, 1],
    ["an answer without pictures", { count: 0 }, /answered without a picture/, 1],
    ["something else than a picture", { bytes: Uint8Array.from(new TextEncoder().encode("<html>")) }, /answered without a picture/, 1],
  ])("%s is said in a sentence, and paid for only where something may have been made", async (_case, behaviour, expected, paid) => {
    world.model.scriptImages(() => behaviour);
    const handle = await paint(world, "a heron", { refine: false });
    expect(handle.original()?.content).toMatch(expected);
    expect(pictures(handle)).toEqual([]);
    expect(labels(handle)).toEqual(["Try again", "Edit prompt", "Why"]);
    const turn = await turnOf(handle.id);
    expect(turn.outcome).toBe("failed");
    expect(turn.cost_micro_usd > 0).toBe(paid === 1);
    expect(await ledgerOf(handle.id)).toEqual({ amount: turn.cost_micro_usd, settled: 1 });
  });

  test("Try again paints in the same message", async () => {
    world.model.scriptImages((_request, attempt) => (attempt === 1 ? { status: 500 } : {}));
    const failed = await paint(world, "a heron");
    await turnOf(failed.id);
    const again = await world.press(world.ada, failed, "Try again");
    await world.discord.waitFor(() => pictures(failed).length === 1, { timeoutMs: 8_000 });
    expect(failed.messages()).toHaveLength(1);
    expect(failed.original()?.content).toMatch(/^a heron\n-# Refined/);
    expect(JSON.parse((await turnOf(again.id)).input)).toMatchObject({ prompt: "a heron", action: "make", refine: true });
  });

  test("a full budget is said before anything is asked for, and other limits hold too", async () => {
    await paint(world, "one", { count: 4, refine: false });
    expect(asked(world)).toHaveLength(1);
    await paint(world, "two", { count: 1, refine: false });
    const full = await paint(world, "three", { count: 4, refine: false });
    expect(full.original()?.content).toMatch(/used up your budget/);
    expect(asked(world)).toHaveLength(2);
    expect(await ledgerOf(full.id)).toBeUndefined();
  });

  test("where the server's managers paused the bot nothing is painted", async () => {
    const mira = manager(world);
    await world.knows(mira);
    const panel = await world.discord.interact({ kind: "slash", user: mira, channel: world.channel, command: "settings" });
    const server = await world.press(mira, panel, "Server");
    await world.press(mira, server, "Pause");
    const handle = await paint(world, "a heron");
    expect(handle.original()?.content).toContain("paused");
    expect(labels(handle)).toEqual(["Why"]);
    expect(asked(world)).toEqual([]);
  });

  test("Stop ends it", async () => {
    world.model.scriptImages(() => ({ delayMs: 20_000 }));
    const handle = await begin(world, "a heron", { refine: false });
    await world.discord.waitFor(() => handle.original()?.content.includes("Painting") ?? false, { timeoutMs: 8_000 });
    await world.press(world.ada, handle, "Stop");
    await world.discord.waitFor(() => isFinal(handle), { timeoutMs: 8_000 });
    expect(handle.original()?.content).toContain("Stopped");
    expect((await turnOf(handle.id)).outcome).toBe("stopped");
  });
});

/** One pixel, PNG. */
const PIXEL = Uint8Array.from(atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="), (character) =>
  character.charCodeAt(0),
);
