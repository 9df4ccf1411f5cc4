/** Windows that add places for notifications, through the edge: what is sealed before it is stored, what is refused, and what there is without a SECRET_KEY. */
import { describe, expect, it } from "vitest";
import { createSealer } from "../../src/kernel/seal.ts";
import type { NewTarget } from "../../src/notify/store.ts";
import { type Target, type TargetSecret, targetSealContext } from "../../src/notify/target.ts";
import { createWorld, type Overrides } from "../edge/fakes.ts";
import { asker, GUILD, inBotDm, inGuild, modal, press, TALK } from "../edge/payloads.ts";

const EPHEMERAL = 64;
const managing = inGuild({}, asker, TALK | (1n << 5n));
const HOOK_TOKEN = "t0ken_-".repeat(9);
const hook = { address: `https://discord.com/api/webhooks/123456789/${HOOK_TOKEN}`, name: "" };
const topic = { address: "https://ntfy.example", topic: "secret-topic", token: "tk_secret", name: "" };
const sealer = createSealer([new Uint8Array(32).fill(1)]);
const seal = (secret: TargetSecret, owner: string, id: string) => sealer.seal(JSON.stringify(secret), targetSealContext(owner, id));

async function enter(id: string, fields: Record<string, string>, where: object = managing, over: Overrides = { notifyAddresses: { seal } }) {
  const world = await createWorld(over);
  const { body } = await world.interact({ ...where, ...modal(id, fields, 18, EPHEMERAL) });
  const [added] = world.calls.filter(({ name }) => name === "notify.add").map(({ args }) => args[0] as NewTarget);
  return { world, body, added };
}

const target = (more: Partial<Target> = {}): Target => ({
  ...{ id: "9", owner: `user:${asker.id}`, kind: "ntfy", label: "Phone", userId: null, sealed: "x", enabled: true, quietFrom: null, quietTo: null },
  ...{ timeZone: "UTC", problem: "", workedAt: null, changedAt: 0 },
  ...more,
});

describe("a window", () => {
  it.each([
    ["notify-webhook:server", hook, `server:${GUILD}`, { id: "123456789", token: HOOK_TOKEN }, "Discord webhook"],
    ["notify-ntfy:me", topic, `user:${asker.id}`, { address: "https://ntfy.example", topic: "secret-topic", token: "tk_secret" }, "ntfy on ntfy.example"],
    ["notify-ntfy:me", { ...topic, token: " " }, `user:${asker.id}`, { address: "https://ntfy.example", topic: "secret-topic" }, "ntfy on ntfy.example"],
  ])("%s seals what was typed for its owner and this very place, and needs no job", async (id, fields, owner, secret, label) => {
    const { world, body, added } = await enter(id, fields);
    expect(added).toMatchObject({ owner, label, userId: null });
    expect(JSON.parse((await sealer.open(added?.sealed ?? "", targetSealContext(owner, added?.id ?? ""))) ?? "null")).toEqual(secret);
    expect(await sealer.open(added?.sealed ?? "", targetSealContext("user:1", added?.id ?? ""))).toBeNull();
    expect(await sealer.open(added?.sealed ?? "", targetSealContext(owner, "1"))).toBeNull();
    for (const typed of [HOOK_TOKEN, "secret-topic", "tk_secret"]) expect(JSON.stringify([world.calls, world.logs, body])).not.toContain(typed);
    expect(world.jobs()).toEqual([]);
    expect(body.data?.content).toContain(`Added “${label}”.`);
  });

  it("of a server is for its managers, and nowhere else", async () => {
    for (const where of [inGuild(), inBotDm()])
      for (const id of ["notify-webhook:server", "notify-ntfy:server", "notify-quiet:server:9"]) {
        const { world } = await enter(id, { ...topic, from: "1", to: "2", zone: "UTC" }, where);
        expect(world.calls.filter(({ name }) => name.startsWith("notify."))).toEqual([]);
      }
  });

  it.each([
    ["notify-webhook:me", { address: "https://discord.com/api/webhooks/1/x" }, "not the address of a Discord webhook"],
    ["notify-webhook:me", { address: `https://evil.example/api/webhooks/1/${HOOK_TOKEN}` }, "not the address of a Discord webhook"],
    ["notify-ntfy:me", { ...topic, address: "http://169.254.169.254" }, "private network"],
    ["notify-ntfy:me", { ...topic, address: `https://ntfy.example/${"x".repeat(400)}` }, "not an address"],
    ["notify-ntfy:me", { ...topic, topic: "a b" }, "not a topic"],
    ["notify-ntfy:me", { ...topic, token: "a\nHost: x" }, "doesn't look like an access token"],
    ["notify-ntfy:me", { ...topic, token: "ü".repeat(9) }, "doesn't look like an access token"],
  ])("%s with %j is refused, and nothing of it is said again", async (id, fields, sentence) => {
    const { added, body } = await enter(id, fields);
    expect(added).toBeUndefined();
    expect(body.data?.content).toContain(sentence);
    expect(JSON.stringify(body)).not.toContain("secret-topic");
  });
});

