/**
 * `npm run bench`: what this bot costs beside a bare Worker, measured on this machine, with the bars it has to keep.
 *   --quick     small numbers, half a minute: shows that everything still runs
 *   --json      prints JSON and nothing else
 *   --out FILE  writes the JSON there, too
 *   --strict    fails when a bar is missed
 * `npm run bench -- memory`: is found what was said (memory/index.ts).
 * `npm run bench -- presence --data DIR`: does it find the moment to speak (presence/index.ts); with `--reader` through looks at the stand-in (presence/reader.ts).
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { bundleWorker } from "./bundle.ts";
import { measureAnswer } from "./measure-answer.ts";
import { measureAsk } from "./measure-ask.ts";
import { measureLooks } from "./measure-looks.ts";
import { measurePing } from "./measure-ping.ts";
import { measureStart } from "./measure-start.ts";
import { benchMemory } from "./memory/index.ts";
import { benchPresence } from "./presence/index.ts";
import { benchReader } from "./presence/reader.ts";
import { type Group, holds, type Machine, toJson, toTable } from "./report.ts";
import type { Stage } from "./stage.ts";
import { startStandIns } from "./stand-ins.ts";
import { createTraffic } from "./traffic.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean" },
    json: { type: "boolean" },
    strict: { type: "boolean" },
    out: { type: "string" },
    data: { type: "string" },
    jsonl: { type: "boolean" },
    scale: { type: "boolean" },
    reader: { type: "boolean" },
  },
});
const quick = values.quick ?? false;

const tell = (text: string) => values.json || process.stderr.write(`${text}\n`);

async function run(): Promise<Group[]> {
  tell("Bundling the Worker and the bare one ...");
  const [bare, ours, ownLimiter, counted, looking] = await Promise.all([
    bundleWorker("scripts/bench/bare-worker.ts", "date-only"),
    bundleWorker("src/index.ts", "project"),
    bundleWorker("scripts/bench/workers/own-limiter.ts", "project"),
    bundleWorker("scripts/bench/workers/counted.ts", "project"),
    bundleWorker("scripts/bench/workers/looking.ts", "project"),
  ]);
  const standIns = await startStandIns();
  const stage: Stage = { traffic: await createTraffic(), standIns, bundles: { bare, ours, ownLimiter, counted, looking }, quick };
  const groups: Group[] = [];
  try {
    for (const [name, measure] of [
      ["PING", measurePing],
      ["/ask", measureAsk],
      ["start", measureStart],
      ["one answer", measureAnswer],
      ["looks", measureLooks],
    ] as const) {
      tell(`Measuring: ${name} ...`);
      groups.push(await measure(stage));
    }
  } finally {
    await standIns.close();
  }
  return groups;
}

function machine(): Machine {
  const packages = createRequire(createRequire(import.meta.url).resolve("miniflare"));
  const workerd = JSON.parse(readFileSync(packages.resolve("workerd/package.json"), "utf8")) as { version: string };
  const all = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: all[0]?.model.trim() ?? "unknown CPU",
    cores: all.length,
    node: process.versions.node,
    workerd: workerd.version,
    quick,
  };
}

if (!existsSync("/proc/self/stat")) {
  process.stderr.write("The bench reads CPU time from /proc, so it needs Linux.\n");
  process.exit(1);
}
if (positionals[0] === "memory") await benchMemory(values);
else if (positionals[0] === "presence") await (values.reader ? benchReader(values) : benchPresence(values));
else await benchCosts();

async function benchCosts(): Promise<void> {
  const groups = await run();
  const json = toJson(groups, machine());
  if (values.out !== undefined) writeFileSync(values.out, `${json}\n`);
  process.stdout.write(values.json ? `${json}\n` : `\n${toTable(groups, machine())}\n`);
  const missed = groups.flatMap(({ lines }) => lines).filter((line) => holds(line) === false);
  if (missed.length > 0) tell(`\nMissed: ${missed.map(({ name }) => name).join("; ")}.`);
  if (values.strict && missed.length > 0) process.exitCode = 1;
}
