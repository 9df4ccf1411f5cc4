// What cannot be told is tried again, given up, and shown with what to do; what is typed wrong is said, and nothing of it is kept.
import { abortAllDurableObjects, runDurableObjectAlarm } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import type { NtfyServer } from "../fakes/ntfy-server.ts";
import { TOPIC, useNotifying } from "./notifying.ts";
import { rows } from "./panel.ts";
import { useMovableClock } from "./time.ts";

let ntfy: NtfyServer;
const { open, addNtfy, addWebhook, tested, object, submit, paused, becomes } = useNotifying((_world, server) => {
  ntfy = server;
});
const clock = useMovableClock();

describe("what does not arrive", () => {
  test("is tried again, though the object is thrown away meanwhile, then given up and shown with what to do", async () => {
    const panel = await open("Server");
    await addNtfy(panel, { token: "" });
    const ill = () => new Response("no", { status: 503 });
    ntfy.fail(ill, ill, ill, ill, ill);
    await submit(paused());
    for (const [attempts, minutes] of [
      [1, 1],
      [2, 5],
      [3, 30],
      [4, 120],
    ] as const) {
      await becomes({ state: "waiting", attempts, problem: "ill" });
      if (attempts === 2) await abortAllDurableObjects();
      clock.move(minutes * 60_000 + 1_000);
      await runDurableObjectAlarm(object());
    }
    await becomes({ state: "failed", attempts: 5 });
    expect(ntfy.count()).toBe(0);
    await panel.press("All notifications");
    expect(panel.text()).toContain("- **My phone**: It answers with an error of its own.");
    expect(panel.text()).toContain("The schedule morning news is paused: not told, It answers with an error of its own.");
    expect(await tested(panel, "Test all")).toContain("✅ “My phone”");
  });

  test("is told when the server is back", async () => {
    await addNtfy(await open("Server"), { token: "" });
    ntfy.fail(() => new Response("no", { status: 503 }));
    await submit(paused());
    await becomes({ state: "waiting", attempts: 1 });
    clock.move(61_000);
    await runDurableObjectAlarm(object());
    await becomes({ state: "sent", attempts: 2 });
    expect(ntfy.shown(TOPIC)).toHaveLength(1);
  });

  test("a test says for each place what happened", async () => {
    const panel = await open();
    await panel.press("Direct message");
    await panel.press("All notifications");
    await addNtfy(panel, { token: "tk_wrong" });
    await panel.press("All notifications");
    const text = await tested(panel, "Test all");
    expect(text).toContain("✅ “Direct message to ada”");
    expect(text).toContain("❌ “My phone”: The server doesn't let me write to this topic. Check the access token");
  });

  test("a place that is switched off is left out, and can be switched on again", async () => {
    const panel = await open();
    await addNtfy(panel, { token: "" });
    await panel.press("Switch off");
    expect(panel.text()).toContain("Switched off.");
    await panel.press("All notifications");
    expect(panel.labels()).not.toContain("Test all");
    await panel.choose("notify-pick:me", String((await rows("SELECT id FROM notify_targets"))[0]?.id));
    await panel.press("Switch on");
    expect(await tested(panel)).toContain("✅");
  });
});

describe("what is typed wrong is said, and nothing of it is kept or repeated", () => {
  const topics: [string, Record<string, string>, RegExp][] = [
    ["no address", { address: "my server" }, /not an address/],
    ["an address with a password", { address: "https://a:hunter22@push.example" }, /not an address/],
    ["a private address", { address: "http://192.168.1.10:2586" }, /private network/],
    ["a private address in disguise", { address: "https://[::ffff:127.0.0.1]" }, /private network/],
    ["an address that is not encrypted", { address: "http://push.example" }, /begin with https/],
    ["a topic that is none", { topic: "a/../b" }, /not a topic/],
    ["a token with spaces", { token: "tk one two" }, /doesn't look like an access token/],
  ];
  test.each(topics)("%s", async (_name, values, sentence) => {
    const panel = await open();
    const handle = await addNtfy(panel, values);
    expect(handle.original()?.content).toMatch(sentence);
    expect(handle.original()?.content).toContain("Nothing was changed.");
    for (const value of Object.values(values)) expect(JSON.stringify(handle.original())).not.toContain(value);
    expect(await rows("SELECT id FROM notify_targets")).toEqual([]);
  });

  test("a webhook elsewhere is none", async () => {
    const panel = await open();
    const handle = await addWebhook(panel, `https://evil.example/api/webhooks/1/${"x".repeat(68)}`);
    expect(handle.original()?.content).toContain("That is not the address of a Discord webhook.");
    expect(await rows("SELECT id FROM notify_targets")).toEqual([]);
  });
});
