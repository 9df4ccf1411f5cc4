/** The view of tools in /settings through the edge: it fits into Discord's limits however many there are, and each choice is one write. */
import { describe, expect, it } from "vitest";
import { refOf } from "../../src/commands/settings-tools.ts";
import { textsFor } from "../../src/locales/index.ts";
import type { ListedTool, ToolRule } from "../../src/tools/policy.ts";
import { type Callback, createWorld } from "../edge/fakes.ts";
import { ASKER, asker, GUILD, inForeignGuild, inGuild, press, TALK } from "../edge/payloads.ts";

const EPHEMERAL = 64;
const managing = inGuild({}, asker, TALK | (1n << 5n));
const pressed = (customId: string) => press(customId, EPHEMERAL);
const chosen = (customId: string, ...values: string[]) => ({ ...pressed(customId), data: { custom_id: customId, component_type: 3, values } });
type Component = { custom_id: string; type: number; options?: { label: string; value: string; description: string }[] };
const rowsOf = (body: Callback) => (body.data?.components ?? []) as { components: Component[] }[];
const partsOf = (body: Callback) => rowsOf(body).flatMap(({ components }) => components);

const remote = (index: number): ListedTool => ({
  key: `mcp:1234567890123456789:${"very_long_name_of_a_tool_".repeat(5)}${index}`,
  name: `${index} **bold** <@&123> [weather](https://example.com): ${"very_long_name_of_a_tool_".repeat(5)}`,
  risk: "sensitive",
  byDefault: true,
});
const tools: ListedTool[] = [{ key: "current_time", name: "current_time", risk: "read", byDefault: true }, ...Array.from({ length: 45 }, (_, i) => remote(i))];
const roles = Array.from({ length: 25 }, (_, i) => String(1_100_000_000_000_000_000n + BigInt(i)));
const rules = new Map<string, ToolRule>(tools.map(({ key }) => [key, { enabled: false, approval: false, roles }]));

describe("the views", () => {
  it("fit into a message of Discord's, page by page, however many tools there are", async () => {
    for (const locale of ["en-US", "de"]) {
      const world = await createWorld({ tools, rules });
      const seen: string[] = [];
      const show = async (payload: object) => {
        const { body } = await world.interact({ ...managing, locale, ...payload });
        expect(body.type).toBe(7);
        expect(body.data?.content?.length).toBeLessThanOrEqual(2_000);
        expect(rowsOf(body).length).toBeLessThanOrEqual(5);
        expect(Math.max(...rowsOf(body).map(({ components }) => components.length))).toBeLessThanOrEqual(5);
        const ids = partsOf(body).map(({ custom_id }) => custom_id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const id of ids) expect(id.length).toBeLessThanOrEqual(100);
        return body;
      };
      for (let page = 0; page < 4; page++) {
        const body = await show(pressed(`settings-tools:${page}`));
        const options = partsOf(body).flatMap(({ options = [] }) => options);
        expect(options.length).toBeLessThanOrEqual(25);
        for (const { label, value, description } of options) {
          expect(Math.max(label.length, value.length, description.length)).toBeLessThanOrEqual(100);
          // Names of remote tools are others' words.
          expect(`${label} ${body.data?.content}`).not.toMatch(/\*\*bold|<@&123|\]\(/);
        }
        seen.push(...options.map(({ value }) => value));
      }
      expect(seen).toEqual(await Promise.all(tools.map(refOf)));
      for (const value of [seen[0] ?? "", seen[45] ?? ""]) await show(chosen("settings-tool", value));
      // Where there is no such page, the nearest one.
      expect((await show(pressed("settings-tools:999"))).data?.content).toContain(textsFor(locale).tools.settings.page(4, 4));
    }
  });

  it("warn where what is sensitive asks nobody", async () => {
    const ref = await refOf(remote(1));
    const say = textsFor("en-US").tools.settings;
    for (const [rule, expected] of [
      [{ enabled: true, approval: false, roles: null }, true],
      [{ enabled: true, approval: null, roles: null }, false],
      [{ enabled: false, approval: false, roles: null }, false],
    ] as const) {
      const world = await createWorld({ tools, rules: new Map([[remote(1).key, rule]]) });
      const { body } = await world.interact({ ...managing, ...chosen("settings-tool", ref) });
      expect(body.data?.content?.includes(say.unasked)).toBe(expected);
    }
  });
});

describe("a choice", () => {
  it("is one write, by whom and with the moment of its interaction", async () => {
    const ref = await refOf(remote(7));
    for (const [payload, change] of [
      [pressed(`settings-tool-use:on:${ref}`), { enabled: true }],
      [pressed(`settings-tool-use:usual:${ref}`), { enabled: null }],
      [pressed(`settings-tool-ask:no:${ref}`), { approval: false }],
      [chosen(`settings-tool-roles:${ref}`, "1234567890123456789", "1234567890123456789"), { roles: ["1234567890123456789"] }],
      [chosen(`settings-tool-roles:${ref}`), { roles: null }],
      [chosen(`settings-tool-roles:${ref}`, GUILD), { roles: null }],
    ] as const) {
      const world = await createWorld({ tools });
      expect((await world.interact({ ...managing, ...payload })).body.type).toBe(7);
      expect(world.calls).toEqual([{ name: "tools.change", args: [GUILD, remote(7).key, change, { userId: ASKER, at: world.clock.now() }] }]);
    }
  });

  it("is refused where the bot is no member, and of a tool that is gone", async () => {
    const ref = await refOf(remote(7));
    for (const [place, listed] of [
      [inForeignGuild(), tools],
      [managing, []],
    ] as const) {
      const world = await createWorld({ tools: listed });
      for (const payload of [pressed(`settings-tool-use:on:${ref}`), chosen("settings-tool", ref), chosen(`settings-tool-roles:${ref}`)]) {
        expect((await world.interact({ ...place, ...payload })).body).toMatchObject({ type: 4, data: { flags: EPHEMERAL } });
      }
      expect(world.calls).toEqual([]);
    }
  });
});
