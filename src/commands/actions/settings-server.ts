/** Choices of a server's managers, in /settings and in the set-up: each is checked, stored at once, and shown as it holds now. Part of settings.ts. */
import { LIST_LENGTH, type ServerChange } from "../../access/store.ts";
import { parseCustomId } from "../../discord/components.ts";
import type { ComponentInteraction, ModalInteraction } from "../../discord/interaction.ts";
import { quote } from "../../discord/quote.ts";
import { type MessageBody, privately, type Reply } from "../../discord/reply.ts";
import { type GuildId, isSnowflake } from "../../kernel/ids.ts";
import { presetNames, presets } from "../../persona/presets.ts";
import { tellObjects, tellServer } from "../autonomy-place.ts";
import { inPlace } from "../in-place.ts";
import { promptWindow, readText, typedText } from "../prompt-change.ts";
import { chattinesses, DEFAULT_BUDGET, DEFAULT_RETENTION, LONGEST_RETENTION, NO_PERSONALITY, OTHER_RETENTION, offeredBudgets } from "../settings-choices.ts";
import { managedServer, type Panel, panels } from "../settings-panel.ts";
import { speakingChannels } from "../settings-presence.ts";
import { type Fresh, peopleView, serverTab, voiceView } from "../settings-server.ts";
import { type SetupStep, setupStep } from "../setup-steps.ts";
import type { CommandDeps, Handler } from "../types.ts";
import { chosenZone, typedZone } from "./zones.ts";

type Press = ComponentInteraction | ModalInteraction;
/** Makes the change and tells what holds now, or refuses it with a sentence. */
type Change<P extends Press> = (press: P, guildId: GuildId, deps: CommandDeps) => Promise<Fresh | Reply>;
type Show = (press: Press, guildId: GuildId, deps: CommandDeps, fresh: Fresh) => Promise<MessageBody>;

/** The window's one field. */
const DAYS = "days";

const inStep =
  (step: SetupStep): Show =>
  (_press, guildId, deps, fresh) =>
    setupStep(step, guildId, deps, fresh);

/** A choice that is offered in both panels, and shown in the one in which it was made. */
function choice<P extends Press>(shown: Record<Panel, Show>, change: Change<P>): Handler<P> {
  return async (press, deps) => {
    const server = managedServer(press, deps.texts);
    if (typeof server === "string") return privately(server);
    const panel = panels.find((known) => known === parseCustomId(press.customId).args[0]);
    if (panel === undefined) return privately(deps.texts.edge.unknownAction);
    const made = await change(press, server.guildId, deps);
    return "type" in made ? made : inPlace(press, await shown[panel](press, server.guildId, deps, made));
  };
}

/** One that /settings alone has. */
const own =
  <P extends Press>(change: Change<P>, show: Show = serverTab): Handler<P> =>
  async (press, deps) => {
    const server = managedServer(press, deps.texts);
    if (typeof server === "string") return privately(server);
    const made = await change(press, server.guildId, deps);
    return "type" in made ? made : inPlace(press, await show(press, server.guildId, deps, made));
  };

const unknown = ({ texts }: CommandDeps): Reply => privately(texts.settings.unknownChoice);

const change = async (press: Press, guildId: GuildId, deps: CommandDeps, what: ServerChange): Promise<Fresh> => ({
  settings: await deps.access.changeServer(guildId, what, press.createdAt),
});

/** One that decides about channels that are followed, too: they are told. */
async function changeAll(press: Press, guildId: GuildId, deps: CommandDeps, what: ServerChange): Promise<Fresh> {
  const fresh = await change(press, guildId, deps, what);
  await tellServer(guildId, press.createdAt, deps);
  return fresh;
}

/** Ids as a select sends them, each once; null where they cannot be from one. */
function chosenIds({ values }: ComponentInteraction): string[] | null {
  const ids = [...new Set(values)];
  return ids.length <= LIST_LENGTH && ids.every(isSnowflake) ? ids : null;
}

const channels: Change<ComponentInteraction> = async (press, guildId, deps) => {
  const ids = chosenIds(press);
  return ids === null || ids.length === 0 ? unknown(deps) : changeAll(press, guildId, deps, { channels: ids });
};

const budget: Change<ComponentInteraction> = async (press, guildId, deps) => {
  const [value = ""] = press.values;
  const offered = offeredBudgets(deps.facts.serverBudgetMicroUsd).find((amount) => String(amount) === value);
  if (offered === undefined && value !== DEFAULT_BUDGET) return unknown(deps);
  return { limit: await deps.budget.setServerLimit(guildId, offered ?? null, press.createdAt) };
};

const personality: Change<ComponentInteraction> = async (press, guildId, deps) => {
  const [value] = press.values;
  const preset = presetNames.find((name) => name === value);
  if (preset === undefined && value !== NO_PERSONALITY) return unknown(deps);
  return setPrompt(press, guildId, preset === undefined ? "" : presets[preset], deps);
};

const ownWords: Change<ModalInteraction> = async (press, guildId, deps) => {
  const text = readText(typedText(press), deps.texts);
  return typeof text === "string" ? setPrompt(press, guildId, text, deps) : text;
};

