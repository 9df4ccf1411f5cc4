/** What is said of personas that were imported: their names, and what of their files has no effect here. Used by /persona and by the job for files. */
import type { Admitted } from "./admit.ts";
import { type ModelfileWords, noticeSentence } from "./modelfile/sentences.ts";

/** The part of a catalogue that this file needs (src/locales/en/personas.ts). */
interface Words {
  imported: (names: string) => string;
  notices: (name: string) => string;
}

/** Of one message. */
const LENGTH = 1_900;

export function importedWords(personas: readonly Pick<Admitted, "name" | "notices">[], words: Words, modelfileWords: ModelfileWords): string {
  const bold = (name: string) => `**${plain(name)}**`;
  const lines = personas.flatMap(({ name, notices }) =>
    notices.length === 0 ? [] : [words.notices(plain(name)), ...notices.map((notice) => `- ${noticeSentence(notice, modelfileWords)}`)],
  );
  let said = words.imported(personas.map(({ name }) => bold(name)).join(", "));
  for (const line of lines) if (said.length + line.length < LENGTH) said += `\n${line}`;
  return said;
}

/** Without Markdown of its own. */
const plain = (name: string): string => name.replace(/[`*_~|<>[\]\\]+/g, " ").trim();
