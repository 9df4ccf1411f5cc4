/** /ask, /new and /help through the door: options, files and models, and what is said when they do not fit. */
import { describe, expect, it } from "vitest";
import { createWorld } from "./fakes.ts";
import { ASKER, attachment, CHANNEL, inBotDm, inGuild, NOW, option, slash, typing } from "./payloads.ts";

const EPHEMERAL = 64;

describe("/ask with files", () => {
  const ask = (files: Record<string, unknown>[]) => {
    const options = files.map((file, index) => option(index === 0 ? "file" : `file${index + 1}`, file.id, 11)).reverse();
    const resolved = { attachments: Object.fromEntries(files.map((file) => [String(file.id), file])) };
    return { ...inGuild(), ...slash("ask", [...options, option("prompt", "look")], resolved) };
  };
  const MIB = 1024 * 1024;

  it("keeps them in the order of the options", async () => {
    const world = await createWorld();
    await world.interact(
      ask([attachment("3", "a.png", "image/png", 10), attachment("1", "b.ts", "video/mp2t", 10), attachment("2", "c", "text/plain; charset=utf-8", 10)]),
    );
    expect(world.jobs()[0]?.input).toMatchObject({
      attachments: [{ filename: "a.png" }, { filename: "b.ts", url: expect.stringContaining("https://cdn.") }, { filename: "c" }],
    });
  });

  const refused: [string, Record<string, unknown>[], RegExp][] = [
    ["a video", [attachment("1", "clip.mp4", "video/mp4", 10)], /can't read “clip\.mp4”.*PNG.*text files/],
    ["an archive", [attachment("1", "x.zip", "application/zip", 10)], /PNG.*PDF and office files, recordings/],
    ["a text of an old office program", [attachment("1", "x.doc", "application/msword", 10)], /Save it as \.docx/],
    ["a file without type and extension", [attachment("1", "blob", undefined, 10)], /PNG/],
    ["an image of more than 8 MiB", [attachment("1", "x.png", "image/png", 8 * MIB + 1)], /too large.*8 MiB/],
    [
      "images of more than 8 MiB in all",
      [attachment("1", "x.png", "image/png", 5 * MIB), attachment("2", "y.webp", "image/webp", 4 * MIB)],
      /“y\.webp” is too large/,
    ],
    [
      "an image, a document and a recording of more than 8 MiB in all",
      [attachment("1", "x.png", "image/png", 3 * MIB), attachment("2", "y.pdf", "application/pdf", 3 * MIB), attachment("3", "z.ogg", "audio/ogg", 3 * MIB)],
      /“z\.ogg” is too large/,
    ],
    ["a text of more than 512 KiB", [attachment("1", "x.txt", "text/plain", MIB / 2 + 1)], /512 KiB/],
  ];
  for (const [name, files, sentence] of refused) {
    it(`refuses ${name} with a sentence that names what works`, async () => {
      const world = await createWorld();
      const { body } = await world.interact(ask(files));
      expect(body.data?.content).toMatch(sentence);
      expect(body.data?.flags).toBe(EPHEMERAL);
      expect(world.calls).toEqual([]);
    });
  }

  it("takes what is just small enough", async () => {
    const world = await createWorld();
    expect((await world.interact(ask([attachment("1", "x.gif", "image/gif", 8 * MIB), attachment("2", "y.md", undefined, MIB / 2)]))).body.type).toBe(5);
    expect((await world.interact(ask([attachment("1", "x.pdf", "application/pdf", 4 * MIB), attachment("2", "y.ogg", "audio/ogg", 4 * MIB)]))).body.type).toBe(
      5,
    );
  });
});

describe("/ask with a model", () => {
  it("takes one of the list, whatever its letters' case", async () => {
    const world = await createWorld();
    await world.interact({ ...inGuild(), ...slash("ask", [option("prompt", "x"), option("model", "big/model:70B")]) });
    expect(world.jobs()[0]?.input).toMatchObject({ model: "Big/Model:70b" });
  });

  it("refuses another one and names those that can be chosen, within one message", async () => {
    const models = Array.from({ length: 200 }, (_, index) => `provider/model-with-a-long-name-${index}`);
    const world = await createWorld({ models });
    const { body } = await world.interact({
      ...inGuild(),
      ...slash("ask", [option("prompt", "x"), option("model", `@everyone ${"`".repeat(3)}\n# hi ${"y".repeat(5000)}`)]),
    });
    expect(body.data?.content).toContain("model-with-a-long-name-0");
    expect(body.data?.content).not.toContain("```");
    expect(body.data?.content?.length).toBeLessThanOrEqual(2000);
    expect(body.data?.allowed_mentions).toEqual({ parse: [] });
    expect(world.calls).toEqual([]);
  });

  it("leaves one that it does not know to the turn on a server, which may have an endpoint of its own; elsewhere it refuses", async () => {
    const world = await createWorld();
    const asked = slash("ask", [option("prompt", "x"), option("model", "llama3")]);
    await world.interact({ ...inGuild(), ...asked });
    expect(world.jobs()[0]?.input).toMatchObject({ model: "llama3" });
    const { body } = await world.interact({ ...inBotDm(), ...asked });
    expect(body.data?.content).toContain("`small-model`, `Big/Model:70b`");
    expect(world.jobs()).toHaveLength(1);
  });

  it("offers at most 25 choices with what is known of them, none longer than Discord allows", async () => {
    const models = Array.from({ length: 60 }, (_, index) => `${"m".repeat(index * 2 + 1)}`);
    const describeModel = (id: string) => ({ id, price: { input: 0.25, output: 2 }, window: 400_000, vision: true, tools: false });
    const world = await createWorld({ models, describeModel });
    const choices = (await world.interact({ ...inGuild(), ...typing("ask", "model", "m") })).body.data?.choices ?? [];
    expect(choices).toHaveLength(24);
    expect(choices[0]).toEqual({ name: "m · $0.25/$2 · 400k · vision", value: "m" });
    expect(choices.every(({ name, value }) => name.length <= 100 && value.length <= 100)).toBe(true);
  });
});

describe("/new and /help", () => {
  it("/new begins anew at the command's own moment, so that a replay changes nothing", async () => {
    const world = await createWorld();
    world.clock.set(NOW + 60_000);
    const { body } = await world.interact({ ...inGuild(), ...slash("new") });
    expect(body).toMatchObject({ type: 4, data: { flags: EPHEMERAL } });
    expect(world.calls).toEqual([{ name: "startNew", args: [{ channelId: CHANNEL, parentId: null }, ASKER, NOW] }]);
  });

  it("/help names every command in the person's language", async () => {
    const world = await createWorld();
    const en = (await world.interact({ ...inGuild(), ...slash("help") })).body.data?.content ?? "";
    const de = (await world.interact({ ...inGuild({ locale: "de" }), ...slash("help") })).body.data?.content ?? "";
    for (const name of ["/ask", "/new", "/why", "/help"]) expect(en).toContain(name);
    for (const name of ["/frag", "/neu", "/warum", "/hilfe"]) expect(de).toContain(name);
  });
});
