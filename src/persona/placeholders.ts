/**
 * Placeholders in prompts: `{user}` becomes the asker's name and so on. `{{user}}` is how the word itself is written in braces. Nothing else in braces
 * counts, so JSON and code pass as they are. Pure. Used by the prompt commands and by the conversation.
 */

/** `{time}` (and `{user}` in a prompt for many) changes what providers would otherwise have in their prompt cache. */
export const placeholders = ["bot", "user", "server", "channel", "date", "time", "locale"] as const;
export type Placeholder = (typeof placeholders)[number];
export type PlaceholderValues = Readonly<Record<Placeholder, string>>;

/** What the bot is called while it has no persona. */
export const BOT_NAME = "Edgewise";

/** Of a name that people chose. */
const NAME_LENGTH = 80;
/** A word in doubled braces, or a word in braces. `{1,3}`, `{"a": 1}` and `{ x }` are none. */
const pattern = () => /\{\{([\p{L}_][\p{L}\p{N}_-]*)\}\}|\{([\p{L}_][\p{L}\p{N}_-]*)\}/gu;
const isKnown = (word: string): word is Placeholder => (placeholders as readonly string[]).includes(word);

/** Words in braces that mean nothing, each once, in the order in which they stand. */
export function unknownPlaceholders(text: string): string[] {
  const words = [...text.matchAll(pattern())].flatMap(([, , word]) => (word === undefined || isKnown(word) ? [] : [word]));
  return [...new Set(words)];
}

/** In one pass: a value with braces in it stays what it is. Unknown words, which only a deployer's own prompt can have, stay as well. */
export function fillPlaceholders(text: string, values: PlaceholderValues): string {
  return text.replace(pattern(), (whole, literal: string | undefined, word: string | undefined) => {
    if (literal !== undefined) return `{${literal}}`;
    return word !== undefined && isKnown(word) ? values[word] : whole;
  });
}

/** Where and for whom a prompt is filled. Empty names: Discord does not tell. */
export interface Scene {
  /** Of the persona that speaks; left out or empty: there is none. */
  botName?: string;
  userName: string;
  inServer: boolean;
  serverName: string;
  channelName: string;
  /** ms since 1970 */
  now: number;
  /** IANA; null: UTC. */
  timeZone: string | null;
  locale: string;
}

export function placeholderValues(scene: Scene): PlaceholderValues {
  const elsewhere = "a direct conversation";
  return {
    bot: oneLine(scene.botName ?? "") || BOT_NAME,
    user: oneLine(scene.userName) || "somebody",
    server: scene.inServer ? oneLine(scene.serverName) || "this server" : elsewhere,
    channel: oneLine(scene.channelName) || (scene.inServer ? "this channel" : elsewhere),
    date: moment(scene, { dateStyle: "full" }),
    time: moment(scene, { hour: "2-digit", minute: "2-digit", timeZoneName: "short" }),
    locale: oneLine(scene.locale),
  };
}

/** Names come from outside: they must not look like lines of the prompt. */
function oneLine(name: string): string {
  const flat = name.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  return flat.slice(0, NAME_LENGTH).toWellFormed();
}

/** Locale and zone come from outside, too; what Intl does not know gives way to English, then to UTC. */
function moment({ now, locale, timeZone }: Scene, format: Intl.DateTimeFormatOptions): string {
  for (const [language, zone] of [[locale, timeZone ?? "UTC"] as const, ["en", timeZone ?? "UTC"] as const]) {
    try {
      return new Intl.DateTimeFormat(language, { ...format, timeZone: zone }).format(now);
    } catch {
      // RangeError: the next pair.
    }
  }
  return new Intl.DateTimeFormat("en", { ...format, timeZone: "UTC" }).format(now);
}
