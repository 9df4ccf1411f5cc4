/** Buttons, selects and windows of /settings: its tabs and what is a person's or a channel's. A server's are in settings-server.ts. */
import type { WatchedChange } from "../../autonomy/store.ts";
import { botAccess } from "../../discord/access.ts";
import { parseCustomId } from "../../discord/components.ts";
import type { ComponentInteraction, ModalInteraction } from "../../discord/interaction.ts";
import { type MessageBody, privately } from "../../discord/reply.ts";
import type { RememberChannelInput } from "../../jobs/types.ts";
import type { GuildId } from "../../kernel/ids.ts";
import { lackingHere, placeOf, tellObjects } from "../autonomy-place.ts";
import { listedChannel, uses } from "../channel-use.ts";
import { checkRequest } from "../check.ts";
import { inPlace, isTheirs } from "../in-place.ts";
import { channelTab, readChannelTab } from "../settings-channel.ts";
import { chattinesses } from "../settings-choices.ts";
import { meTab } from "../settings-me.ts";
import { managedServer, mayManageChannel, mayManageServer, serverOf, tabNames, tabRow } from "../settings-panel.ts";
import { AS_SERVER, NOT_HERE } from "../settings-presence.ts";
import { serverTab } from "../settings-server.ts";
import type { CommandDeps, Handler } from "../types.ts";
import { serverActions, serverModals } from "./settings-server.ts";
import { chosenZone, typedZone } from "./zones.ts";

const tab: Handler<ComponentInteraction> = async (interaction, deps) => {
  const name = tabNames.find((known) => known === parseCustomId(interaction.customId).args[0]);
  if (name === undefined) return privately(deps.texts.edge.unknownAction);
  if (name === "check") return checkRequest(interaction, "channel", [tabRow("check", interaction, deps.texts)], deps);
  if (name === "me") return inPlace(interaction, await meTab(interaction, deps));
  const guildId = serverOf(interaction);
  if (guildId === null) return privately(deps.texts.settings.onlyOnServers);
  return inPlace(interaction, await serverTabs[name](interaction, guildId, deps));
};

const serverTabs: Record<"channel" | "server", (interaction: ComponentInteraction, guildId: GuildId, deps: CommandDeps) => Promise<MessageBody>> = {
  channel: channelTab,
  server: serverTab,
};

const zone: Handler<ComponentInteraction> = async (interaction, deps) => {
  const chosen = chosenZone(interaction, "settings-zone", deps.texts.settings.me.zoneTitle, deps);
  return typeof chosen === "string" ? setZone(interaction, chosen, deps) : chosen;
};

const zoneTyped: Handler<ModalInteraction> = async (interaction, deps) => {
  const typed = typedZone(interaction, deps);
  return typeof typed === "string" ? setZone(interaction, typed, deps) : typed;
};

async function setZone(interaction: ComponentInteraction | ModalInteraction, timeZone: string, deps: CommandDeps) {
  const person = deps.access.changePerson(interaction.user.id, { timeZone }, interaction.createdAt);
  return inPlace(interaction, await meTab(interaction, deps, person));
}

const use: Handler<ComponentInteraction> = async (interaction, deps) => {
  const guildId = serverOf(interaction);
  if (guildId === null) return privately(deps.texts.settings.onlyOnServers);
  const wanted = uses.find((known) => known === parseCustomId(interaction.customId).args[0]);
  // It takes the bot away from all other channels.
  if (wanted === "only" && !mayManageServer(interaction)) return privately(deps.texts.settings.managers);
  if (!mayManageChannel(interaction)) return privately(deps.texts.settings.channelManagers);
  if (wanted === undefined) return privately(deps.texts.edge.unknownAction);
  const channelId = listedChannel(interaction);
  const at = interaction.createdAt;
  const changed =
    wanted === "only" ? deps.access.changeServer(guildId, { channels: [channelId] }, at) : deps.access.switchChannel(guildId, channelId, wanted === "on", at);
  return inPlace(interaction, await channelTab(interaction, guildId, deps, { server: changed }));
};

const shared: Handler<ComponentInteraction> = async (interaction, deps) => {
  const guildId = serverOf(interaction);
  if (guildId === null) return privately(deps.texts.settings.onlyOnServers);
  if (!mayManageChannel(interaction)) return privately(deps.texts.settings.channelManagers);
  const [way] = parseCustomId(interaction.customId).args;
  if (way !== "on" && way !== "off") return privately(deps.texts.edge.unknownAction);
  const { channelId, parentId, createdAt } = interaction;
  const changed = deps.channels.change({ channelId, parentId }, guildId, { shared: way === "on" }, createdAt);
  return inPlace(interaction, await channelTab(interaction, guildId, deps, { channel: changed }));
};

/** What is followed in a channel; for who manages the server, as with /autonomy. */
async function follow(interaction: ComponentInteraction, change: WatchedChange, deps: CommandDeps) {
  const server = managedServer(interaction, deps.texts);
  if (typeof server === "string") return privately(server);
  const begins = change.speaks === true || change.listens === true;
  if (begins && lackingHere(interaction).length > 0) return privately(deps.texts.autonomy.panel.cannotListen);
  const by = { userId: interaction.user.id, at: interaction.createdAt };
  const watched = await deps.autonomy.change(placeOf(interaction, server.guildId), change, by);
  await tellObjects([interaction.channelId], deps);
  return inPlace(interaction, await channelTab(interaction, server.guildId, deps, { watched: Promise.resolve(watched) }));
}

const listen: Handler<ComponentInteraction> = (interaction, deps) => {
  const [way] = parseCustomId(interaction.customId).args;
  return way === "on" || way === "off" ? follow(interaction, { listens: way === "on" }, deps) : privately(deps.texts.edge.unknownAction);
};

const talkative: Handler<ComponentInteraction> = (interaction, deps) => {
  const [value] = interaction.values;
  if (value === NOT_HERE) return follow(interaction, { speaks: false, chattiness: null }, deps);
  if (value === AS_SERVER) return follow(interaction, { speaks: true, chattiness: null }, deps);
  const chattiness = chattinesses.find((word) => word === value && word !== "silent");
  return chattiness === undefined ? privately(deps.texts.settings.unknownChoice) : follow(interaction, { speaks: true, chattiness }, deps);
};

/** Takes a moment: everybody in the channel is told first. */
const remember: Handler<ComponentInteraction> = async (interaction, deps) => {
  const server = managedServer(interaction, deps.texts);
  if (typeof server === "string") return privately(server);
  const [way] = parseCustomId(interaction.customId).args;
  if (way !== "on" && way !== "off") return privately(deps.texts.edge.unknownAction);
  const on = way === "on";
  if (on && !botAccess(interaction).canPost) return privately(deps.texts.settings.channel.cannotTell);
  const { channel, show } = await readChannelTab(interaction, server.guildId, deps);
  const input: RememberChannelInput = {
    on,
    serverLocale: interaction.guildLocale || interaction.locale,
    done: show({ ...channel, remembered: on }),
    failed: show(channel, `-# ${deps.texts.settings.channel.notTold}`),
  };
  return { type: "job", kind: "remember-channel", conversation: null, input, private: true, target: isTheirs(interaction) ? "update" : "message" };
};

export const settingsActions: Record<string, Handler<ComponentInteraction>> = {
  settings: tab,
  "settings-zone": zone,
  "settings-use": use,
  "settings-shared": shared,
  "settings-remember": remember,
  "settings-listen": listen,
  "settings-word": talkative,
  ...serverActions,
};

export const settingsModals: Record<string, Handler<ModalInteraction>> = { "settings-zone": zoneTyped, ...serverModals };
