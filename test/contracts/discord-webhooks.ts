/**
 * What every adapter of the DiscordApi port must do for a channel's webhooks. Call `describeWebhooksContract` with a factory; the server behind it is the
 * playground's stand-in, so that what it refuses counts as a mistake of the adapter.
 */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { channelType, permission } from "../../scripts/playground/discord/discord.ts";
import { DiscordApiError } from "../../src/kernel/errors.ts";
import type { ChannelId } from "../../src/kernel/ids.ts";
import type { ApplicationHarness } from "./discord-application.ts";

export function describeWebhooksContract(name: string, createHarness: () => Promise<ApplicationHarness>): void {
  describe(`${name} keeps the DiscordApi contract for webhooks`, () => {
    let harness: ApplicationHarness;
    beforeEach(async () => {
      harness = await createHarness();
    });
    afterEach(() => {
      expect(harness.discord.violations).toEqual([]);
    });

    function place(botPermissions = permission.manageWebhooks) {
      const { discord } = harness;
      const guild = discord.addGuild({ botPermissions });
      const channel = discord.addChannel(guild);
      return { channel, id: channel.id as ChannelId };
    }
    const shown = (channelId: string) => (harness.discord.state.channelMessages.get(channelId) ?? []).map(({ json }) => json);

    test("one is made, is found again, and speaks under a name and a picture, pinging nobody", async () => {
      const { api, discord } = harness;
      const { id } = place();
      const made = await api.createWebhook(id, "Personas");
      expect(made).toMatchObject({ applicationId: discord.applicationId, token: expect.stringMatching(/^\S{20,}$/) });
      expect(await api.channelWebhooks(id)).toEqual([made]);
      const sent = await api.executeWebhook(made, { content: "Bolts, @everyone." }, { name: "Rivet", avatarUrl: "https://cdn.example/rivet.png" });
      expect(sent).toEqual({ kind: "sent", id: shown(id)[0]?.id });
      expect(shown(id)).toMatchObject([
        {
          content: "Bolts, @everyone.",
          author: { username: "Rivet", avatar: "https://cdn.example/rivet.png" },
          webhook_id: made.id,
          mention_everyone: false,
          mentions: [],
        },
      ]);
    });

    test("others' are listed without what it takes to use them", async () => {
      const { api, discord } = harness;
      const { channel, id } = place();
      discord.addWebhook(channel, { applicationId: "1100000000000000099" });
      expect(await api.channelWebhooks(id)).toMatchObject([{ token: "", applicationId: "1100000000000000099" }]);
    });

    test("without the permission both are refused", async () => {
      const { api } = harness;
      const { id } = place(0n);
      await expect(api.channelWebhooks(id)).rejects.toMatchObject({ status: 403, code: 50013 });
      await expect(api.createWebhook(id, "Personas")).rejects.toMatchObject({ status: 403, code: 50013 });
    });

    test("the sixteenth is refused", async () => {
      const { api, discord } = harness;
      const { channel, id } = place();
      for (let n = 0; n < 15; n++) discord.addWebhook(channel);
      await expect(api.createWebhook(id, "Personas")).rejects.toMatchObject({ code: 30007 });
    });

    test("in a thread it speaks by the channel's", async () => {
      const { api, discord } = harness;
      const { channel, id } = place();
      const thread = discord.addChannel(discord.state.guilds.get(channel.guildId ?? "") as never, { parent: channel, type: channelType.publicThread });
      const made = await api.createWebhook(id, "Personas");
      expect(await api.executeWebhook({ ...made, threadId: thread.id }, { content: "here" })).toMatchObject({ kind: "sent" });
      expect([shown(id).length, shown(thread.id).at(-1)?.content]).toEqual([0, "here"]);
    });

    test.each(["500", "reset", "lost-answer"] as const)("making one is not repeated through %s: there would be two", async (kind) => {
      const { api, discord } = harness;
      const { id } = place();
      discord.faults.add({ kind, times: 1, match: ({ method }) => method === "POST" });
      await expect(api.createWebhook(id, "Personas")).rejects.toThrow();
      expect(discord.calls.filter(({ method }) => method === "POST")).toHaveLength(1);
      expect(await api.channelWebhooks(id)).toHaveLength(kind === "lost-answer" ? 1 : 0);
    });

    test("one that is gone is an error with Discord's code", async () => {
      const { api, discord } = harness;
      const { id } = place();
      const made = await api.createWebhook(id, "Personas");
      discord.state.webhooks.delete(made.id);
      const gone = await api.executeWebhook(made, { content: "hello" }).catch((error: unknown) => error);
      expect(gone).toBeInstanceOf(DiscordApiError);
      expect(gone).toMatchObject({ status: 404, code: 10015 });
      expect(String(gone)).not.toContain(made.token);
    });
  });
}
