/** What a set-up remembers between runs, in .data/setup.json: answers and what is done. No secrets: those are in .dev.vars. */
import { createHmac } from "node:crypto";
import { join } from "node:path";
import { readText, writeText } from "./files.ts";

export interface Answers {
  plan?: "free" | "paid";
  intent?: "yes" | "no";
  accountId?: string;
  /** Where the Worker answers, without a slash at the end. */
  url?: string;
  databaseId?: string;
  /** Names of the secrets that were uploaded. */
  uploaded?: string[];
}

export interface State {
  readonly answers: Readonly<Answers>;
  remember(answers: Answers): void;
  isDone(step: string, hash: string): boolean;
  done(step: string, hash: string): void;
}

interface Stored {
  version: 1;
  answers: Answers;
  done: Record<string, string>;
}

/** A file that cannot be read counts as none: every step may be repeated. `keep` false: only remembered for this run. */
export function createState(root: string, keep = true): State {
  const file = join(root, ".data", "setup.json");
  const stored = parse(readText(file));
  const write = () => {
    if (keep) writeText(file, `${JSON.stringify(stored, null, 2)}\n`);
  };
  return {
    answers: stored.answers,
    remember(answers) {
      if (Object.entries(answers).every(([name, value]) => JSON.stringify(stored.answers[name as keyof Answers]) === JSON.stringify(value))) return;
      Object.assign(stored.answers, answers);
      write();
    },
    isDone: (step, hash) => stored.done[step] === hash,
    done(step, hash) {
      if (stored.done[step] === hash) return;
      stored.done[step] = hash;
      write();
    },
  };
}

/** Keyed, because a step's inputs may be secret and short enough to be guessed. */
export function hashOf(inputs: unknown, key: string): string {
  return createHmac("sha256", key).update(JSON.stringify(inputs)).digest("hex").slice(0, 32);
}

function parse(text: string): Stored {
  const empty: Stored = { version: 1, answers: {}, done: {} };
  try {
    const found: Partial<Stored> | null = JSON.parse(text);
    return found?.version === 1 ? { version: 1, answers: { ...found.answers }, done: { ...found.done } } : empty;
  } catch {
    return empty;
  }
}
