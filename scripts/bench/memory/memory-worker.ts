/** A workerd with the product's store and search in it. Used by all measures of recall. */
import { bundleWorker } from "../bundle.ts";
import { startWorkerd } from "../workerd.ts";
import type { Answer, Ask, Tell, Turn } from "./wire.ts";

/** Turns and questions a request. */
const TURNS = 2_000;
const QUESTIONS = 50;

export interface MemoryWorker {
  /** Stores a conversation, in its order. */
  tell(scope: string, turns: readonly Turn[]): Promise<void>;
  /** In the questions' order. */
  ask(ask: Ask): Promise<Answer[]>;
  copy(from: string, to: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startMemoryWorker(): Promise<MemoryWorker> {
  const bundle = await bundleWorker("scripts/bench/workers/memory.ts", "date-only");
  const workerd = await startWorkerd({ bundle, vars: {}, withObject: false, migrate: true });
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const response = await fetch(new URL(path, workerd.url), { method: "POST", body: JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`the bench's Worker answered ${response.status}: ${text.slice(0, 500)}`);
    return JSON.parse(text);
  };
  return {
    async tell(scope, turns) {
      for (const page of pages(turns, TURNS)) await post("/tell", { scope, turns: page } satisfies Tell);
    },
    async ask({ questions, ...rest }) {
      const answers: Answer[] = [];
      for (const page of pages(questions, QUESTIONS)) answers.push(...((await post("/ask", { ...rest, questions: page } satisfies Ask)) as Answer[]));
      return answers;
    },
    async copy(from, to) {
      await post("/copy", { from, to });
    },
    stop: () => workerd.stop(),
  };
}

function pages<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, page) => items.slice(page * size, (page + 1) * size));
}
