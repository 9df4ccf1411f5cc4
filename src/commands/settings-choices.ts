/** What a server's managers can choose, as rows and as words: shared by the tab Server of /settings and by the set-up. Pure. */
import { type Chattiness, LIST_LENGTH, type ServerSettings } from "../access/store.ts";
import { type ActionRow, type Button, button, customId, selectRow } from "../discord/components.ts";
import { isSnowflake } from "../kernel/ids.ts";
import type { Texts } from "../locales/index.ts";
import { presetNames, presetOf } from "../persona/presets.ts";
import { formatUsd } from "./render-why.ts";
import { excerpt } from "./settings-me.ts";
import type { Panel } from "./settings-panel.ts";

const MICRO = 1_000_000;
/** Amounts to choose from below what the deployer gave, USD a day. */
const AMOUNTS = [20, 10, 5, 2, 1, 0.5, 0.25, 0.1];
const OFFERED = 6;
/** The select's values that are no amount and no preset. */
export const DEFAULT_BUDGET = "default";
export const NO_PERSONALITY = "none";
const RETENTION_DAYS = [1, 7, 14, 30, 60, 90, 180, 365];
export const LONGEST_RETENTION = 365;
export const DEFAULT_RETENTION = "default";
/** Opens a window. */
export const OTHER_RETENTION = "other";
/** Channels in which people write, forums among them. Source: Discord reference, "Channel Types". */
const CHANNEL_TYPES = [0, 2, 5, 13, 15];
export const chattinesses: readonly Chattiness[] = ["silent", "shy", "normal", "chatty"];

/** Millionths of a US dollar a day, most first. `given`: by the deployer, 0 for no limit; managers can only lower it. */
export function offeredBudgets(given: number): number[] {
  return AMOUNTS.map((usd) => usd * MICRO)
    .filter((amount) => given === 0 || amount < given)
    .slice(0, OFFERED);
}

export function budgetRow(limit: number | null, given: number, panel: Panel, { settings: { choice: say, server } }: Texts): ActionRow {
  const options = [
    { label: say.budgetDefault(given === 0 ? server.unlimited : formatUsd(given)), value: DEFAULT_BUDGET, default: limit === null },
    ...offeredBudgets(given).map((amount) => ({ label: say.budget(formatUsd(amount)), value: String(amount), default: limit === amount })),
  ];
  return selectRow({ type: 3, custom_id: customId("settings-budget", panel), placeholder: say.budgetPlaceholder, options });
}

/** What holds: the managers' word, but never more than the deployer's. */
export function budgetWords(limit: number | null, given: number, { settings: { server } }: Texts): string {
  const holds = given === 0 ? limit : Math.min(limit ?? given, given);
  return holds === null ? server.unlimited : formatUsd(holds);
}

export function channelsRow({ channels }: ServerSettings, panel: Panel, { settings: { choice: say } }: Texts): ActionRow {
  const listed = (channels ?? []).slice(0, LIST_LENGTH).map((id) => ({ id, type: "channel" as const }));
  return selectRow({
    type: 8,
    custom_id: customId("settings-channels", panel),
    placeholder: say.channelsPlaceholder,
    channel_types: CHANNEL_TYPES,
    min_values: 1,
    max_values: LIST_LENGTH,
    ...(listed.length === 0 ? {} : { default_values: listed }),
  });
}

/** None where it is so already. */
export function everywhereButton({ channels }: ServerSettings, panel: Panel, { settings: { choice: say } }: Texts): Button[] {
  return channels === null ? [] : [button(say.everywhere, customId("settings-everywhere", panel))];
}

export function channelsWords({ channels }: ServerSettings, { settings: { server: say } }: Texts): string {
  if (channels === null) return say.everywhere;
  return channels.length === 0 ? say.nowhere : channels.map((id) => `<#${id}>`).join(", ");
}

export function blockedRow({ blocked }: ServerSettings, { settings: { choice: say } }: Texts): ActionRow {
  const listed = blocked
    .filter(isSnowflake)
    .slice(0, LIST_LENGTH)
    .map((id) => ({ id, type: "user" as const }));
  const values = { min_values: 0, max_values: LIST_LENGTH, ...(listed.length === 0 ? {} : { default_values: listed }) };
  return selectRow({ type: 5, custom_id: customId("settings-blocked"), placeholder: say.blockedPlaceholder, ...values });
}

/** Somebody who had themselves forgotten is blocked without a name. */
export function blockedWords({ blocked }: ServerSettings, { settings: { server: say } }: Texts): string {
  const named = blocked.filter(isSnowflake).map((id) => `<@${id}>`);
  const nameless = blocked.length - named.length;
  return [...named, ...(nameless > 0 ? [say.nameless(nameless)] : [])].join(", ") || say.nobody;
}

export function retentionRow({ retentionDays }: ServerSettings, given: number, { settings: { choice: say } }: Texts): ActionRow {
  const options = [
    { label: say.retentionDefault(given), value: DEFAULT_RETENTION, default: retentionDays === null },
    ...offeredRetention(retentionDays).map((days) => ({ label: say.retention(days), value: String(days), default: days === retentionDays })),
    { label: say.retentionOther, value: OTHER_RETENTION },
  ];
  return selectRow({ type: 3, custom_id: customId("settings-retention"), placeholder: say.retentionPlaceholder, options });
}

/** What is chosen already stands among them. */
function offeredRetention(chosen: number | null): number[] {
  return [...new Set([...RETENTION_DAYS, ...(chosen === null ? [] : [chosen])])].sort((a, b) => a - b);
}

export function personalityRow(prompt: string, panel: Panel, { settings: { choice: say, personality } }: Texts): ActionRow {
  const chosen = presetOf(prompt);
  const options = [
    { label: say.noPersonality.name, description: say.noPersonality.about, value: NO_PERSONALITY, default: prompt === "" },
    ...presetNames.map((name) => ({ label: personality[name].name, description: personality[name].about, value: name, default: name === chosen })),
  ];
  return selectRow({ type: 3, custom_id: customId("settings-personality", panel), placeholder: say.personalityPlaceholder, options });
}

export function wordsButton(panel: Panel, { settings: { choice: say } }: Texts): Button {
  return button(say.ownWords, customId("settings-words", panel), "secondary", "✏️");
}

export function personalityWords(prompt: string, { settings: { choice: say, personality } }: Texts): string {
  const preset = presetOf(prompt);
  if (preset !== null) return personality[preset].name;
  return prompt === "" ? say.noPersonality.name : say.ownPersonality(excerpt(prompt, ""));
}

export function unaskedRow(chattiness: Chattiness, panel: Panel, { settings: { choice: say } }: Texts): ActionRow {
  const options = chattinesses.map((word) => ({
    label: say.unasked[word].name,
    description: say.unasked[word].about,
    value: word,
    default: word === chattiness,
  }));
  return selectRow({ type: 3, custom_id: customId("settings-unasked", panel), placeholder: say.unaskedPlaceholder, options });
}