async function setPrompt(press: Press, guildId: GuildId, text: string, deps: CommandDeps): Promise<Fresh> {
  await deps.prompts.set(`server:${guildId}`, text, { userId: press.user.id, at: press.createdAt, change: press.id });
  // Read, not assumed: of a repeat that comes late, something newer may hold.
  return {};
}

const unasked: Change<ComponentInteraction> = async (press, guildId, deps) => {
  const chattiness = chattinesses.find((word) => word === press.values[0]);
  return chattiness === undefined ? unknown(deps) : changeAll(press, guildId, deps, { chattiness });
};

/** Where it may speak unasked. What the bot lacks there, the check at the end of the set-up tells. */
const speakIn: Change<ComponentInteraction> = async (press, guildId, deps) => {
  const ids = chosenIds(press);
  if (ids === null) return unknown(deps);
  const before = speakingChannels(await deps.autonomy.ofServer(guildId));
  const { guildLocale, locale, user, createdAt } = press;
  const places = ids.map((channelId) => ({
    channelId,
    guildId,
    parentId: null,
    channelName: press.channelNames[channelId] ?? "",
    locale: guildLocale || locale,
  }));
  // More than it can show, so that what it does not show means nothing.
  await deps.autonomy.speakIn(guildId, places, { userId: user.id, at: createdAt }, before.length > LIST_LENGTH);
  await tellObjects([...new Set([...ids, ...before.map(({ channelId }) => channelId)])], deps);
  return {};
};

const serverZone: Change<ComponentInteraction> = async (press, guildId, deps) => {
  const chosen = chosenZone(press, "settings-server-zone", deps.texts.autonomy.panel.zoneTitle, deps);
  return typeof chosen === "string" ? changeAll(press, guildId, deps, { timeZone: chosen }) : chosen;
};

const typedServerZone: Change<ModalInteraction> = async (press, guildId, deps) => {
  const typed = typedZone(press, deps);
  return typeof typed === "string" ? changeAll(press, guildId, deps, { timeZone: typed }) : typed;
};

const blocked: Change<ComponentInteraction> = async (press, guildId, deps) => {
  const ids = chosenIds(press);
  return ids === null ? unknown(deps) : change(press, guildId, deps, { blocked: ids });
};

const retention: Change<ComponentInteraction> = async (press, guildId, deps) => {
  const [value = ""] = press.values;
  if (value === DEFAULT_RETENTION) return change(press, guildId, deps, { retentionDays: null });
  if (value === OTHER_RETENTION) return retentionWindow(deps);
  const days = readDays(value);
  return days === null ? unknown(deps) : change(press, guildId, deps, { retentionDays: days });
};

const typedRetention: Change<ModalInteraction> = async (press, guildId, deps) => {
  const typed = press.fields[DAYS] ?? "";
  const days = readDays(typed.trim());
  return days === null ? privately(deps.texts.settings.choice.retentionUnknown(quote(typed, 20))) : change(press, guildId, deps, { retentionDays: days });
};

function readDays(typed: string): number | null {
  const days = /^\d{1,3}$/.test(typed) ? Number(typed) : 0;
  return days >= 1 && days <= LONGEST_RETENTION ? days : null;
}

function retentionWindow({
  texts: {
    settings: { choice: say },
  },
}: CommandDeps): Reply {
  const field = { id: DAYS, label: say.retentionLabel, style: "short", required: true, maxLength: 3, placeholder: "30" } as const;
  return { type: "modal", modal: { customId: "settings-retention", title: say.retentionPlaceholder, fields: [field] } };
}

const pause: Change<ComponentInteraction> = async (press, guildId, deps) => {
  const [way] = parseCustomId(press.customId).args;
  return way === "on" || way === "off" ? changeAll(press, guildId, deps, { paused: way === "on" }) : unknown(deps);
};

const openWindow: Change<ComponentInteraction> = async (press, guildId, deps) =>
  promptWindow({ target: "server", kind: "server", scope: `server:${guildId}` }, deps, press.customId);

const where: Record<Panel, Show> = { settings: serverTab, setup: inStep("channels") };
const sound: Record<Panel, Show> = { settings: voiceView, setup: inStep("personality") };

export const serverActions: Record<string, Handler<ComponentInteraction>> = {
  "settings-channels": choice(where, channels),
  "settings-everywhere": choice(where, (press, guildId, deps) => changeAll(press, guildId, deps, { channels: null })),
  "settings-budget": choice({ settings: serverTab, setup: inStep("budget") }, budget),
  "settings-personality": choice(sound, personality),
  "settings-words": choice(sound, openWindow),
  "settings-unasked": choice({ settings: voiceView, setup: inStep("unasked") }, unasked),
  "setup-speak-in": own(speakIn, inStep("unasked")),
  "settings-server-zone": own(serverZone, voiceView),
  "settings-blocked": own(blocked, peopleView),
  "settings-retention": own(retention, peopleView),
  "settings-people": own(async () => ({}), peopleView),
  "settings-pause": own(pause),
  "settings-voice": own(async () => ({}), voiceView),
};

export const serverModals: Record<string, Handler<ModalInteraction>> = {
  "settings-words": choice(sound, ownWords),
  "settings-retention": own(typedRetention, peopleView),
  "settings-server-zone": own(typedServerZone, voiceView),
};
