/** Sends prepared requests as fast as the Worker answers, over a number of connections. Used by the measures. */
import { type Connection, openConnection } from "./connection.ts";

export interface LoadResult {
  /** ms of each request. */
  latencies: number[];
  wallMs: number;
}

/**
 * Opens the connections now and sends when the result is called; then they are closed. Each answer has to be a 200 with exactly this body: anything else
 * ends the bench, because it would measure something different.
 */
export async function prepareLoad(url: URL, width: number, requests: readonly Buffer[], expected: string): Promise<() => Promise<LoadResult>> {
  const connections = await Promise.all(Array.from({ length: Math.min(width, requests.length) }, () => openConnection(url)));
  return async () => {
    const latencies: number[] = [];
    let next = 0;
    const startedAt = performance.now();
    const work = async (connection: Connection) => {
      for (let request = requests[next++]; request !== undefined; request = requests[next++]) {
        const sentAt = performance.now();
        const { status, body } = await connection.exchange(request);
        latencies.push(performance.now() - sentAt);
        if (status !== 200 || body !== expected) throw new Error(`expected ${expected}, got ${status}: ${body.slice(0, 300)}`);
      }
    };
    try {
      await Promise.all(connections.map(work));
      return { latencies, wallMs: performance.now() - startedAt };
    } finally {
      for (const connection of connections) connection.close();
    }
  };
}

/** The same in one go. */
export async function load(url: URL, width: number, requests: readonly Buffer[], expected: string): Promise<LoadResult> {
  return (await prepareLoad(url, width, requests, expected))();
}