describe("without a SECRET_KEY", () => {
  const without: Overrides = { notifyAddresses: { seal: null } };

  it("only direct messages are offered, and it says why", async () => {
    const { body } = await (await createWorld(without)).interact({ ...inGuild(), ...press("notify-view:me") });
    expect(body.data?.content).toContain("SECRET_KEY");
    expect(JSON.stringify(body.data?.components)).toContain("notify-dm:me");
    expect(JSON.stringify(body.data?.components)).not.toMatch(/notify-(webhook|ntfy)/);
    const { body: full } = await (await createWorld()).interact({ ...inGuild(), ...press("notify-view:me") });
    expect(full.data?.content).not.toContain("SECRET_KEY");
    expect(JSON.stringify(full.data?.components)).toMatch(/notify-webhook.*notify-ntfy/);
  });

  it("neither an old button nor a window that is open still keeps anything", async () => {
    for (const id of ["notify-webhook:me", "notify-ntfy:me"]) {
      const world = await createWorld(without);
      expect((await world.interact({ ...inGuild(), ...press(id) })).body.data?.content).toContain("I can't keep that safely");
      const { added, body } = await enter(id, id.includes("ntfy") ? topic : hook, inGuild(), without);
      expect(added).toBeUndefined();
      expect(body.data?.content).toContain("I can't keep that safely");
    }
  });
});

describe("the panel", () => {
  const show = async (targets: Target[], id = "notify-view:me") =>
    (
      await (
        await createWorld({ notify: { overview: async () => ({ targets, latest: [] }), list: async () => targets } })
      ).interact({ ...inGuild(), ...press(id) })
    ).body;

  it.each([
    [{}, "- **Phone**: Not tried yet: press Test."],
    [{ workedAt: 1_800_000_000_000 }, "- **Phone**: Worked <t:1800000000:R>."],
    [{ problem: "unauthorized" }, "- **Phone**: The server doesn't let me write to this topic."],
    [{ enabled: false }, "- **Phone**: Switched off."],
    [{ enabled: false, problem: "busy" }, "- **Phone**: Switched off. It gets too many messages"],
    [{ problem: "constructor" }, "- **Phone**: I don't know whether it arrived."],
    [{ label: "<@1> **x**" }, "- **@1 x**: "],
  ] satisfies [Partial<Target>, string][])("says how %j stands", async (more, line) => {
    expect((await show([target(more)])).data?.content).toContain(line);
  });

  it("tests all that are on, or the one that is looked at, as a job", async () => {
    const asked = async (id: string) => {
      const world = await createWorld();
      await world.interact({ ...inGuild(), ...press(id) });
      return world.jobs()[0];
    };
    expect(await asked("notify-test:me")).toMatchObject({
      kind: "notify-test",
      private: true,
      conversation: null,
      input: { owner: `user:${asker.id}`, id: null },
    });
    expect(await asked("notify-test:me:9")).toMatchObject({ input: { id: "9" } });
    expect(await asked("notify-test:server:9")).toBeUndefined();
  });
});
