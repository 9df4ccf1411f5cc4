/** Writing by a webhook against the strict stand-in: its own token alone, nobody pinged, never twice; and which addresses are read as one. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDiscord, createKeyPair, type Discord, type FaultKind } from "../../scripts/playground/discord/discord.ts";
import type { DiscordApi } from "../../src/discord/api.ts";
import { createDiscordRest } from "../../src/discord/rest.ts";
import { readWebhookAddress } from "../../src/discord/webhook-address.ts";
import { systemClock } from "../../src/kernel/clock.ts";

let discord: Discord;
let api: DiscordApi;
let headers: Headers[];
beforeEach(async () => {
  discord = createDiscord({ keys: await createKeyPair(), intents: { messageContent: true }, deliver: async () => Response.json({ type: 5 }) });
  headers = [];
  api = createDiscordRest({
    ...{ baseUrl: "https://discord.com/api/v10", botToken: discord.botToken, version: "0.1.0", clock: systemClock, random: () => 0 },
    fetch: (url, init) => {
      headers.push(new Headers(init.headers));
      return discord.fetch(new Request(url, init));
    },
  });
});
afterEach(() => expect(discord.violations).toEqual([]));

function scene() {
  const guild = discord.addGuild();
  const channel = discord.addChannel(guild);
  const ada = discord.addUser("ada");
  discord.addMember(guild, ada);
  const webhook = discord.addWebhook(channel);
  return { channel, webhook, shown: () => discord.visibleTo(ada, channel), ada };
}

describe("a webhook", () => {
  it("writes by its own token, without the bot's, without pings and previews", async () => {
    const { webhook, shown } = scene();
    const sent = await api.executeWebhook(webhook, { content: "hello @everyone", suppressEmbeds: true });
    expect(shown()).toMatchObject([{ id: sent.kind === "sent" ? sent.id : "", content: "hello @everyone", flags: 4 }]);
    expect(shown()[0]?.record.json).toMatchObject({ webhook_id: webhook.id, author: { username: "Captain Hook" }, mention_everyone: false });
    expect(headers[0]?.get("authorization")).toBeNull();
  });

  it("speaks under another name where it is told to, and into a thread of its channel", async () => {
    const { webhook, shown, channel, ada } = scene();
    await api.executeWebhook(webhook, { content: "arr" }, { name: "Pirate", avatarUrl: "https://example.com/p.png" });
    expect(shown()[0]?.record.json.author.username).toBe("Pirate");
    const thread = discord.startThread(channel, ada, "talk");
    await api.executeWebhook({ ...webhook, threadId: thread.id }, { content: "below" });
    expect(discord.visibleTo(ada, thread).map(({ content }) => content)).toEqual(["below"]);
  });

  it("that is gone, or another one's token, is a refusal with its code; the token is in no message", async () => {
    const { webhook } = scene();
    const wrong = await api.executeWebhook({ ...webhook, token: "x".repeat(68) }, { content: "a" }).catch((error: unknown) => error);
    expect(wrong).toMatchObject({ status: 401, code: 50027 });
    discord.removeWebhook(webhook);
    const gone = await api.executeWebhook(webhook, { content: "a" }).catch((error: unknown) => error);
    expect(gone).toMatchObject({ status: 404, code: 10015 });
    expect(String(gone)).not.toContain(webhook.token);
  });

  it.each<[FaultKind, number]>([
    ["lost-answer", 1],
    ["500", 0],
    ["reset", 0],
  ])("whose answer is lost (%s) is not written by again: its fate is unknown", async (kind, count) => {
    const { webhook, shown } = scene();
    discord.faults.add({ kind, match: ({ method }) => method === "POST", times: 1 });
    expect(await api.executeWebhook(webhook, { content: "once" })).toEqual({ kind: "unknown" });
    expect(shown()).toHaveLength(count);
  });

  it("that is limited waits and is told once", async () => {
    const { webhook, shown } = scene();
    discord.faults.add({ kind: "429", match: ({ method }) => method === "POST", times: 1, retryAfterMs: 30 });
    expect(await api.executeWebhook(webhook, { content: "once" })).toMatchObject({ kind: "sent" });
    expect(shown()).toHaveLength(1);
  });
});

describe("an address", () => {
  const TOKEN = "a-B_".repeat(17);
  const BASE = "http://localhost:8788/api/v10";

  it("is read from every form in which Discord shows it", () => {
    const found = { id: "123456789012345678", token: TOKEN };
    const path = `/webhooks/${found.id}/${TOKEN}`;
    for (const host of ["discord.com", "discordapp.com", "ptb.discord.com", "canary.discord.com"])
      for (const version of ["/api", "/api/v10"]) expect(readWebhookAddress(` https://${host}${version}${path} `, BASE)).toEqual(found);
    expect(readWebhookAddress(`http://localhost:8788/api${path}`, BASE)).toEqual(found);
    expect(readWebhookAddress(`https://discord.com/api${path}?thread_id=77&wait=true`, BASE)).toEqual({ ...found, threadId: "77" });
  });

  it.each([
    "",
    "discord.com/api/webhooks/1/x",
    `https://evil.example/api/webhooks/1/${TOKEN}`,
    `https://discord.com.evil.example/api/webhooks/1/${TOKEN}`,
    `https://discord.com@evil.example/api/webhooks/1/${TOKEN}`,
    `https://a:b@discord.com/api/webhooks/1/${TOKEN}`,
    `http://discord.com/api/webhooks/1/${TOKEN}`,
    `https://discord.com:8443/api/webhooks/1/${TOKEN}`,
    `https://discord.com/api/webhooks/1/${TOKEN}/slack`,
    `https://discord.com/api/webhooks/../channels/1/${TOKEN}`,
    `https://discord.com/api/webhooks/1/${TOKEN}?thread_id=x`,
    `http://localhost:8789/api/webhooks/1/${TOKEN}`,
    "https://discord.com/api/webhooks/1/short",
  ])("%j is none", (typed) => expect(readWebhookAddress(typed, BASE)).toBeNull());
});
