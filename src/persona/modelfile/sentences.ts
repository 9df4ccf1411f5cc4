/** Problem or notice -> what people read: where it is, what it is, what to do. The words are handed in from src/locales/. Used by whoever shows them. */
import type { NoticeDetail, Position, ProblemDetail } from "./problems.ts";

type Words<Detail extends { code: string }> = { [Code in Detail["code"]]: (detail: Extract<Detail, { code: Code }>) => string };

/** The part of a catalogue that this file needs (src/locales/en/modelfile.ts). */
export interface ModelfileWords {
  at: (line: number, column: number, sentence: string) => string;
  problem: Words<ProblemDetail>;
  notice: Words<NoticeDetail>;
}

/** Its place stands before it where it has one: an edit's problems have none. */
export function problemSentence(problem: ProblemDetail & Partial<Position>, words: ModelfileWords): string {
  const say: (detail: never) => string = words.problem[problem.code];
  return placed(problem, say(problem as never), words);
}

export function noticeSentence(notice: NoticeDetail & Partial<Position>, words: ModelfileWords): string {
  const say: (detail: never) => string = words.notice[notice.code];
  return placed(notice, say(notice as never), words);
}

function placed({ line, column }: Partial<Position>, sentence: string, words: ModelfileWords): string {
  return line === undefined || column === undefined ? sentence : words.at(line, column, sentence);
}
