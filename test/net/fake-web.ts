/** A web of a few addresses, that remembers what it was asked. Used by tests of what reads the web. */
import type { CallDeps } from "../../src/net/call-api.ts";
import { createMovingClock, type MovingClock } from "../llm/moving-clock.ts";

export interface Asked {
  url: URL;
  method: string;
  headers: Headers;
  body: string;
}

type Answer = Response | "refused" | "hangs" | ((asked: Asked) => Response);

export interface FakeWeb extends CallDeps {
  clock: MovingClock;
  asked: Asked[];
  /** From now on; what stands there already is replaced. */
  put(address: string, answer: Answer): void;
}

export const json = (value: unknown, status = 200): Response => Response.json(value, { status });
export const html = (body: string, status = 200): Response => new Response(body, { status, headers: { "content-type": "text/html; charset=utf-8" } });

/** By the beginnings of addresses; the longest that fits answers, and 404 where none does. */
export function createFakeWeb(answers: Record<string, Answer> = {}): FakeWeb {
  const table = new Map(Object.entries(answers));
  const asked: Asked[] = [];
  return {
    clock: createMovingClock(),
    userAgent: "Edgewise/1 (test)",
    asked,
    put: (address, answer) => void table.set(address, answer),
    fetch: async (input, init = {}) => {
      const url = new URL(String(input));
      const record = { url, method: init.method ?? "GET", headers: new Headers(init.headers), body: String(init.body ?? "") };
      asked.push(record);
      init.signal?.throwIfAborted();
      const address = [...table.keys()].filter((key) => url.href.startsWith(key)).toSorted((a, b) => b.length - a.length)[0];
      const answer = address === undefined ? new Response("not found", { status: 404 }) : table.get(address);
      if (answer === "refused" || answer === undefined) throw new TypeError("connection refused");
      if (answer === "hangs") return new Promise((_resolve, reject) => init.signal?.addEventListener("abort", () => reject(init.signal?.reason)));
      return typeof answer === "function" ? answer(record) : answer.clone();
    },
  };
}
