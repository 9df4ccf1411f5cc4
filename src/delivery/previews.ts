/**
 * Addresses that a model writes, without a preview: for one Discord fetches the address by itself, with all that a page or a message may have talked the
 * model into writing into it, before anybody has clicked. Used by answer.ts, for drafts as well.
 */
import { endOfAddress } from "../kernel/address-end.ts";
import { segments } from "./citations.ts";

/** Not where they stand between angle brackets already, which is how one asks Discord for no preview. Source: Discord's Markdown help page. */
const ADDRESS = /(?<!<)\bhttps?:\/\/[^\s<>]+/gi;
/** Discord's own have none. */
const OWN = /^https:\/\/(?:ptb\.|canary\.)?discord\.com\/(?:channels|events)\/[\d/@me]+$/i;

/** `done`: nothing more comes. Code stays as it is: there Discord makes no links. */
export function withoutPreviews(text: string, done: boolean): string {
  const shown = segments(text, done).map(({ kind, text: part }) => (kind === "code" ? part : part.replaceAll(ADDRESS, closed)));
  return done ? shown.join("") : shown.join("").trimEnd();
}

function closed(written: string): string {
  const address = endOfAddress(written);
  return OWN.test(address) ? written : `<${address}>${written.slice(address.length)}`;
}
