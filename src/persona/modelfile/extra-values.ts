/** What a persona has beyond Ollama's grammar, and what each of it may be. Discord's rules for names: docs, resources/user, "Usernames and Nicknames". */

/** Most characters of each. */
const EXTRAS = { name: 32, emoji: 16, avatar_url: 2048, style_prefix: 20, mood: 64, image_style: 300 } as const;

export type ExtraKey = keyof typeof EXTRAS;
export type ExtraReason = "empty" | "too-long" | "control" | "forbidden" | "reserved" | "not-one-emoji" | "not-https";
export const extraKeys = Object.keys(EXTRAS) as ExtraKey[];
export const mostOf = (key: ExtraKey): number => EXTRAS[key];

/** Discord refuses them as a name, or as part of one. */
const REFUSED: readonly string[] = ["everyone", "here", "system message"];
const REFUSED_PARTS: readonly string[] = ["discord", "clyde"];

/** Blanks around a style prefix count, around everything else they don't. */
export const trimExtra = (key: ExtraKey, value: string): string => (key === "style_prefix" ? value : value.trim());

/** What is wrong with it; null: nothing. `taken`: names that it must not have, such as those of commands. */
export function extraReason(key: ExtraKey, value: string, taken: readonly string[] = []): ExtraReason | null {
  const text = trimExtra(key, value);
  // Line ends and what turns the direction of a line: nothing of that can stand in a comment or a name.
  if (/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u{202A}-\u{202E}\u{2066}-\u{2069}]/u.test(text)) return "control";
  if (/^[\s\p{Cf}\p{Default_Ignorable_Code_Point}\u{2800}]*$/u.test(text)) return "empty";
  if ([...text].length > EXTRAS[key]) return key === "emoji" ? "not-one-emoji" : "too-long";
  if (key === "name") return nameReason(text, taken);
  if (key === "emoji" && !isOneEmoji(text)) return "not-one-emoji";
  if (key === "avatar_url" && !isHttps(text)) return "not-https";
  return null;
}

function nameReason(name: string, taken: readonly string[]): ExtraReason | null {
  if (/[@#:`]/.test(name)) return "forbidden";
  const lower = name.toLowerCase();
  const refused = REFUSED.includes(lower) || taken.some((other) => other.toLowerCase() === lower) || REFUSED_PARTS.some((part) => lower.includes(part));
  return refused ? "reserved" : null;
}

/** What Unicode recommends, and pictographs without the mark that makes them colourful. */
function isOneEmoji(text: string): boolean {
  return (
    /^\p{RGI_Emoji}$/v.test(text) ||
    /^\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]?(\u200D\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]?)*$/u.test(text)
  );
}

function isHttps(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && url.protocol === "https:" && url.username === "" && url.password === "" && !/\s/.test(text);
}
