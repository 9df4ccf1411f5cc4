/**
 * `npm run bench -- memory`: is found what was said, through the product's own store and search in workerd's D1.
 *   --data FILE  evidence recall on LoCoMo's locomo10.json: a table, then one JSON line
 *   --jsonl      any other chats: lines of turns and questions from standard input, ranked ids to standard output (measure-jsonl.ts)
 *   --scale      the whole recall at 10,000 and at 1,000,000 stored messages
 */

import { existsSync } from "node:fs";
import { measureData } from "./measure-data.ts";
import { answerLines } from "./measure-jsonl.ts";
import { measureScale } from "./measure-scale.ts";
import { startMemoryWorker } from "./memory-worker.ts";

export interface MemoryOptions {
  data?: string | undefined;
  jsonl?: boolean | undefined;
  scale?: boolean | undefined;
}

const print = (line: string) => process.stdout.write(`${line}\n`);
const tell = (text: string) => process.stderr.write(`${text}\n`);

export async function benchMemory({ data, jsonl, scale }: MemoryOptions): Promise<void> {
  if (data === undefined && !jsonl && !scale) {
    tell("Say what to measure: --data FILE (LoCoMo's locomo10.json), --jsonl (turns and questions on standard input) or --scale.");
    process.exitCode = 2;
    return;
  }
  if (data !== undefined && !existsSync(data)) {
    tell(`There is no file ${data}.`);
    process.exitCode = 2;
    return;
  }
  if (jsonl || data !== undefined) {
    const worker = await startMemoryWorker();
    try {
      if (jsonl) await answerLines(process.stdin, worker, print, tell);
      // Whoever writes may keep it open behind the last line.
      process.stdin.destroy();
      if (data !== undefined) show("memory", await measureData(data, worker, tell));
    } finally {
      await worker.stop();
    }
  }
  if (scale) show("memory-scale", await measureScale(startMemoryWorker, tell));
}

function show(bench: string, { table, json }: { table: string; json: Record<string, number> }): void {
  print(table);
  print(JSON.stringify({ bench, ...json }));
}
