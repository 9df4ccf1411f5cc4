/** One answer from inside: own time before the model and after its last token, D1 round trips, outgoing requests. */
import { round } from "./compare.ts";
import { load } from "./load.ts";
import type { Group, Line } from "./report.ts";
import { DEFERRED, pause, type Stage, startSide, until } from "./stage.ts";
import { type Story, streamPrompt, toolPrompt } from "./stand-ins.ts";
import { median, quantile } from "./statistics.ts";
import type { Workerd } from "./workerd.ts";

const BATCHES_BAR = 5;
const TRIPS_BEFORE_BAR = 2;
const TRIPS_AFTER_BAR = 1;
const ROUND_BAR_MS = 10;
const REQUESTS_BAR = 45;
const TOOL_CALLS = 5;
/** Answers until the code is as fast as it gets. */
const WARM_UP = 40;
const PAUSE_MS = 30;
const IN_ROW = 50;
/** One person at a time in one channel; different people, so that no history grows. */
const CHANNEL = [200];

export async function measureAnswer(stage: Stage): Promise<Group> {
  const count = stage.quick ? 12 : 60;
  const long = stage.quick ? { words: 30, everyMs: 100 } : { words: 400, everyMs: 100 };
  const workerd = await startSide(stage, "counted");
  try {
    await askAll(stage, workerd, stage.quick ? WARM_UP / 2 : WARM_UP, true);
    const reading = await askAll(stage, workerd, count, true);
    const without = await askAll(stage, workerd, count, false);
    const all = [...reading, ...without];
    const batch = median(all.map((asked) => asked.batchMs)) - median(all.map((asked) => asked.emptyMs));
    const inRow =
      (median([await timeBatches(workerd, IN_ROW), await timeBatches(workerd, IN_ROW), await timeBatches(workerd, IN_ROW)]) -
        median(all.map((asked) => asked.emptyMs))) /
      IN_ROW;
    const short = await traceAnswer(stage, workerd, streamPrompt(20, 5));
    const longest = await traceAnswer(stage, workerd, streamPrompt(long.words, long.everyMs));
    const withTools = await askTools(stage, workerd, count);
    const called = await traceAnswer(stage, workerd, toolPrompt(TOOL_CALLS));
    const seconds = (long.words * long.everyMs) / 1000;
    return {
      title: "One answer",
      about:
        "One at a time in a warm object; Discord and the model answer at once, so that what is left is our own time. From the acknowledgement's arrival at Discord to the model request's arrival, and from the model's last " +
        "word to the arrival of the last edit. D1's batch is the one each answer begins with, repeated through the same binding, by turns with the answers. Round trips and requests are counted at the Worker's own bindings.",
      lines: [
        {
          id: "d1-batch",
          name: "one D1 batch, the first of an answer",
          value: round(batch),
          unit: "ms",
          measured: `${batch.toFixed(2)} ms  (${inRow.toFixed(2)} ms each where ${IN_ROW} follow each other at once)`,
          details: { inRowMs: round(inRow) },
        },
        untilModel("ack-to-model", "acknowledgement to model request, channel read", reading, batch),
        untilModel("ack-to-model-no-channel", "acknowledgement to model request, channel not read", without, batch),
        times(
          "last-token-to-edit",
          "last token to final edit",
          reading.map(({ story }) => story.finalEditAt - story.lastTokenAt),
        ),
        ...trips(short, "short answer"),
        requests(short, "outgoing-short", "outgoing requests, answer of 0.1 s"),
        {
          ...times("tool-round", "own time per tool round, from the call's arrival to the model's next request", withTools),
          bar: ROUND_BAR_MS,
        },
        { ...requests(called, "outgoing-tools", `outgoing requests, answer with ${TOOL_CALLS} tool calls`), bar: REQUESTS_BAR },
        requests(longest, "outgoing-long", `outgoing requests, answer of ${seconds} s`),
      ],
    };
  } finally {
    await workerd.stop();
  }
}

interface Asked {
  acknowledgedAt: number;
  story: Story;
}

interface Sample extends Asked {
  /** A request that repeats one batch, and one that repeats none. */
  batchMs: number;
  emptyMs: number;
}

