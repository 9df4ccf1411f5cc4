/** Sends prepared requests as fast as the Worker answers, over a number of connections. Used by the measures. */
import { type Connection, openConnection } from "./connection.ts";

export interface LoadResult {
  /** ms of each request. */
  latencies: number[];
  wallMs: number;
}

export interface Loader {
  /** Each answer has to be a 200 with exactly this body; anything else ends the bench, because it would measure something different. */
  send(requests: readonly Buffer[], expected: string): Promise<LoadResult>;
  close(): void;
}

export async function openLoader(url: URL, width: number): Promise<Loader> {
  const connections: Connection[] = await Promise.all(Array.from({ length: width }, () => openConnection(url)));
  return {
    async send(requests, expected) {
      const latencies: number[] = [];
      let next = 0;
      const startedAt = performance.now();
      await Promise.all(
        connections.map(async (connection) => {
          for (let request = requests[next++]; request !== undefined; request = requests[next++]) {
            const sentAt = performance.now();
            const { status, body } = await connection.exchange(request);
            latencies.push(performance.now() - sentAt);
            if (status !== 200 || body !== expected) throw new Error(`expected ${expected}, got ${status}: ${body.slice(0, 300)}`);
          }
        }),
      );
      return { latencies, wallMs: performance.now() - startedAt };
    },
    close: () => connections.forEach((connection) => void connection.close()),
  };
}
