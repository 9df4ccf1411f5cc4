/** Remote tools as tools of ours: their names among the others, their input, and what they answered. */
import { describe, expect, it } from "vitest";
import { readHeaderLines } from "../../../src/tools/mcp/header-lines.ts";
import { toOutput } from "../../../src/tools/mcp/result.ts";
import { isServerName, mcpTools, prefixOf } from "../../../src/tools/mcp/tools.ts";
import type { ToolContext } from "../../../src/tools/tool.ts";
import { SERVER, TOOL } from "./wire.ts";

const server = (name: string, locals: string[], over: object = {}) => ({
  ...SERVER,
  name,
  listing: { ...SERVER.listing, tools: locals.map((local) => ({ ...TOOL, local, remote: local })) },
  ...over,
});

describe("names", () => {
  it("begin with the server's, and never are one of ours", () => {
    const tools = mcpTools([server("Web", ["search", "look"]), server("My Calendar 2", ["add"])], ["web_search"]);
    expect(tools.map(({ name }) => name)).toEqual(["mcp_web_search", "web_look", "mycalendar2_add"]);
    expect(tools.map(({ rule }) => rule)).toEqual(["mcp:1:search", "mcp:1:look", "mcp:1:add"]);
  });

  it("are as long as models take at most", () => {
    const [tool] = mcpTools([server("n".repeat(40), ["t".repeat(35)])], [`${"n".repeat(24)}_${"t".repeat(35)}`]);
    expect(tool?.name).toHaveLength(64);
  });

  it("of a server that is switched off are not there", () => {
    expect(mcpTools([server("Web", ["search"], { enabled: false })], [])).toEqual([]);
  });

  it("of servers need a letter, and are not the one that is reserved", () => {
    expect(["Wetter", "3D druck", "Größe"].map(prefixOf)).toEqual(["wetter", "ddruck", "groe"]);
    expect(["weather", "mcp", "MCP!", "", "12", "工具"].map(isServerName)).toEqual([true, false, false, false, false, false]);
  });
});

describe("a call", () => {
  const [tool] = mcpTools([server("Web", ["search"])], []);
  if (tool === undefined) throw new Error("no tool");

  it("needs an object with what is required; the rest is the server's to check", () => {
    const [strict] = mcpTools([{ ...SERVER, listing: { ...SERVER.listing, tools: [{ ...TOOL, schema: { type: "object", required: ["a", "b"] } }] } }], []);
    expect(strict?.parse({ a: 1 })).toEqual({ problem: "b is missing" });
    expect(strict?.parse({ a: 1, b: null, c: 3 })).toEqual({ input: { a: 1, b: null, c: 3 } });
    for (const written of ["a", 1, null, []]) expect(tool.parse(written)).toEqual({ problem: "it is no object" });
  });

  it("goes through the port, with the turn that it belongs to", async () => {
    const calls: unknown[] = [];
    const call = async (asked: unknown) => {
      calls.push(asked);
      return { content: "done" };
    };
    const { signal } = new AbortController();
    const context = { mcp: { call }, place: { token: "t-1" }, signal } as unknown as ToolContext;
    expect(await tool.run({ q: "x" }, context)).toEqual({ content: "done" });
    expect(calls).toMatchObject([{ tool: { remote: "search" }, input: { q: "x" }, turn: "t-1", server: { address: SERVER.address } }]);
  });
});

describe("what it answered", () => {
  const text = (words: string) => ({ type: "text", text: words });
  const image = (data: string, mimeType = "image/png") => ({ type: "image", data, mimeType });

  it("is untrusted, all of it", () => {
    expect(toOutput({ content: [text("a"), text("b")] })).toEqual({ content: "", untrusted: "a\n\nb" });
    expect(toOutput({ content: [text("no")], isError: true })).toEqual({ content: "The tool says that it failed.", failed: true, untrusted: "no" });
    expect(toOutput({ content: [] })).toEqual({ content: "It is done; the tool said nothing." });
  });

  it("has what is structured once", () => {
    const structuredContent = { temperature: 3 };
    expect(toOutput({ content: [], structuredContent }).untrusted).toBe('{"temperature":3}');
    expect(toOutput({ content: [text('{"temperature": 3}')], structuredContent }).untrusted).toBe('{"temperature": 3}');
    expect(toOutput({ structuredContent: [1, 2] }).untrusted).toBe("[1,2]");
  });

  it("may be pictures, as many as fit", () => {
    expect(toOutput({ content: [image("QUJD"), image("QUJD", "image/svg+xml"), image('"><x'), image("A".repeat(600_000))] })).toEqual({
      content: "It sent a picture that can't be read. It sent a picture that is too large to be looked at.",
      images: ["data:image/png;base64,QUJD"],
    });
  });

  it("says what else there was", () => {
    const output = toOutput({
      content: [
        { type: "audio", data: "QQ==", mimeType: "audio/wav" },
        { type: "resource_link", uri: "https://x.example/a", name: "a", description: "the first" },
        { type: "resource", resource: { uri: "file:///a.txt", text: "inside" } },
        { type: "resource", resource: { uri: "file:///b.bin", blob: "QQ==" } },
        { type: "hologram" },
        null,
      ],
    });
    expect(output.content).toBe("It sent sound, which can't be heard here. It sent something that can't be read here.");
    expect(output.untrusted).toBe("[link] a - https://x.example/a - the first\n\n[file:///a.txt]\ninside\n\n[a file that can't be read here] file:///b.bin");
  });

  it("is cut where it is too long", () => {
    const { untrusted = "" } = toOutput({ content: [text("😀".repeat(80_000))] });
    expect(untrusted.length).toBeLessThanOrEqual(60_000);
    expect(untrusted).toMatch(/😀\n\[cut: the answer is longer\]$/);
    expect(untrusted.isWellFormed()).toBe(true);
  });
});

describe("headers as people type them", () => {
  it("are a line each", () => {
    expect(readHeaderLines("Authorization: Bearer a:b\n\n  X-Key:  7 \r\n")).toEqual({ authorization: "Bearer a:b", "x-key": "7" });
    expect(readHeaderLines(" \n")).toEqual({});
  });

  it.each([
    "Bearer abc",
    "a b: c",
    "X-Key:",
    ": x",
    "X: ä",
    "Host: x",
    "Cookie: a=b",
    "Mcp-Session-Id: 1",
    "Content-Length: 3",
    "X: a\u0000b",
    "a: 1\n".repeat(11),
  ])("are none where %j stands", (typed) => {
    expect(readHeaderLines(typed)).toBeNull();
  });
});
