/** The replay bench in a folder outside of the repository, as far as it is used here; its README says what the measures mean. Used by index.ts. */

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export interface Log {
  meta: { name: string; tz?: number };
}

/** Means over seeds, or over logs; null: there was nothing to measure. */
export type Measured = Record<string, number | null>;

export interface Scored extends Measured {
  perDay: number;
}

export interface PolicyOptions {
  mood: { name: string; energy: number; sociability: number; impulsiveness: number };
  seed: number;
  tz?: number;
}

type CreatePolicy = (options: PolicyOptions) => object;

export interface ReplayBench {
  logs: Log[];
  moods: Record<string, Omit<PolicyOptions["mood"], "name">>;
  policies: Record<string, CreatePolicy>;
  replay(log: Log, create: CreatePolicy, options: { mood: PolicyOptions["mood"]; seed: number }): { posts: unknown[]; aborted: number };
  score(log: Log, posts: unknown[], aborted: number): Scored;
  avg(all: readonly Measured[]): Measured;
  withTyping(log: Log, seed: number, share: number): Log;
}

export const isReplayBench = (folder: string): boolean => existsSync(join(folder, "replay.mjs")) && existsSync(join(folder, "logs"));

export async function loadReplayBench(folder: string): Promise<ReplayBench> {
  const load = (path: string) => import(pathToFileURL(join(folder, path)).href);
  const [{ replay, score, avg, withTyping }, { loadLog }, { MOODS: moods }] = await Promise.all([load("replay.mjs"), load("measures.mjs"), load("util.mjs")]);
  const logs = files(folder, "logs", ".jsonl").map((name): Log => loadLog(join(folder, "logs", name)));
  const policies: Record<string, CreatePolicy> = {};
  for (const name of files(folder, "policies", ".mjs")) policies[name.replace(".mjs", "")] = (await load(join("policies", name))).create;
  return { logs, moods, policies, replay, score, avg, withTyping };
}

const files = (folder: string, sub: string, end: string): string[] =>
  existsSync(join(folder, sub))
    ? readdirSync(join(folder, sub))
        .filter((name) => name.endsWith(end))
        .sort()
    : [];
