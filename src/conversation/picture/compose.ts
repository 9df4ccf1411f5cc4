/** The last word about a picture: the files with what they were made of, or why there are none, and the buttons. Used by imagine.ts. */
import type { FinalAnswer } from "../../delivery/deliver.ts";
import { explainFailure, type Failure } from "../../delivery/explain.ts";
import { type ActionRow, button, row } from "../../discord/components.ts";
import { quote } from "../../discord/quote.ts";
import type { ImagineInput, Job } from "../../jobs/types.ts";
import type { Images } from "../../llm/images.ts";
import type { Texts } from "../../locales/index.ts";
import { actionId } from "../../turns/actions.ts";
import { type PictureAction, pictureActionId } from "../../turns/picture-actions.ts";
import { pictureFiles } from "./files.ts";
import type { Painted, PictureEnding } from "./types.ts";

const PROMPT_LENGTH = 300;
const REFINED_LENGTH = 700;
/** How a picture came about that goes back to another one. */
const SIGNS: Partial<Record<ImagineInput["action"], string>> = { reroll: "🎲 ", vary: "🔀 ", upscale: "🔍 " };
/** Trying again changes nothing. */
const FINAL: readonly (Failure | "stopped")[] = [
  "paused",
  "blocked",
  "elsewhere",
  "turn-gone",
  "not-kept",
  "image-off",
  "image-no-reference",
  "image-no-upscale",
];

export function composePicture(
  job: Job,
  { ending, pictures }: Painted,
  { askerId, can, facts }: { askerId: string; can: Images["can"] | null; facts: { retentionDays: number; host: string } },
  texts: Texts,
): FinalAnswer {
  const { imagine: say } = texts;
  const base = {
    heading: texts.delivery.answerFor(quote(job.user.name), quote(ending.input.prompt, 120)),
    showButton: [],
    // Bytes are not kept, so nothing could be shown again.
    lost: say.lost,
  };
  if (ending.kind === "failed") {
    const text = ending.failure === "stopped" ? texts.answer.stopped : explainFailure(ending.failure, ending.detail ?? "", texts);
    return { ...base, text, failed: true, buttons: () => failedButtons(job.id, askerId, ending, texts) };
  }
  const { input, count, leftOut, style, isRefined } = ending;
  const lines = [
    `${SIGNS[input.action] ?? ""}${quote(input.prompt, PROMPT_LENGTH)}`,
    ...(isRefined ? [say.refined(quote(ending.prompt, REFINED_LENGTH))] : []),
    ...(style === "" || isRefined ? [] : [say.inStyle(quote(style, PROMPT_LENGTH))]),
    ...(count < input.count ? [say.fewer(count, input.count)] : []),
    ...(leftOut > 0 ? [say.leftOut(leftOut)] : []),
  ];
  return {
    ...base,
    text: lines.join("\n"),
    ...(ending.firstUse ? { footer: texts.privacy.firstUse(ending.retentionDays ?? facts.retentionDays, facts.host) } : {}),
    files: pictureFiles(pictures, say.fileName, ending.prompt),
    noFiles: say.notShown,
    buttons: () => madeButtons(job, askerId, ending, count - leftOut, can, texts),
  };
}

function failedButtons(turnId: string, askerId: string, ending: PictureEnding & { kind: "failed" }, { imagine: { button: say } }: Texts): ActionRow[] {
  const why = button(say.why, actionId("why", turnId, askerId), "secondary", "❓");
  if (FINAL.includes(ending.failure) || ending.keep === "numbers") return row([why]);
  return row([
    button(say.retry, pictureActionId("imagine-retry", turnId, askerId), "primary", "🔁"),
    button(say.edit, pictureActionId("imagine-edit", turnId, askerId), "secondary", "✏️"),
    why,
  ]);
}

/** Of several pictures each one can be varied and made larger. */
function madeButtons(
  { id, private: isPrivate, bot }: Job,
  askerId: string,
  { keep }: PictureEnding,
  shown: number,
  can: Images["can"] | null,
  { imagine: { button: say } }: Texts,
): ActionRow[] {
  const of = (label: string, action: PictureAction, emoji: string) => button(label, pictureActionId(action, id, askerId), "secondary", emoji);
  const each = (label: string, action: PictureAction, emoji: string) =>
    Array.from({ length: shown }, (_, index) =>
      button(shown === 1 ? label : say.numbered(label, index + 1), pictureActionId(action, id, askerId, index), "secondary", emoji),
    );
  // Discord takes a private one away itself; where the bot is no member it cannot.
  const remove = bot.present && !isPrivate ? [of(say.delete, "imagine-delete", "🗑️")] : [];
  const why = button(say.why, actionId("why", id, askerId), "secondary", "❓");
  // Nothing was kept that could be asked for again.
  if (keep === "numbers") return row([...remove, why]);
  const first = [of(say.reroll, "imagine-reroll", "🎲"), of(say.edit, "imagine-edit", "✏️")];
  const vary = can?.edit === true ? each(say.vary, "imagine-vary", "🔀") : [];
  const upscale = can?.upscale === true ? each(say.upscale, "imagine-upscale", "🔍") : [];
  if (shown > 1) return [...row([...first, ...remove, why]), ...row(vary), ...row(upscale)];
  const all = [...first, ...vary, ...upscale, ...remove, why];
  return [...row(all.slice(0, 5)), ...row(all.slice(5))];
}
