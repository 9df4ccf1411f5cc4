/** The REST adapter against the stand-in: the contract of the port, for the application itself, threads, the nickname, what a server holds, and who may read what. */
import { createDiscord, createKeyPair } from "../../scripts/playground/discord/discord.ts";
import { createDiscordRest } from "../../src/discord/rest.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { describeAccessContract } from "../contracts/discord-access.ts";
import { type ApplicationHarness, describeApplicationContract } from "../contracts/discord-application.ts";
import { describeServerContract } from "../contracts/discord-server.ts";
import { describeThreadsContract } from "../contracts/discord-threads.ts";
import { describeWebhooksContract } from "../contracts/discord-webhooks.ts";

async function createHarness(): Promise<ApplicationHarness> {
  const endpoint = { isOurs: true };
  const discord = createDiscord({
    keys: await createKeyPair(),
    deliver: async (request) => {
      if (!endpoint.isOurs) return new Response("<html>It works!</html>");
      if (request.headers.get("x-signature-ed25519")?.startsWith("0000")) return new Response("no", { status: 401 });
      const { type } = await request.json<{ type: number }>();
      return type === 1 ? Response.json({ type: 1 }) : new Response(null, { status: 204, headers: { "content-type": "application/json" } });
    },
  });
  const api = createDiscordRest({
    baseUrl: "https://discord.com/api/v10",
    botToken: discord.botToken,
    version: "0.1.0",
    clock: systemClock,
    random: () => 0,
    fetch: (url, init) => discord.fetch(new Request(url, init)),
  });
  return { api, discord, endpoint };
}

describeApplicationContract("discord/rest", createHarness);
describeThreadsContract("discord/rest", createHarness);
describeAccessContract("discord/rest", createHarness);
describeServerContract("discord/rest", createHarness);
describeWebhooksContract("discord/rest", createHarness);
