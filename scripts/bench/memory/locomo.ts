/** Reads LoCoMo (snap-research/LoCoMo): conversations, questions of categories 1 to 4, and the turns that answer them. */
import { readFileSync } from "node:fs";
import { createTranscript, type Transcript } from "./transcript.ts";

export interface Conversation {
  name: string;
  transcript: Transcript;
  questions: { text: string; evidence: number[] }[];
}

interface Sample {
  sample_id?: string;
  conversation: Record<string, unknown>;
  qa: { question: string; evidence?: unknown[]; category: number }[];
}

interface GivenTurn {
  speaker: string;
  dia_id: string;
  text: string;
  blip_caption?: string;
}

/** Category 5 asks for what was never said. */
const CATEGORIES = [1, 2, 3, 4];
/** Evidence is "D8:6", and in nine places "D8:6; D9:17", "D:11:26" or "D30:05". */
const TURN_ID = /D:?(\d+):0*(\d+)/g;

/** Questions without evidence in the conversation are left out. Throws where the file is not of that form. */
export function readLocomo(file: string): Conversation[] {
  const samples = JSON.parse(readFileSync(file, "utf8")) as Sample[];
  if (!Array.isArray(samples) || samples.some((sample) => !Array.isArray(sample?.qa))) throw new Error(`${file} is not LoCoMo's locomo10.json`);
  return samples.map(({ sample_id, conversation, qa }, index) => {
    const transcript = createTranscript();
    const numbers = new Map<string, number>();
    for (const session of sessionsOf(conversation)) {
      for (const turn of conversation[session] as GivenTurn[]) {
        numbers.set(turn.dia_id, transcript.turns.length);
        const ts = conversation[`${session}_date_time`];
        transcript.add({ session, ts, speaker: turn.speaker, text: turn.text, caption: turn.blip_caption });
      }
    }
    const questions = qa
      .filter(({ category }) => CATEGORIES.includes(category))
      .map(({ question, evidence = [] }) => ({ text: question, evidence: numbersIn(evidence, numbers) }))
      .filter(({ evidence }) => evidence.length > 0);
    return { name: sample_id ?? `conversation ${index + 1}`, transcript, questions };
  });
}

function sessionsOf(conversation: Record<string, unknown>): string[] {
  const number = (name: string) => Number(name.slice("session_".length));
  return Object.keys(conversation)
    .filter((name) => /^session_\d+$/.test(name) && Array.isArray(conversation[name]))
    .toSorted((a, b) => number(a) - number(b));
}

function numbersIn(evidence: readonly unknown[], numbers: ReadonlyMap<string, number>): number[] {
  const ids = evidence.flatMap((each) => Array.from(String(each).matchAll(TURN_ID), ([, session, turn]) => `D${session}:${turn}`));
  return [...new Set(ids)].flatMap((id) => numbers.get(id) ?? []);
}
