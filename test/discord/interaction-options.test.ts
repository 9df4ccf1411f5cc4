/** Options of commands and subcommands, with the files, people and channels that their ids stand for. */
import { describe, expect, it } from "vitest";
import type { CommandInteraction } from "../../src/discord/interaction.ts";
import { parseInteraction } from "../../src/discord/interaction-parse.ts";
import { ASKER, asker, attachment, CHANNEL, inGuild, OTHER, option, other, slash, TALK } from "../edge/payloads.ts";

function parse(payload: unknown): CommandInteraction {
  const parsed = parseInteraction(payload);
  expect(parsed.type).toBe("command");
  return parsed as CommandInteraction;
}

describe("options", () => {
  it("have options by name, with their types", () => {
    const options = [option("prompt", "hi"), option("private", true, 5), option("count", 3, 4), option("ratio", 0.5, 10), option("role", OTHER, 8)];
    expect(parse({ ...inGuild(), ...slash("ask", options) }).options).toEqual({ prompt: "hi", private: true, count: 3, ratio: 0.5, role: OTHER });
  });

  it("have subcommands and groups", () => {
    const sub = { name: "search", type: 1, options: [option("query", "x")] };
    expect(parse({ ...inGuild(), ...slash("web", [sub]) })).toMatchObject({ subcommand: "search", options: { query: "x" } });
    expect(parse({ ...inGuild(), ...slash("web", [{ name: "deep", type: 2, options: [sub] }]) })).toMatchObject({
      subcommand: "deep search",
      options: { query: "x" },
    });
    expect(parse({ ...inGuild(), ...slash("web", [{ name: "news", type: 1 }]) })).toMatchObject({ subcommand: "news", options: {} });
  });

  it("have attachments, with what Discord tells about them", () => {
    const resolved = { attachments: { "5": { ...attachment("5", "a.png", "image/png", 99), width: 3, height: 4 }, "6": attachment("6", "b", undefined, 1) } };
    const { attachments, options } = parse({ ...inGuild(), ...slash("ask", [option("file", "5", 11), option("file2", "6", 11)], resolved) });
    expect(options).toEqual({});
    expect(attachments.file).toEqual({
      id: "5",
      filename: "a.png",
      contentType: "image/png",
      size: 99,
      url: expect.stringContaining("cdn."),
      proxyUrl: expect.stringContaining("media."),
      width: 3,
      height: 4,
    });
    expect(attachments.file2).toMatchObject({ contentType: "" });
    expect(attachments.file2).not.toHaveProperty("width");
  });

  it("have people, by the name the server knows, and channels, with what the asker may do there", () => {
    const resolved = {
      users: { [OTHER]: { ...other, bot: true }, [ASKER]: asker },
      members: { [OTHER]: { nick: "Oz", permissions: "8", roles: [] } },
      channels: {
        "7": { id: "7", name: "notes", type: 11, permissions: String(TALK), parent_id: CHANNEL, thread_metadata: { archived: true } },
        "8": { id: "8", name: "general", type: 0, permissions: "0", parent_id: CHANNEL },
        "9": { id: "9", type: 1 },
      },
    };
    const given = [option("who", OTHER, 6), option("me", ASKER, 6), option("thread", "7", 7), option("channel", "8", 7), option("direct", "9", 7)];
    const { options, users, channels } = parse({ ...inGuild(), ...slash("x", [{ name: "sub", type: 1, options: given }], resolved) });
    expect(options).toEqual({});
    expect(users).toEqual({ who: { id: OTHER, name: "Oz", bot: true }, me: { id: ASKER, name: "Mina", bot: false } });
    expect(channels).toEqual({
      thread: { id: "7", name: "notes", type: 11, parentId: CHANNEL, memberPermissions: TALK },
      channel: { id: "8", name: "general", type: 0, parentId: null, memberPermissions: 0n },
      direct: { id: "9", name: "", type: 1, parentId: null, memberPermissions: null },
    });
  });

  it("with an id that stands for nothing are answered, not half understood", () => {
    for (const type of [6, 7, 11]) {
      for (const id of ["404", "constructor"]) {
        expect(parseInteraction({ ...inGuild(), ...slash("ask", [option("it", id, type)], { users: {}, channels: {} }) })).toMatchObject({
          answer: "message",
        });
      }
    }
  });
});
