/** Tells people that a picture is being made, and how far it is: by what the server says, else by the clock. Used by paint.ts. */
import type { Clock } from "../../kernel/clock.ts";
import type { OnProgress } from "../../llm/images.ts";
import type { Texts } from "../../locales/index.ts";

/** Each line is an edit of a message. */
const EVERY_MS = 5_000;

export function startTicker({ imagine: say }: Texts, tell: (line: string) => void, clock: Clock, signal: AbortSignal): { report: OnProgress; stop(): void } {
  const done = new AbortController();
  const both = AbortSignal.any([signal, done.signal]);
  const startedAt = clock.now();
  let percent: number | null = null;
  const show = () => tell(say.painting(percent, Math.round((clock.now() - startedAt) / 1_000)));
  const run = async () => {
    while (!both.aborted) {
      show();
      await clock.sleep(EVERY_MS, both);
    }
  };
  void run();
  return {
    report: (share) => {
      percent = Math.round(share * 100);
    },
    stop: () => done.abort(),
  };
}
