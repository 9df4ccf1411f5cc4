/**
 * What every adapter of the DiscordApi port must do for the application itself and its servers. Call `describeApplicationContract` with a factory; the
 * server behind it is the playground's stand-in, so that what it refuses counts as a mistake of the adapter.
 */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { declarations } from "../../commands/index.ts";
import type { Discord, FaultKind } from "../../scripts/playground/discord/discord.ts";
import type { DiscordApi } from "../../src/discord/api.ts";
import { connection, isConnected, readsMessageContent, withMessageContent } from "../../src/discord/installation.ts";
import { DiscordApiError } from "../../src/kernel/errors.ts";
import type { ApplicationId, GuildId, UserId } from "../../src/kernel/ids.ts";

export interface ApplicationHarness {
  api: DiscordApi;
  discord: Discord;
  /** The bot's own server answers as it should, or as any other server on the web. */
  endpoint: { isOurs: boolean };
}

const BASE = "https://bot.example";
const TROUBLE: FaultKind[] = ["429", "500", "reset", "lost-answer"];

export function describeApplicationContract(name: string, createHarness: () => Promise<ApplicationHarness>): void {
  describe(`${name} keeps the DiscordApi contract for the application`, () => {
    let harness: ApplicationHarness;
    let complaints: string[];
    beforeEach(async () => {
      harness = await createHarness();
      complaints = [];
    });
    afterEach(() => {
      expect(harness.discord.violations).toEqual(complaints);
    });

    test("tells the bot's user", async () => {
      expect(await harness.api.ownUser()).toBe(harness.discord.bot.id);
    });

    test("tells id, key and the owner; of a team those who joined it", async () => {
      const { api, discord } = harness;
      const [mira, jonas, wei] = ["mira", "jonas", "wei"].map((who) => discord.addUser(who));
      discord.state.app.settings.owner = mira;
      expect(await api.application()).toEqual({
        id: discord.applicationId,
        name: "Edgewise",
        publicKey: discord.publicKeyHex,
        owners: [mira?.id],
        flags: 0,
        interactionsEndpointUrl: null,
        eventWebhooksUrl: null,
        eventWebhooksStatus: 1,
        privacyPolicyUrl: null,
        termsUrl: null,
        approximateServers: 0,
      });
      const member = (user: unknown, state: 1 | 2) => ({ user, team_id: "5", membership_state: state, role: "admin", permissions: ["*"] });
      discord.state.app.settings.team = { id: "5", icon: null, name: "The Orchard", owner_user_id: jonas?.id, members: [member(jonas, 2), member(wei, 1)] };
      expect((await api.application()).owners).toEqual([jonas?.id]);
    });

    test("connects in one change, leaves what it does not name, and may be repeated", async () => {
      const { api, discord } = harness;
      discord.state.app.settings.description = "kept";
      for (let times = 0; times < 2; times += 1) await api.updateApplication(connection(BASE));
      expect(isConnected(await api.application(), BASE)).toBe(true);
      expect(isConnected(await api.application(), "https://other.example")).toBe(false);
      expect(discord.state.app.settings.description).toBe("kept");
      expect(discord.calls.filter(({ method }) => method === "PATCH")).toHaveLength(2);
    });

    test("message content is switched on beside what is on already", async () => {
      const { api, discord } = harness;
      discord.state.app.settings.flags = 1 << 15;
      await api.registerCommands(discord.applicationId as ApplicationId, declarations);
      const before = await api.application();
      expect(readsMessageContent(before)).toBe(false);
      await api.updateApplication({ flags: withMessageContent(before) });
      const after = await api.application();
      expect(readsMessageContent(after)).toBe(true);
      expect(after.flags).toBe(before.flags | (1 << 19));
      expect(discord.intents.messageContent).toBe(true);
    });

    test("an address that does not answer as it should is an error at once, and nothing has changed", async () => {
      const { api, discord, endpoint } = harness;
      endpoint.isOurs = false;
      const error: unknown = await api.updateApplication(connection(BASE)).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(DiscordApiError);
      expect(error).toMatchObject({ status: 400, code: 50035 });
      expect(isConnected(await api.application(), BASE)).toBe(false);
      expect(discord.calls.filter(({ method }) => method === "PATCH")).toHaveLength(1);
      complaints = [...discord.violations];
      expect(complaints).toHaveLength(1);
    });

    describe.each(TROUBLE)("through %s", (kind) => {
      test("the commands are there once, whole and in order", async () => {
        const { api, discord } = harness;
        discord.faults.add({ kind, times: 1, retryAfterMs: 80 });
        await api.registerCommands(discord.applicationId as ApplicationId, declarations);
        const names = () => (discord.state.app.commands.get("") ?? []).map((command) => command.name);
        expect(names()).toEqual(declarations.map((declaration) => declaration.name));
        await api.registerCommands(discord.applicationId as ApplicationId, declarations.slice(0, 1));
        expect(names()).toEqual([declarations[0].name]);
      });
    });

    test("servers come by page, the next one after the last", async () => {
      const { api, discord } = harness;
      const all = Array.from({ length: 203 }, (_, index) => discord.addGuild({ name: `server ${index}` }));
      const first = await api.ownServers(undefined);
      expect(first).toHaveLength(200);
      const second = await api.ownServers(first.at(-1)?.id);
      expect([...first, ...second].map(({ id }) => id)).toEqual(all.map(({ id }) => id));
      expect(second.at(-1)).toEqual({ id: all.at(-1)?.id, name: "server 202" });
      expect(await api.ownServers(second.at(-1)?.id)).toEqual([]);
    });

    test("a server's access is roles, overwrites and the member's roles, as bits", async () => {
      const { api, discord } = harness;
      const guild = discord.addGuild({ name: "The Orchard" });
      const ada = discord.addUser("ada");
      const pickers = discord.addRole(guild, "pickers", 1n << 38n);
      discord.addMember(guild, ada, { roles: [pickers] });
      const channel = discord.addChannel(guild, { name: "general", deny: 1n << 11n });
      const access = await api.serverAccess(guild.id as GuildId, ada.id as UserId);
      expect(access).toMatchObject({ name: "The Orchard", ownerId: guild.ownerId, memberRoles: [pickers.id] });
      expect(access.roles).toContainEqual({ id: pickers.id, permissions: 1n << 38n });
      expect(access.channels.find(({ id }) => id === channel.id)).toEqual({
        id: channel.id,
        name: "general",
        type: 0,
        parentId: null,
        overwrites: [{ id: guild.id, type: 0, allow: 0n, deny: 1n << 11n }],
      });
      await expect(api.serverAccess("999" as GuildId, ada.id as UserId)).rejects.toMatchObject({ status: 404, code: 10004 });
    });

    test("the direct channel with a person is one, however often it is opened", async () => {
      const { api, discord } = harness;
      const ada = discord.addUser("ada", { installed: true });
      const id = await api.directChannel(ada.id as UserId);
      expect(await api.directChannel(ada.id as UserId)).toBe(id);
      expect(discord.state.channels.get(id)?.recipients).toContain(ada.id);
    });

    test("a refused token is an error with its status, at once and without the token", async () => {
      const { api, discord } = harness;
      Object.assign(discord.state.options, { botToken: "another-token" });
      const error: unknown = await api.application().catch((reason: unknown) => reason);
      expect(error).toMatchObject({ status: 401 });
      expect(String(error)).not.toContain("test-bot-token");
      expect(discord.calls).toHaveLength(1);
      complaints = [...discord.violations];
    });
  });
}
