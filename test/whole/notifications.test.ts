// Where people and servers want to be told of things: set up in /settings, tested, told; and no address of it is to be found anywhere in the clear.
import { runDurableObjectAlarm } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import type { NtfyServer } from "../fakes/ntfy-server.ts";
import { findEverywhere } from "../find-everywhere.ts";
import { HOST, TOKEN, TOPIC, useNotifying } from "./notifying.ts";
import { guildOf, openPanel, rows } from "./panel.ts";
import { HOUR, useMovableClock } from "./time.ts";
import type { World } from "./world.ts";

let world: World;
let ntfy: NtfyServer;
const { open, addNtfy, addWebhook, tested, object, noteJob, submit, paused, becomes, directTo } = useNotifying((fresh, server) => {
  world = fresh;
  ntfy = server;
});
const clock = useMovableClock();

describe("a person's own", () => {
  test("phone is added, tested, and hears of what there is; its address is nowhere in the clear", async () => {
    ntfy.protect(TOPIC, TOKEN);
    const panel = await open();
    expect(panel.text()).toContain("There is no place yet.");
    await addNtfy(panel);
    expect(panel.text()).toContain("Added “My phone”. Press Test to see whether it arrives.");
    expect(await tested(panel)).toBe("✅ “My phone”: sent. Have a look whether it arrived.");
    expect(ntfy.shown(TOPIC)).toMatchObject([
      { title: "It works", message: "This is a test. Notifications for “My phone” arrive here.", tags: ["white_check_mark"] },
    ]);
    await panel.press("All notifications");
    expect(panel.text()).toMatch(/- \*\*My phone\*\*: Worked <t:\d+:R>\./);
    await submit({
      id: "r:1",
      owner: `user:${world.ada.id}`,
      kind: "reminder",
      values: { text: "water the plants" },
      url: "https://discord.com/channels/1/2/3",
    });
    await becomes({ state: "sent" });
    expect(ntfy.shown(TOPIC).at(-1)).toMatchObject({ title: "Reminder", message: "water the plants", click: "https://discord.com/channels/1/2/3" });
    const shown = JSON.stringify([...world.discord.state.messages.values()].map(({ json, history }) => [json, history]));
    expect(await findEverywhere(["My phone"])).not.toEqual([]);
    expect(await findEverywhere([TOPIC, TOKEN, btoa(TOKEN), HOST])).toEqual([]);
    for (const secret of [TOPIC, TOKEN, HOST]) expect(shown).not.toContain(secret);
    expect(ntfy.violations).toEqual([]);
  });

  test("direct message is offered once, tested, and what fails there says how it is put right", async () => {
    const eve = world.discord.addUser("eve", { acceptsDms: false });
    world.discord.addMember(guildOf(world), eve);
    const panel = await open("Me", eve);
    await panel.press("Direct message");
    expect(panel.text()).toContain("Added “Direct message to eve”.");
    expect(await tested(panel)).toMatch(/^❌ “Direct message to eve”: This person takes no direct messages from me\. Allow/);
    await panel.press("All notifications");
    expect(panel.labels()).not.toContain("Direct message");
    expect(panel.text()).toContain("takes no direct messages from me");
    const mine = await open();
    await mine.press("Direct message");
    await tested(mine);
    expect(directTo(world.ada)).toEqual(["**It works**\nThis is a test. Notifications for “Direct message to ada” arrive here."]);
  });

  test("window that is sent again, even after it was removed, changes nothing", async () => {
    const panel = await open();
    const first = await addNtfy(panel);
    await world.discord.redeliver(first);
    expect(await rows("SELECT id FROM notify_targets WHERE owner <> ''")).toHaveLength(1);
    await panel.press("Remove");
    expect(panel.text()).toContain("Removed “My phone”.");
    await world.discord.redeliver(first);
    expect(await rows("SELECT id FROM notify_targets WHERE owner <> ''")).toEqual([]);
    expect(await rows("SELECT sealed FROM notify_targets")).toEqual([{ sealed: null }]);
  });

  test("places are five at most", async () => {
    const panel = await open();
    for (let n = 0; n < 5; n++) {
      await addNtfy(panel, { topic: `t${n}`, name: `Phone ${n}`, token: "" });
      await panel.press("All notifications");
    }
    expect(panel.labels()).not.toContain("ntfy…");
    expect((await panel.forge("notify-dm:me")).original()?.content).toContain("There can be 5 places. Remove one first.");
  });
});

