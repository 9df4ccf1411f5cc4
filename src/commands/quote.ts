/** Words of others inside our sentences: one line, short, without the markdown that would break the sentence. */

export function quote(text: string, length = 80): string {
  const flat = text.replace(/[\s`*_~|<>[\]\\]+/g, " ").trim();
  return flat.length > length ? `${flat.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, "")}…` : flat;
}
