/** The mood in a channel: what it is and why, and choosing another one or letting it change by itself. Used by /autonomy mood and its buttons. */
import { isMoodName, moodNames } from "../autonomy/moods.ts";
import type { Rotation } from "../autonomy/watched.ts";
import { button, customId, row, selectRow } from "../discord/components.ts";
import { CHOICE_LENGTH } from "../discord/limits.ts";
import { clip, quote } from "../discord/quote.ts";
import { type MessageBody, privately, type Reply } from "../discord/reply.ts";
import type { Texts } from "../locales/index.ts";
import { type Act, changeAndShow } from "./autonomy-change.ts";
import type { Here } from "./autonomy-place.ts";
import { askObject, holdsHere, moodName, type Told } from "./autonomy-view.ts";
import type { CommandDeps } from "./types.ts";

const WORDS_LENGTH = 300;

/** Of ten, as people write it. */
export const outOfTen = (n: number): string => String(Math.round(n * 10));

export async function moodView(here: Here, lead: readonly string[], deps: CommandDeps): Promise<MessageBody> {
  const told = here.channel.rotation === "sentiment" ? await askObject(here.place.channelId, deps) : null;
  return showMood(here, told, lead, deps);
}

function showMood(here: Here, told: Told, lead: readonly string[], { texts, clock }: CommandDeps): MessageBody {
  const { mood: say, status, own, button: label } = texts.autonomy;
  const { channel, moods, place } = here;
  const { settings, moodFrom, moodWords } = holdsHere(here, told, clock.now());
  const { name, energy, sociability, impulsiveness, curiosity } = settings.mood;
  const content = [
    ...lead,
    say.title(`<#${place.channelId}>`),
    say.now(moodName(name, texts), status.from[moodFrom]),
    say.numbers(outOfTen(energy), outOfTen(sociability), outOfTen(impulsiveness), outOfTen(curiosity)),
    ...(moodWords === "" ? [] : [say.words(quote(moodWords, WORDS_LENGTH))]),
  ].join("\n");
  const byHand = moodFrom === "hand" ? channel.mood : null;
  const options = [...moodNames, ...moods.map((mood) => mood.name)].map((each) => ({
    label: clip(moodName(each, texts), CHOICE_LENGTH),
    value: each,
    default: each === byHand,
  }));
  const way = (rotation: Rotation, text: string) => {
    const holds = byHand === null && channel.rotation === rotation;
    return button(text, customId("autonomy-rotation", rotation), holds ? "primary" : "secondary");
  };
  const buttons = [
    way("off", say.usual),
    way("time", say.byTime),
    way("sentiment", say.bySentiment),
    button(own.open, customId("moods"), "secondary", "🎨"),
    button(label.status, customId("autonomy"), "secondary", "📊"),
  ];
  return { content, components: [selectRow({ type: 3, custom_id: customId("autonomy-mood-pick"), placeholder: say.pick, options }), ...row(buttons)] };
}

/** The name by which a mood is kept, from what was typed in any language; undefined where there is none such. */
function findMood(typed: string, { moods }: Pick<Here, "moods">, { autonomy }: Texts): string | undefined {
  const wanted = typed.trim().toLowerCase();
  const shipped = moodNames.find((name) => name === wanted || autonomy.mood.names[name].toLowerCase() === wanted);
  return shipped ?? moods.find(({ name }) => name.toLowerCase() === wanted)?.name;
}

/** By hand, so that it does not change by itself any more. */
export async function chooseMood(act: Act, here: Here, typed: string, deps: CommandDeps): Promise<Reply> {
  const name = findMood(typed, here, deps.texts);
  if (name === undefined) return privately(deps.texts.autonomy.mood.unknown(quote(typed, 40)));
  return changeAndShow(act, here, { mood: name, rotation: "off" }, deps, (now, lead) => moodView(now, lead, deps));
}

/** A mood by hand would hold on to it. */
export const chooseRotation = (act: Act, here: Here, rotation: Rotation, deps: CommandDeps): Promise<Reply> =>
  changeAndShow(act, here, { mood: null, rotation }, deps, (now, lead) => moodView(now, lead, deps));

/** What contains the typed letters, the shipped ones first. */
export function fittingMoods(typed: string, moods: Here["moods"], texts: Texts): { name: string; value: string }[] {
  const all = [...moodNames, ...moods.map(({ name }) => name)].map((value) => ({ name: isMoodName(value) ? texts.autonomy.mood.names[value] : value, value }));
  const wanted = typed.trim().toLowerCase();
  return all.filter(({ name, value }) => name.toLowerCase().includes(wanted) || value.toLowerCase().includes(wanted));
}
