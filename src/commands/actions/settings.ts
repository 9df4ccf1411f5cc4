/** Buttons, selects and windows of /settings: its tabs and what is a person's or a channel's. A server's are in settings-server.ts. */
import { botAccess } from "../../discord/access.ts";
import { parseCustomId } from "../../discord/components.ts";
import type { ComponentInteraction, ModalInteraction } from "../../discord/interaction.ts";
import { quote } from "../../discord/quote.ts";
import { type MessageBody, privately } from "../../discord/reply.ts";
import type { RememberChannelInput } from "../../jobs/types.ts";
import type { GuildId } from "../../kernel/ids.ts";
import { findTimeZone } from "../../kernel/time-zone.ts";
import { checkRequest } from "../check.ts";
import { inPlace, isTheirs } from "../in-place.ts";
import { channelTab, listedChannel, readChannelTab, uses } from "../settings-channel.ts";
import { meTab, OTHER_ZONE } from "../settings-me.ts";
import { managedServer, mayManageChannel, mayManageServer, serverOf, tabNames, tabRow } from "../settings-panel.ts";
import { serverTab } from "../settings-server.ts";
import { commonZones } from "../time-zones.ts";
import type { CommandDeps, Handler } from "../types.ts";
import { serverActions, serverModals } from "./settings-server.ts";

const ZONE = "zone";
/** Longer than the longest name there is. */
const ZONE_LENGTH = 60;

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
  const { me: say, unknownChoice } = deps.texts.settings;
  const [chosen = ""] = interaction.values;
  if (chosen === OTHER_ZONE) {
    const field = { id: ZONE, label: say.zoneLabel, style: "short", required: true, maxLength: ZONE_LENGTH, placeholder: say.zonePlaceholder } as const;
    return { type: "modal", modal: { customId: "settings-zone", title: say.zoneTitle, fields: [field] } };
  }
  return commonZones.includes(chosen) ? setZone(interaction, chosen, deps) : privately(unknownChoice);
};

const typedZone: Handler<ModalInteraction> = async (interaction, deps) => {
  const typed = interaction.fields[ZONE] ?? "";
  const found = findTimeZone(typed);
  return found === null ? privately(deps.texts.settings.me.unknownZone(quote(typed, ZONE_LENGTH))) : setZone(interaction, found, deps);
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
  ...serverActions,
};

export const settingsModals: Record<string, Handler<ModalInteraction>> = { "settings-zone": typedZone, ...serverModals };
