/**
 * Recall for chats that come in by standard input: `conversation`, `turn` and `question` lines, one JSON each, then `end`. Questions are answered when
 * all is read, whatever order it came in; a line for each: {"qid": .., "ranked": [ids of turns, best first]}.
 */
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { MemoryWorker } from "./memory-worker.ts";
import { createTranscript, nameOf, type Transcript } from "./transcript.ts";

interface Room {
  transcript: Transcript;
  speakers: string[];
  /** As they were given, by turn. */
  ids: unknown[];
  questions: { qid: unknown; text: string; limit: number }[];
}

const LIMIT = 200;

export async function answerLines(input: Readable, worker: MemoryWorker, print: (line: string) => void, warn: (text: string) => void): Promise<void> {
  const rooms = await readRooms(input, warn);
  // All of them first, those that nobody asks about too: memory holds more than what is asked for.
  for (const [number, { transcript }] of rooms.entries()) await worker.tell(String(number), transcript.turns);
  for (const [number, { transcript, speakers, ids, questions }] of rooms.entries()) {
    const scope = String(number);
    const names = [...new Set([...speakers, ...transcript.speakers()])].filter((name) => name !== "");
    const at = transcript.turns.at(-1)?.at ?? null;
    const answers = await worker.ask({ scope, questions: questions.map(({ text, limit }) => ({ text, names, at, limit })) });
    for (const [index, { qid, limit }] of questions.entries()) {
      const ranked = (answers[index]?.ranked ?? []).map((turn) => ids[turn]).filter((id) => id !== undefined);
      print(JSON.stringify({ qid, ranked: [...new Set(ranked)].slice(0, limit) }));
    }
  }
}

/** In the order in which they are named. What is not understood is told and left out. */
async function readRooms(input: Readable, warn: (text: string) => void): Promise<Room[]> {
  const rooms = new Map<string, Room>();
  const roomOf = (line: Record<string, unknown>): Room => {
    const key = JSON.stringify(line["conv"] ?? null);
    const room = rooms.get(key) ?? { transcript: createTranscript(), speakers: [], ids: [], questions: [] };
    rooms.set(key, room);
    return room;
  };
  let number = 0;
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (text.trim() === "") continue;
    const line = readLine(text);
    if (line === null) {
      warn(`line ${number} is not a JSON object and was left out`);
      continue;
    }
    if (line["type"] === "end") break;
    if (line["type"] === "conversation") roomOf(line).speakers.push(...(Array.isArray(line["speakers"]) ? line["speakers"].map(nameOf) : []));
    if (line["type"] === "turn") {
      const room = roomOf(line);
      const { session, ts, speaker, text: words, caption } = line;
      room.transcript.add({ session, ts, speaker, text: words, caption });
      room.ids.push(line["id"]);
    }
    if (line["type"] === "question") {
      const { qid, question, k } = line;
      const limit = typeof k === "number" && k >= 0 ? Math.floor(k) : LIMIT;
      roomOf(line).questions.push({ qid, text: typeof question === "string" ? question : "", limit });
    }
  }
  return [...rooms.values()];
}

function readLine(text: string): Record<string, unknown> | null {
  try {
    const line: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    return typeof line === "object" && line !== null && !Array.isArray(line) ? (line as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
