/** Names of personas: how they are looked up, which nobody may have, and what a file of one is called. Pure. Used by /persona and its import. */
import { BOT_NAME } from "./placeholders.ts";
import { shippedPersonas } from "./shipped/index.ts";

/** The choice of nobody but the bot itself, and the one that takes a choice back. As they are stored, except that the latter is stored empty. */
export const NONE = "none";
export const DEFAULT = "default";

/** As people type them who leave the list alone. */
const WORDS: Readonly<Record<string, typeof NONE | typeof DEFAULT>> = {
  none: NONE,
  nobody: NONE,
  keine: NONE,
  niemand: NONE,
  default: DEFAULT,
  standard: DEFAULT,
};

/** Of a file's name. */
const FILE_NAME_LENGTH = 60;

/** Upper and lower case, full and half width, accents written one way or another, blanks and what cannot be seen: none of that makes another name. */
export function nameKey(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}\u{2800}]/gu, "")
    .replace(/[\s_-]+/g, " ")
    .trim();
}

export function wordNamed(typed: string): typeof NONE | typeof DEFAULT | undefined {
  const key = nameKey(typed);
  return Object.hasOwn(WORDS, key) ? WORDS[key] : undefined;
}

/** The bot's own, and the others' words for it. `commands`: names of commands, in all languages. */
export function isReserved(name: string, commands: readonly string[]): boolean {
  const key = nameKey(name);
  return key === "" || key === nameKey(BOT_NAME) || wordNamed(name) !== undefined || commands.some((command) => nameKey(command) === key);
}

/** It belongs to one that comes with the bot. */
export function isShippedName(name: string): boolean {
  const key = nameKey(name);
  return shippedPersonas().some(({ id, persona }) => nameKey(id) === key || nameKey(persona.name ?? id) === key);
}

/** `old-wick.modelfile`: letters of any script, digits and dashes. */
export function fileNameOf(name: string): string {
  const stem = name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+/, "")
    .slice(0, FILE_NAME_LENGTH)
    .toWellFormed()
    .replace(/-+$/, "");
  return `${stem === "" ? "persona" : stem}.modelfile`;
}

/** What a file without a name of its own is called: `hazel.modelfile` holds Hazel. Empty where its name says nothing. */
export function nameFromFile(fileName: string): string {
  const stem = fileName
    .replace(/\.(modelfile|txt|md|json)(\.(txt|md))?$/i, "")
    .replace(/[_-]+/g, " ")
    .trim();
  return /^(modelfile|persona|personas|message|file|unknown|untitled|unbenannt)?$/i.test(stem) ? "" : stem.slice(0, 32).toWellFormed().trim();
}
