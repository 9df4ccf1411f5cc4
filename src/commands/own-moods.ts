/** A server's own moods: the list, one of them, the window in which one is made or changed. Used by buttons of /autonomy mood and of /settings. */
import { MOOD_NAME_LENGTH, MOOD_WORDS_LENGTH, MOST_OWN_MOODS } from "../autonomy/defaults.ts";
import { isMoodName, moodNames } from "../autonomy/moods.ts";
import type { OwnMood } from "../autonomy/watched.ts";
import { button, customId, row, selectRow } from "../discord/components.ts";
import { MESSAGE_LENGTH } from "../discord/limits.ts";
import { clip, quote } from "../discord/quote.ts";
import type { MessageBody, Reply } from "../discord/reply.ts";
import { cleanText } from "../kernel/clean-text.ts";
import type { Texts } from "../locales/index.ts";
import { outOfTen } from "./autonomy-mood.ts";

/** The window's fields. */
const FIELD = { name: "name", numbers: "numbers", words: "words" } as const;
const NUMBERS_LENGTH = 40;

const numbersOf = ({ energy, sociability, impulsiveness, curiosity }: OwnMood): [string, string, string, string] => [
  outOfTen(energy),
  outOfTen(sociability),
  outOfTen(impulsiveness),
  outOfTen(curiosity),
];

export function moodsPanel(moods: readonly OwnMood[], lead: readonly string[], { autonomy: { own: say, button: label }, settings }: Texts): MessageBody {
  const content = [...lead, say.title, ...(moods.length === 0 ? [say.none] : moods.map((mood) => `- ${say.line(quote(mood.name, 40), ...numbersOf(mood))}`))];
  const options = moods.map(({ name, words }) => ({ label: name, value: name, ...(words === "" ? {} : { description: clip(words, 100) }) }));
  const pick = options.length === 0 ? [] : [selectRow({ type: 3, custom_id: customId("moods-pick"), placeholder: say.pick, options })];
  const buttons = [
    ...(moods.length < MOST_OWN_MOODS ? [button(say.add, customId("moods-add"), "primary", "➕")] : []),
    button(label.mood, customId("autonomy-mood"), "secondary", "🎭"),
    button(settings.server.voice, customId("settings-voice")),
  ];
  return { content: clip(content.join("\n"), MESSAGE_LENGTH), components: [...pick, ...row(buttons)] };
}

export function ownMoodPanel(mood: OwnMood, lead: readonly string[], { autonomy: { own: say, mood: words } }: Texts): MessageBody {
  const content = [
    ...lead,
    `### ${quote(mood.name, 40)}`,
    words.numbers(...numbersOf(mood)),
    ...(mood.words === "" ? [] : [words.words(quote(mood.words, MOOD_WORDS_LENGTH))]),
  ];
  const buttons = [
    button(say.edit, customId("moods-edit", mood.name), "secondary", "✏️"),
    button(say.remove, customId("moods-remove", mood.name), "danger"),
    button(say.all, customId("moods")),
  ];
  return { content: content.join("\n"), components: row(buttons) };
}

/** `mood`: the one that is changed, whose name stays. */
export function moodWindow(mood: OwnMood | undefined, { autonomy: { own: say } }: Texts): Reply {
  const short = { style: "short" as const, required: true };
  const fields = [
    ...(mood === undefined ? [{ ...short, id: FIELD.name, label: say.name, maxLength: MOOD_NAME_LENGTH, placeholder: say.namePlaceholder }] : []),
    {
      ...short,
      id: FIELD.numbers,
      label: say.numbers,
      maxLength: NUMBERS_LENGTH,
      placeholder: say.numbersPlaceholder,
      ...(mood === undefined ? {} : { value: numbersOf(mood).join(" ") }),
    },
    {
      id: FIELD.words,
      label: say.words,
      style: "paragraph" as const,
      required: false,
      maxLength: MOOD_WORDS_LENGTH,
      placeholder: say.wordsPlaceholder,
      ...(mood === undefined || mood.words === "" ? {} : { value: mood.words }),
    },
  ];
  return { type: "modal", modal: { customId: mood === undefined ? customId("moods-add") : customId("moods-edit", mood.name), title: say.window, fields } };
}

/** What was typed as a mood, or the sentence that says what is wrong with it. `name`: of the one that is changed. */
export function readMood(fields: Readonly<Record<string, string>>, name: string | undefined, moods: readonly OwnMood[], texts: Texts): OwnMood | string {
  const { own: say, mood } = texts.autonomy;
  const called =
    name ??
    cleanText(fields[FIELD.name] ?? "")
      .replaceAll(/\s+/g, " ")
      .toLowerCase()
      .normalize("NFC");
  // No colon and no markdown: it stands in custom ids and in sentences. Nor anybody's id: it could not be forgotten.
  if (called.length > MOOD_NAME_LENGTH || /\d{5}/.test(called) || !/^[\p{L}\p{N}]([\p{L}\p{M}\p{N} -]*[\p{L}\p{M}\p{N}])?$/u.test(called))
    return say.badName(MOOD_NAME_LENGTH);
  if (isMoodName(called) || moodNames.some((each) => mood.names[each].toLowerCase() === called)) return say.taken(called);
  if (moods.length >= MOST_OWN_MOODS && !moods.some((each) => each.name === called)) return say.full(MOST_OWN_MOODS);
  const typed = fields[FIELD.numbers] ?? "";
  // A comma between numbers parts them; within one it is a decimal comma only where nothing else can be meant.
  const numbers = (typed.match(/\d+(?:\.\d+)?/g) ?? []).map(Number);
  const [energy, sociability, impulsiveness, curiosity] = numbers.map((n) => n / 10);
  const isRight = numbers.length === 4 && numbers.every((n) => n <= 10) && /^[\d\s.,;/]*$/.test(typed);
  if (!isRight || energy === undefined || sociability === undefined || impulsiveness === undefined || curiosity === undefined)
    return say.badNumbers(quote(typed, NUMBERS_LENGTH));
  const words = cleanText(fields[FIELD.words] ?? "")
    .replaceAll(/\s+/g, " ")
    .slice(0, MOOD_WORDS_LENGTH);
  return { name: called, energy, sociability, impulsiveness, curiosity, words };
}
