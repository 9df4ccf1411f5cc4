/** "@Mira" and "#random" in what one types: offered while typing, ids when it is sent. Pure; used by `composer.ts`. */
import type { Choice } from "../wire.ts";

/** The beginning of a mention right before the cursor. */
export function mentionAt(text: string, cursor: number): { mark: "@" | "#"; typed: string; from: number } | undefined {
  const match = /(?:^|\s)([@#])([\p{L}\p{N}_-]{0,32})$/u.exec(text.slice(0, cursor));
  if (!match || (match[1] !== "@" && match[1] !== "#")) return undefined;
  return { mark: match[1], typed: match[2] ?? "", from: cursor - (match[2] ?? "").length - 1 };
}

export const escaped = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

/** Longer names first, so that "@Mira B" is not taken for "@Mira". */
export function withIds(text: string, people: readonly Choice[], channels: readonly Choice[]): string {
  const replace = (content: string, mark: string, choices: readonly Choice[], write: (id: string) => string) =>
    choices
      .toSorted((a, b) => b.name.length - a.name.length)
      .reduce((result, { name, value }) => {
        const pattern = new RegExp(`(^|[\\s(])${mark}${escaped(name)}(?![\\p{L}\\p{N}])`, "giu");
        return result.replaceAll(pattern, (_, before: string) => before + write(String(value)));
      }, content);
  return replace(
    replace(text, "@", people, (id) => `<@${id}>`),
    "#",
    channels,
    (id) => `<#${id}>`,
  );
}