describe("a server's", () => {
  test("webhook is told of what its managers must know; nobody is pinged by it", async () => {
    const hook = world.discord.addWebhook(world.channel);
    const panel = await open("Server");
    await addWebhook(panel, `https://discord.com/api/webhooks/${hook.id}/${hook.token}`);
    expect(await tested(panel)).toContain("✅ “Log”: sent.");
    await submit(paused({ values: { name: "@everyone **news**", channel: "general", problem: "model" } }));
    await becomes({ state: "sent" });
    const last = world.discord.visibleTo(world.ada, world.channel).at(-1);
    expect(last?.content).toContain(
      "**The schedule @everyone \\*\\*news\\*\\* is paused**\nIt failed in #general and would go on failing, so I have paused it. The model gave no answer.",
    );
    expect(last?.record.json).toMatchObject({ mention_everyone: false, mentions: [] });
    expect(await findEverywhere([hook.token, hook.token.slice(-20)])).toEqual([]);
  });

  test("webhook that somebody deleted is switched off, says so, and whoever set things up is told instead", async () => {
    const hook = world.discord.addWebhook(world.channel);
    const panel = await open("Server");
    await addWebhook(panel, `https://discord.com/api/webhooks/${hook.id}/${hook.token}`);
    world.discord.removeWebhook(hook);
    await submit(paused({ otherwise: world.bob.id }));
    await becomes({ state: "sent" });
    expect(directTo(world.bob)).toEqual([expect.stringContaining("You are told because you set this up.")]);
    await panel.press("All notifications");
    expect(panel.text()).toContain("- **Log**: Discord doesn't know this webhook any more, so I have switched it off.");
    expect(panel.text()).toMatch(/\*\*Last notifications\*\*\n- <t:\d+:R> The schedule morning news is paused: told/);
  });

  test("places are for those who manage it alone", async () => {
    const panel = openPanel(world, { user: world.ada, channel: world.channel });
    await panel.command("settings");
    for (const id of ["notify-view:server", "notify-dm:server", "notify-webhook:server", "notify-ntfy:server", "notify-test:server", "notify-remove:server:1"])
      expect((await panel.forge(id)).original()?.content).toContain("Manage Server");
    expect((await panel.forge("notify-view:else")).original()?.content).not.toContain("Notifications");
    expect(await rows("SELECT id FROM notify_targets")).toEqual([]);
  });

  test("place is out of another owner's reach, whatever a custom id says", async () => {
    const panel = await open("Server");
    await addNtfy(panel);
    const [{ id } = { id: "" }] = await rows("SELECT id FROM notify_targets");
    const mine = await open();
    for (const verb of ["notify-switch:me:ID:off", "notify-remove:me:ID", "notify-quiet:me:ID"]) await mine.forge(verb.replace("ID", String(id)));
    expect(await rows("SELECT enabled, owner FROM notify_targets")).toEqual([{ enabled: 1, owner: `server:${guildOf(world).id}` }]);
    await mine.forge(`notify-test:me:${id}`);
    expect(ntfy.count()).toBe(0);
  });
});

describe("quiet hours", () => {
  test("hold a note up until they end, by the clock of the place", async () => {
    const panel = await open("Server");
    await addNtfy(panel, { token: "" });
    const window = await panel.press("Quiet hours…");
    await panel.submit(window, { from: "22", to: "7:00", zone: "tokyo" });
    expect(panel.text()).toContain("**Quiet hours** 22:00 to 07:00, `Asia/Tokyo`");
    // Five past eleven at night there, where clocks are never changed.
    const day = 24 * HOUR;
    clock.move(day - ((Date.now() - (14 * HOUR + 5 * 60_000)) % day));
    const job = noteJob(paused());
    await object().submit(job);
    await becomes({ state: "waiting", problem: "quiet", attempts: 0 });
    await panel.press("All notifications");
    expect(panel.text()).toContain("The schedule morning news is paused: waiting, because of quiet hours");
    expect(ntfy.count()).toBe(0);
    clock.move(7 * HOUR);
    await runDurableObjectAlarm(object());
    expect(ntfy.count()).toBe(0);
    clock.move(HOUR);
    await runDurableObjectAlarm(object());
    await becomes({ state: "sent", attempts: 1 });
    expect(ntfy.count()).toBe(1);
    // The same note once more, much later.
    await object().submit(job);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(ntfy.count()).toBe(1);
  });

  test("that make no sense are refused", async () => {
    const panel = await open();
    await addNtfy(panel);
    for (const values of [
      { from: "22", to: "" },
      { from: "7", to: "7" },
      { from: "25", to: "7" },
      { from: "ten", to: "7" },
    ]) {
      const handle = await panel.submit(await panel.press("Quiet hours…"), { zone: "UTC", ...values });
      expect(handle.original()?.content).toContain("I need two different hours");
    }
    const handle = await panel.submit(await panel.press("Quiet hours…"), { from: "22", to: "7", zone: "Mars" });
    expect(handle.original()?.content).toContain("I don't know that time zone.");
    expect(await rows("SELECT quiet_from FROM notify_targets")).toEqual([{ quiet_from: null }]);
  });
});
