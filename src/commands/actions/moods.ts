/** Buttons, the select and windows of a server's own moods. Whether the person may is asked anew each time. */
import type { OwnMood } from "../../autonomy/watched.ts";
import { parseCustomId } from "../../discord/components.ts";
import type { ComponentInteraction, ModalInteraction } from "../../discord/interaction.ts";
import { quote } from "../../discord/quote.ts";
import { privately, type Reply } from "../../discord/reply.ts";
import type { GuildId } from "../../kernel/ids.ts";
import type { Act } from "../autonomy-change.ts";
import { tellServer } from "../autonomy-place.ts";
import { inPlace } from "../in-place.ts";
import { moodsPanel, moodWindow, ownMoodPanel, readMood } from "../own-moods.ts";
import { managedServer } from "../settings-panel.ts";
import type { CommandDeps, Handler } from "../types.ts";

const managed =
  <A extends Act>(then: (act: A, guildId: GuildId, moods: readonly OwnMood[], deps: CommandDeps) => Reply | Promise<Reply>): Handler<A> =>
  async (act, deps) => {
    const server = managedServer(act, deps.texts);
    return typeof server === "string" ? privately(server) : then(act, server.guildId, await deps.autonomy.moods(server.guildId), deps);
  };

const nameIn = (act: ComponentInteraction | ModalInteraction): string | undefined => parseCustomId(act.customId).args[0];
const gone = (act: Act, moods: readonly OwnMood[], { texts }: CommandDeps): Reply => inPlace(act, moodsPanel(moods, [texts.autonomy.own.gone], texts));

const pick = managed<ComponentInteraction>((act, _guildId, moods, deps) => {
  const mood = moods.find(({ name }) => name === act.values[0]);
  return mood === undefined ? gone(act, moods, deps) : inPlace(act, ownMoodPanel(mood, [], deps.texts));
});

const edit = managed<ComponentInteraction>((act, _guildId, moods, deps) => {
  const mood = moods.find(({ name }) => name === nameIn(act));
  return mood === undefined ? gone(act, moods, deps) : moodWindow(mood, deps.texts);
});

const remove = managed<ComponentInteraction>(async (act, guildId, moods, deps) => {
  const name = nameIn(act);
  if (name === undefined || !moods.some((mood) => mood.name === name)) return gone(act, moods, deps);
  const left = await deps.autonomy.removeMood(guildId, name, { userId: act.user.id, at: act.createdAt });
  await tellServer(guildId, act.createdAt, deps);
  const isGone = !left.some((mood) => mood.name === name);
  const { own, changedMeanwhile } = deps.texts.autonomy;
  return inPlace(act, moodsPanel(left, [isGone ? own.removed(quote(name)) : changedMeanwhile], deps.texts));
});

const entered = managed<ModalInteraction>(async (act, guildId, moods, deps) => {
  const changed = nameIn(act);
  if (changed !== undefined && !moods.some(({ name }) => name === changed)) return gone(act, moods, deps);
  const mood = readMood(act.fields, changed, moods, deps.texts);
  if (typeof mood === "string") return privately(mood);
  const held = await deps.autonomy.saveMood(guildId, mood, { userId: act.user.id, at: act.createdAt });
  await tellServer(guildId, act.createdAt, deps);
  const { own, changedMeanwhile } = deps.texts.autonomy;
  const saved = held.find(({ name }) => name === mood.name);
  const isMade = saved !== undefined && JSON.stringify(saved) === JSON.stringify(mood);
  return inPlace(act, moodsPanel(held, [isMade ? own.saved(quote(mood.name)) : changedMeanwhile], deps.texts));
});

export const moodActions: Record<string, Handler<ComponentInteraction>> = {
  moods: managed((act, _guildId, moods, deps) => inPlace(act, moodsPanel(moods, [], deps.texts))),
  "moods-pick": pick,
  "moods-add": managed((_act, _guildId, _moods, deps) => moodWindow(undefined, deps.texts)),
  "moods-edit": edit,
  "moods-remove": remove,
};

export const moodModals: Record<string, Handler<ModalInteraction>> = { "moods-add": entered, "moods-edit": entered };