/** A lone batch between lone answers: repeated without a pause it would be faster than it is for anybody. */
async function askAll(stage: Stage, workerd: Workerd, count: number, readChannel: boolean): Promise<Sample[]> {
  const results: Sample[] = [];
  for (let index = 0; index < count; index++) {
    const asked = await askOnce(stage, workerd, streamPrompt(10, 3), readChannel);
    const batchMs = await timeBatches(workerd, 1);
    await pause(PAUSE_MS);
    results.push({ ...asked, batchMs, emptyMs: await timeBatches(workerd, 0) });
    await pause(PAUSE_MS);
  }
  return results;
}

async function askOnce(stage: Stage, workerd: Workerd, prompt: string, readChannel: boolean): Promise<Asked> {
  const requests = await stage.traffic.sign(workerd.url, stage.traffic.questions(1, CHANNEL, prompt, readChannel));
  const story = stage.standIns.follow();
  await load(workerd.url, 1, requests, DEFERRED);
  const acknowledgedAt = performance.now();
  await until("the answer's last edit", () => !Number.isNaN(story.finalEditAt), 120);
  // The record is written behind the last edit; what comes next shall not meet it.
  await pause(PAUSE_MS);
  return { acknowledgedAt, story };
}

async function askTools(stage: Stage, workerd: Workerd, answers: number): Promise<number[]> {
  const gaps: number[] = [];
  for (let index = 0; index < answers; index++) gaps.push(...(await askOnce(stage, workerd, toolPrompt(TOOL_CALLS), false)).story.roundGaps);
  return gaps;
}

/** What the Worker did for one answer, in order. */
async function traceAnswer(stage: Stage, workerd: Workerd, prompt: string): Promise<string[]> {
  const read = async () => (await (await fetch(new URL("/bench/trace", workerd.url))).json()) as string[];
  await read();
  await askOnce(stage, workerd, prompt, true);
  await pause(500);
  return read();
}

/** ms of one request that repeats the batch so often, one after the other. */
async function timeBatches(workerd: Workerd, times: number): Promise<number> {
  const startedAt = performance.now();
  const response = await fetch(new URL(`/bench/d1?times=${times}`, workerd.url));
  if (!response.ok) throw new Error(await response.text());
  await response.text();
  return performance.now() - startedAt;
}

function times(id: string, name: string, samples: readonly number[]): Line {
  const [p50, p99] = [median(samples), quantile(samples, 0.99)];
  return {
    id,
    name,
    value: round(p50),
    unit: "ms",
    measured: `p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`,
    details: { p50: round(p50), p99: round(p99), answers: samples.length },
  };
}

function untilModel(id: string, name: string, asked: readonly Asked[], batch: number): Line {
  const line = times(
    id,
    name,
    asked.map(({ acknowledgedAt, story }) => story.modelAskedAt - acknowledgedAt),
  );
  const batches = line.value / batch;
  return { ...line, value: round(batches, 2), unit: "x one D1 batch", bar: BATCHES_BAR, measured: `${batches.toFixed(2)} x one D1 batch  (${line.measured})` };
}

function trips(trace: readonly string[], what: string): Line[] {
  const asked = trace.findIndex((step) => step.endsWith("/chat/completions"));
  const count = (steps: readonly string[]) => steps.filter((step) => step.startsWith("d1 ")).length;
  const [before, after] = [count(trace.slice(0, asked)), count(trace.slice(asked))];
  return [
    { id: "d1-before", name: `D1 round trips before the model, ${what}`, value: before, unit: "trips", bar: TRIPS_BEFORE_BAR, measured: `${before}` },
    { id: "d1-after", name: `D1 round trips after the model, ${what}`, value: after, unit: "trips", bar: TRIPS_AFTER_BAR, measured: `${after}` },
  ];
}

function requests(trace: readonly string[], id: string, name: string): Line {
  const count = (pattern: RegExp) => trace.filter((step) => pattern.test(step)).length;
  const details = { model: count(/^POST .*\/chat\/completions$/), channel: count(/^GET .*\/messages$/), edits: count(/^PATCH /) };
  const all = count(/^[A-Z]+ \//);
  return { id, name, value: all, unit: "requests", measured: `${all}  (model ${details.model}, channel ${details.channel}, edits ${details.edits})`, details };
}
