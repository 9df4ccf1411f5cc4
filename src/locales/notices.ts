/** Notices as codes: stored with a turn in no language, shown in the reader's. Written by the conversation, read by delivery and `/why`. */
import type { Texts } from "./en.ts";

type Notices = Texts["notice"];
type Arguments<K extends keyof Notices> = Notices[K] extends (...args: infer A) => string ? A : [];

/** `contentBlank:3`; arguments are escaped, because model names contain colons. */
export function noticeCode<K extends keyof Notices>(name: K, ...args: Arguments<K>): string {
  return [name, ...args.map((arg) => encodeURIComponent(String(arg)))].join(":");
}

/** The sentence of a code; what is no code is a sentence already. */
export function noticeText(texts: Texts, code: string): string {
  const [name = "", ...rest] = code.split(":");
  if (!isNotice(texts, name)) return code;
  const text = texts.notice[name];
  if (typeof text === "string") return text;
  const [first = "", second = ""] = rest.map(decode);
  if (name === "contentBlank" || name === "historyShortened") return texts.notice[name](Number(first));
  if (name === "serverTruncates") return texts.notice[name](first, Number(second));
  return (text as (argument: string) => string)(first);
}

function isNotice(texts: Texts, name: string): name is keyof Notices {
  return Object.hasOwn(texts.notice, name);
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
