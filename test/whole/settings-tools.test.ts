// What the model may call on a server: its managers see each tool with its risk, and choose; every press is checked again, replays change nothing.
import { beforeEach, describe, expect, test } from "vitest";
import { asObjects } from "../../scripts/playground/discord/json.ts";
import { textsFor } from "../../src/locales/index.ts";
import { openDatabase } from "../fakes/database.ts";
import { guildOf, manager, openPanel, type Place, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});
beforeEach(async () => {
  await openDatabase();
});

const LABEL = textsFor("en-US").tools.label.current_time ?? "";
const opened = async (place: Partial<Place> = {}) => {
  const panel = openPanel(world, { user: manager(world), channel: world.channel, ...place });
  await panel.command("settings");
  const texts = textsFor(place.locale ?? "en-US");
  await panel.press(texts.settings.tab.server);
  await panel.press(texts.tools.settings.open);
  return panel;
};
type Panel = Awaited<ReturnType<typeof opened>>;
/** As Discord sends it back from the select. */
const optionOf = (panel: Panel, label = LABEL) => {
  const options = asObjects(panel.select("settings-tool")?.options);
  return options.find((option) => option.label === label) ?? { value: "", description: "" };
};
const pick = (panel: Panel) => panel.choose("settings-tool", String(optionOf(panel).value));
const components = (panel: Panel) => panel.message()?.components.flatMap((row) => asObjects(row.components)) ?? [];
/** Labels of the buttons that stand out, but for the tabs. */
const choices = (panel: Panel) => components(panel).flatMap(({ custom_id, style, label }) => (style === 1 && custom_id !== "settings:server" ? [label] : []));
const rolesSelect = (panel: Panel) => components(panel).find(({ type }) => type === 6) ?? {};
const chooseRoles = (panel: Panel, ...ids: string[]) => panel.choose(String(rolesSelect(panel).custom_id), ...ids);
const rules = () => rows("SELECT tool, enabled, approval, roles FROM tool_rules");

describe("the view", () => {
  test("tells of each tool whether it is on and what it does, and leads on and back", async () => {
    const panel = await opened();
    expect(panel.text()).toContain(`🟢 **${LABEL}** · on · only reads`);
    expect(optionOf(panel).description).toContain("only reads");
    expect(panel.labels()).toEqual(expect.arrayContaining(["Tool servers", "Back"]));
    await pick(panel);
    expect(panel.text()).toMatch(new RegExp(`### ${LABEL}\\nIt only reads.*Use\\*\\* On.*Asks first\\*\\* No.*For whom\\*\\* Everybody`, "s"));
    expect(choices(panel)).toEqual(["As usual: on", "As usual: doesn't ask first"]);
    await panel.press("Back");
    expect(panel.text()).toContain("### Tools on this server");
    await panel.press("Back");
    expect(panel.text()).toContain("### Settings for this server");
    expect(world.discord.violations).toEqual([]);
  });

  test("speaks German", async () => {
    const panel = await opened({ locale: "de" });
    expect(panel.text()).toContain("Werkzeuge auf diesem Server");
    await panel.choose("settings-tool", String(optionOf(panel, textsFor("de").tools.label.current_time).value));
    expect(panel.text()).toContain("Es liest nur");
  });
});

describe("a choice", () => {
  test("of on, off and asking first holds at once, and is taken back by “As usual”", async () => {
    const panel = await opened();
    await pick(panel);
    await panel.press("Off");
    expect(panel.text()).toContain("**Use** Off");
    expect(choices(panel)).toEqual(["Off", "As usual: doesn't ask first"]);
    await panel.press("Ask first");
    expect(choices(panel)).toEqual(["Off", "Ask first"]);
    expect(await rules()).toEqual([{ tool: "current_time", enabled: 0, approval: 1, roles: null }]);
    await panel.press("Back");
    expect(panel.text()).toContain(`⚪ **${LABEL}** · off · only reads · asks first`);
    await pick(panel);
    await panel.press("On");
    await panel.press("Don't ask");
    expect(await rules()).toMatchObject([{ enabled: 1, approval: 0 }]);
    await panel.press("As usual: on");
    await panel.press("As usual: doesn't ask first");
    expect(await rules()).toMatchObject([{ enabled: null, approval: null }]);
  });

  test("of roles holds for those who have one; emptied, or with everybody's role, for all", async () => {
    const [staff, guests] = ["staff", "guests"].map((name) => world.discord.addRole(guildOf(world), name, 0n).id) as [string, string];
    const panel = await opened();
    await pick(panel);
    await chooseRoles(panel, staff, guests);
    expect(panel.text()).toContain(`<@&${staff}>, <@&${guests}>`);
    expect(rolesSelect(panel).default_values).toEqual([
      { id: staff, type: "role" },
      { id: guests, type: "role" },
    ]);
    expect(await rules()).toMatchObject([{ roles: JSON.stringify([staff, guests]) }]);
    await panel.press("Back");
    expect(panel.text()).toContain("only for 2 roles");
    await pick(panel);
    await chooseRoles(panel);
    expect(panel.text()).toContain("Everybody");
    await chooseRoles(panel, staff);
    await chooseRoles(panel, guildOf(world).id, staff);
    expect(await rules()).toMatchObject([{ roles: null }]);
    expect(world.discord.violations).toEqual([]);
  });
});

describe("a press that comes once more", () => {
  test("changes nothing back", async () => {
    const panel = await opened();
    await pick(panel);
    const off = await panel.press("Off");
    await panel.press("On");
    await world.discord.redeliver(off);
    expect(await rules()).toMatchObject([{ enabled: 1 }]);
  });
});

describe("nobody else", () => {
  test("sees the button or has a made-up press taken, and what cannot be from a panel changes nothing", async () => {
    const panel = await opened();
    const value = String(optionOf(panel).value);
    const member = openPanel(world, { user: world.ada, channel: world.channel });
    await member.command("settings");
    await member.press("Server");
    expect(member.labels()).not.toContain("Tools");
    for (const id of ["settings-tools", `settings-tool-use:off:${value}`, `settings-tool-ask:no:${value}`]) {
      expect((await member.forge(id)).messages()[0]?.content).toContain("Manage Server");
    }
    expect((await member.forge("settings-tool", [value])).messages()[0]?.content).toContain("Manage Server");
    expect((await member.forge(`settings-tool-roles:${value}`, [])).messages()[0]?.content).toContain("Manage Server");
    for (const id of ["settings-tool-use:off:123456", `settings-tool-use:constructor:${value}`, `settings-tool-ask:maybe:${value}`]) {
      expect((await panel.forge(id)).messages().at(-1)?.content).toContain("don't know this choice");
    }
    expect((await panel.forge(`settings-tool-roles:${value}`, ["no id"])).messages().at(-1)?.content).toContain("don't know this choice");
    expect(await rules()).toEqual([]);
  });

  test("keeps changing it once they may no longer manage the server", async () => {
    const user = manager(world);
    const panel = await opened({ user });
    await pick(panel);
    const member = guildOf(world).members.get(user.id);
    if (member) member.roles.length = 0;
    const refused = await panel.press("Off");
    expect(refused.messages().at(-1)?.content).toContain("Manage Server");
    expect(await rules()).toEqual([]);
  });
});
