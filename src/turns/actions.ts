/** What can be done with an answer by a button, and the custom ids that carry it: ids only, the asker's among them, so that permission needs no I/O. */

export const answerActions = [
  "stop",
  "regenerate",
  "continue",
  "follow-up",
  "more",
  "why",
  "sources",
  "thread",
  "delete",
  "read-aloud",
  "retry",
  "show",
  "approve",
  "deny",
  "deny-why",
] as const;
export type AnswerAction = (typeof answerActions)[number];

/** A regenerated answer fits into the same message. */
export const IN_PLACE = "1";
/** Anybody may go on from here: it was said in everybody's conversation. */
export const FOR_ALL = "all";

/** Stands in the panel behind More, which its reader alone sees, and is about an answer that everybody does. */
export const IN_PANEL = "more";

/** The answer cites the web. */
export const WITH_SOURCES = "sources";

type Flag = typeof IN_PLACE | typeof FOR_ALL | typeof IN_PANEL | typeof WITH_SOURCES | "";

/** `action:turn:asker`, plus a flag. */
export function actionId(action: AnswerAction, turnId: string, askerId: string, flag: Flag = ""): string {
  return `${action}:${turnId}:${askerId}${flag === "" ? "" : `:${flag}`}`;
}
