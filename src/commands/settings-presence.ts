/** What /settings and the set-up show about speaking unasked and listening: lines, a button and selects. Pure. Used by their tabs and steps. */
import { LIST_LENGTH, type ServerSettings } from "../access/store.ts";
import type { Chattiness } from "../autonomy/defaults.ts";
import { effectiveSettings } from "../autonomy/settings.ts";
import { UNSET, type WatchedChannel } from "../autonomy/watched.ts";
import { type ActionRow, type Button, button, customId, type SelectOption, selectRow } from "../discord/components.ts";
import type { Interaction } from "../discord/interaction.ts";
import { localTime } from "../kernel/time-zone.ts";
import type { Texts } from "../locales/index.ts";
import { problemWords } from "./autonomy-view.ts";
import { chattinesses } from "./settings-choices.ts";
import { mayManageServer } from "./settings-panel.ts";

/** The select's values that are no word of their own. */
export const NOT_HERE = "off";
export const AS_SERVER = "server";
/** Where people write below each other: text and announcements. Source: Discord reference, "Channel Types". */
const SPOKEN_IN = [0, 5];
/** Channels that a line names. */
const NAMED = 20;

export function presenceLines(watched: WatchedChannel | null, server: ServerSettings, texts: Texts): string[] {
  const { autonomy, settings } = texts;
  const { panel: say } = autonomy;
  const { hush } = effectiveSettings({ ...UNSET, channelId: "", ...watched }, server, [], 0);
  const named = settings.choice.unasked[watched?.chattiness ?? server.chattiness].name;
  const words = { off: say.off, "server-silent": say.serverSilent, "channel-silent": say.off } as const;
  const problem = watched?.problem ?? "";
  return [
    say.speaking(hush === null ? autonomy.talkative[watched?.chattiness == null ? "server" : "channel"](named) : words[hush]),
    say[watched?.listens === true ? "listening" : "listeningNot"],
    ...(problem === "" ? [] : [problemWords(problem, texts)]),
  ];
}

/** It is read along and costs, so it takes who manages the server. */
export function listenButton(watched: WatchedChannel | null, interaction: Interaction, { autonomy: { panel: say } }: Texts): Button[] {
  if (!mayManageServer(interaction)) return [];
  const listens = watched?.listens === true && watched.problem === "";
  return [button(listens ? say.listenNot : say.listen, customId("settings-listen", listens ? "off" : "on"), "secondary", "👂")];
}

/** How talkative here, in one word. */
export function wordRow(watched: WatchedChannel | null, server: ServerSettings, interaction: Interaction, texts: Texts): ActionRow[] {
  if (!mayManageServer(interaction)) return [];
  const { autonomy, settings } = texts;
  const { panel: say } = autonomy;
  const { unasked } = settings.choice;
  const speaks = watched?.speaks === true && watched.problem === "" && watched.chattiness !== "silent";
  const own = speaks ? watched.chattiness : null;
  const word = (chattiness: Chattiness): SelectOption => ({
    label: unasked[chattiness].name,
    description: unasked[chattiness].about,
    value: chattiness,
    default: own === chattiness,
  });
  const options: SelectOption[] = [
    { label: say.word.off.name, description: say.word.off.about, value: NOT_HERE, default: !speaks },
    { label: say.word.server.name(unasked[server.chattiness].name), description: say.word.server.about, value: AS_SERVER, default: speaks && own === null },
    ...chattinesses.filter((chattiness) => chattiness !== "silent").map(word),
  ];
  return [selectRow({ type: 3, custom_id: customId("settings-word"), placeholder: say.wordPlaceholder, options })];
}

/** Where it is switched on, and whether that counts. */
export function speakingLines(watched: readonly WatchedChannel[], server: ServerSettings, { autonomy: { panel: say } }: Texts): string[] {
  const on = watched.filter(({ speaks }) => speaks);
  const names = on.slice(0, NAMED).map(({ channelId }) => `<#${channelId}>`);
  const rest = on.length - names.length;
  if (on.length === 0) return server.chattiness === "silent" ? [] : [say.nowhere];
  return [say.channels([...names, ...(rest > 0 ? [`+${rest}`] : [])].join(", ")), ...(server.chattiness === "silent" ? [say.switchedOff] : [])];
}

export function zoneLine({ timeZone }: ServerSettings, now: number, locale: string, { autonomy: { panel: say } }: Texts): string {
  return timeZone === null ? say.noZone : say.zone(timeZone, localTime(now, timeZone, locale));
}

/** Channels that a select can show as chosen: threads are no part of it. */
export const speakingChannels = (watched: readonly WatchedChannel[]): WatchedChannel[] => watched.filter(({ speaks, parentId }) => speaks && parentId === null);

export function speakInRow(watched: readonly WatchedChannel[], { autonomy: { panel: say } }: Texts): ActionRow {
  const on = speakingChannels(watched);
  const shown = on.length > LIST_LENGTH ? [] : on.map(({ channelId }) => ({ id: channelId, type: "channel" as const }));
  return selectRow({
    type: 8,
    custom_id: customId("setup-speak-in"),
    placeholder: say.channelsPlaceholder,
    channel_types: [...SPOKEN_IN],
    min_values: 0,
    max_values: LIST_LENGTH,
    ...(shown.length === 0 ? {} : { default_values: shown }),
  });
}
