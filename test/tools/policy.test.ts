/** Which tools a turn is offered: defaults, a server's rules, the asker's roles; who has to be asked first. */
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { offeredTools, type ToolRule } from "../../src/tools/policy.ts";
import type { ToolPorts } from "../../src/tools/ports.ts";
import { defineTool, type Risk, type ToolPlace } from "../../src/tools/tool.ts";

const ports = {} as ToolPorts;
const place = (over: { guildId?: string | null; roles?: readonly string[] } = {}) =>
  ({ guildId: "7", ...over, asker: { id: "1", name: "ada", roles: over.roles ?? [] } }) as unknown as ToolPlace;
const tool = (name: string, risk: Risk = "read", byDefault = true, offered = true) =>
  defineTool({ name, description: "", input: () => z.object({}), risk, byDefault, offered: () => offered, run: () => ({ content: "" }) });
const rule = (over: Partial<ToolRule>): ToolRule => ({ enabled: null, approval: null, roles: null, ...over });

const all = [tool("clock"), tool("poll", "write", false), tool("send", "sensitive", false), tool("nowhere", "read", true, false)];
const offered = (rules: Record<string, Partial<ToolRule>>, where = place()) => {
  const { tools, approval } = offeredTools(all, new Map(Object.entries(rules).map(([key, value]) => [key, rule(value)])), where, ports);
  return { tools: tools.map(({ name }) => name), approval: [...approval] };
};

describe("without a rule", () => {
  it("what is on by default is offered, where it can work at all", () => {
    expect(offered({})).toEqual({ tools: ["clock"], approval: [] });
  });
});

describe("a rule", () => {
  it("switches on and off, and leaves the others as they are", () => {
    expect(offered({ clock: { enabled: false }, poll: { enabled: true } })).toEqual({ tools: ["poll"], approval: [] });
  });

  it("that switches a tool on puts it first: with little room the last ones are left out", () => {
    expect(offered({ send: { enabled: true } }).tools).toEqual(["send", "clock"]);
  });

  it("cannot make a tool work where it does not", () => {
    expect(offered({ nowhere: { enabled: true } }).tools).toEqual(["clock"]);
  });

  it("counts on servers alone: elsewhere nobody could have set it", () => {
    expect(offered({ clock: { enabled: false }, send: { enabled: true } }, place({ guildId: null }))).toEqual({ tools: ["clock"], approval: [] });
  });

  it("is looked for by the key that a remote tool has", () => {
    const rules = new Map([["mcp:9:poll", rule({ enabled: true, approval: true })]]);
    const { tools, approval } = offeredTools(all, rules, place(), ports, ({ name }) => `mcp:9:${name}`);
    expect([tools.map(({ name }) => name), [...approval]]).toEqual([["poll", "clock"], ["poll"]]);
  });
});

describe("somebody has to agree", () => {
  it("to what is sensitive, unless a rule says no in so many words", () => {
    expect(offered({ send: { enabled: true } }).approval).toEqual(["send"]);
    expect(offered({ send: { enabled: true, approval: true } }).approval).toEqual(["send"]);
    expect(offered({ send: { enabled: true, approval: false } })).toEqual({ tools: ["send", "clock"], approval: [] });
  });

  it("to what a rule names, whatever its risk", () => {
    expect(offered({ clock: { approval: true }, poll: { approval: true } })).toEqual({ tools: ["clock"], approval: ["clock"] });
  });
});

describe("roles", () => {
  it("one of them is enough", () => {
    expect(offered({ clock: { roles: ["5", "6"] } }, place({ roles: ["1", "6"] })).tools).toEqual(["clock"]);
  });

  it("of others, or not known, are none", () => {
    expect(offered({ clock: { roles: ["5"] } }, place({ roles: ["50"] })).tools).toEqual([]);
    expect(offered({ clock: { roles: ["5"] } }).tools).toEqual([]);
  });
});
