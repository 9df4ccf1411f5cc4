/** What the measures share: bundles, traffic, stand-ins, and the sides that are compared in alternating blocks. */
import type { Bundle } from "./bundle.ts";
import type { LoadResult } from "./load.ts";
import type { StandIns } from "./stand-ins.ts";
import type { Block } from "./statistics.ts";
import type { Traffic } from "./traffic.ts";
import { startWorkerd, type Workerd } from "./workerd.ts";

export interface Stage {
  traffic: Traffic;
  standIns: StandIns;
  bundles: {
    bare: Bundle;
    /** src/index.ts, as it is deployed. */
    ours: Bundle;
    /** The same with the rate limiter in memory. */
    ownLimiter: Bundle;
    /** The same with its round trips and requests counted. */
    counted: Bundle;
    /** The same with its objects' time under way counted. */
    looking: Bundle;
  };
  quick: boolean;
}

export const PONG = '{"type":1}';
export const DEFERRED = '{"type":5}';

export type SideName = keyof Stage["bundles"];

export function startSide(stage: Stage, side: SideName, migrate = side !== "bare"): Promise<Workerd> {
  const { traffic, standIns } = stage;
  const vars = {
    DISCORD_APPLICATION_ID: traffic.applicationId,
    DISCORD_PUBLIC_KEY: traffic.publicKeyHex,
    DISCORD_BOT_TOKEN: "bench-bot-token",
    DISCORD_API_BASE: `${standIns.url}/api/v10`,
    DISCORD_CDN_BASE: standIns.url,
    OPENAI_BASE_URL: `${standIns.url}/v1`,
    OPENAI_API_KEY: "sk-bench",
    MODEL: "bench",
    LOG_LEVEL: "error",
    ALLOW_PRIVATE_ENDPOINTS: "true",
    // Held answers wait for their first token until the end of the bench.
    FIRST_TOKEN_TIMEOUT_S: "600",
    // The bare Worker's.
    API_BASE: `${standIns.url}/api`,
  };
  return startWorkerd({ bundle: stage.bundles[side], vars, withObject: side !== "bare", migrate });
}

export interface Side<Name extends string> {
  name: Name;
  workerd: Workerd;
  /** Prepares a block outside of what is measured, and gives what sends it. */
  prepare(): Promise<() => Promise<LoadResult>>;
}

export interface SideResult {
  blocks: Block[];
  latencies: number[];
  /** Of each block. */
  perSecond: number[];
}

/** A B C, C B A, A B C, ...: what the machine does beside this meets all of them alike. */
export async function runInterleaved<Name extends string>(sides: readonly Side<Name>[], rounds: number): Promise<Record<Name, SideResult>> {
  const results = Object.fromEntries(sides.map(({ name }) => [name, { blocks: [], latencies: [], perSecond: [] }])) as unknown as Record<Name, SideResult>;
  for (let round = 0; round < rounds; round++) {
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      const send = await side.prepare();
      const before = side.workerd.cpuMs();
      const { latencies, wallMs } = await send();
      const result = results[side.name];
      result.blocks.push({ cpuMs: side.workerd.cpuMs() - before, requests: latencies.length });
      result.latencies.push(...latencies);
      result.perSecond.push((latencies.length / wallMs) * 1000);
    }
  }
  return results;
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Looks again and again; throws with `what` after `seconds`. */
export async function until(what: string, condition: () => boolean, seconds = 20): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !condition(); await pause(2)) if (Date.now() > end) throw new Error(`waited ${seconds} s in vain for ${what}`);
}
