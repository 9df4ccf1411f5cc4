/** `/ask`: what the durable acknowledgement costs, beside the bare Worker's deferred answer; and, for information, a whole answer. */
import { compareCpu, compareLatency, compareRate, round } from "./compare.ts";
import { load, prepareLoad } from "./load.ts";
import type { Group, Line } from "./report.ts";
import { DEFERRED, pause, runInterleaved, type Side, type Stage, startSide, until } from "./stage.ts";
import { HOLD, streamPrompt } from "./stand-ins.ts";
import type { Workerd } from "./workerd.ts";

const BAR = 3;
const WIDTH = 8;
/** Busy channels; the runner answers 8 conversations of a channel at a time, and 4 of them may wait for the model's headers. */
const CHANNELS = [0, 1, 2, 3, 4, 5, 6, 7];
const RUNNING = 8;
const WAITING_FOR_MODEL = 4;
/** Channels that are not held, for whole answers. */
const FREE_CHANNELS = [100, 101, 102, 103];
const WORDS = 20;

type Name = "ours" | "simulated" | "bare";

export async function measureAsk(stage: Stage): Promise<Group> {
  const size = stage.quick ? { warm: 600, rounds: 3, many: 400, answers: 32 } : { warm: 3_000, rounds: 12, many: 800, answers: 320 };
  const sides = { ours: await startSide(stage, "ownLimiter"), simulated: await startSide(stage, "ours"), bare: await startSide(stage, "bare") };
  try {
    await hold(stage, [sides.ours, sides.simulated]);
    const side = (name: Name, width: number, count: number): Side<Name> => ({
      name,
      workerd: sides[name],
      prepare: async () => {
        const { url } = sides[name];
        const send = await prepareLoad(url, width, await stage.traffic.sign(url, stage.traffic.questions(count, CHANNELS, streamPrompt(WORDS, 0))), DEFERRED);
        const edits = stage.standIns.edits();
        return async () => {
          const result = await send();
          // The bare Worker's follow-up calls belong to what it does.
          if (name === "bare") await until("the bare Worker's follow-up calls", () => stage.standIns.edits() >= edits + count);
          await pause(50);
          return result;
        };
      },
    });
    const all = (width: number, count: number) => [side("ours", width, count), side("bare", width, count), side("simulated", width, count)];
    await runInterleaved(all(WIDTH, size.warm), 1);
    const many = await runInterleaved(all(WIDTH, size.many), size.rounds);
    const one = await runInterleaved(all(1, Math.ceil(size.many / 4)), size.rounds);
    const whole = await measureWholeAnswers(stage, sides.ours, size.answers);
    const pair = { ours: many.ours, bare: many.bare };
    return {
      title: "/ask, acknowledged",
      about:
        `Only the way to the acknowledgement, the durable commit in the channel's warm object included: in each of ${CHANNELS.length} channels ${RUNNING} answers are under way whose model never says a word, so that what ` +
        "comes behind them is committed and waits. The bare Worker commits nothing and makes its follow-up call to a local server. The rate limiter counts in memory here, as it is no I/O on Cloudflare; " +
        "its local simulation, a Durable Object that writes to SQLite with each call, is on a line of its own.",
      lines: [
        compareCpu({ id: "ask-cpu", name: `CPU per acknowledgement, ${WIDTH} at a time`, ...pair }, BAR),
        compareCpu({ id: "ask-cpu-single", name: "CPU per acknowledgement, one at a time", ours: one.ours, bare: one.bare }, BAR),
        compareCpu({ id: "ask-cpu-simulated-limiter", name: "the same, 8 at a time, with the simulated rate limiter", ours: many.simulated, bare: many.bare }),
        compareRate({ id: "ask-rate", name: `acknowledgements a second, ${WIDTH} at a time`, ...pair }),
        compareLatency({ id: "ask-latency", name: `time, ${WIDTH} at a time`, ...pair }),
        compareLatency({ id: "ask-latency-single", name: "time, one at a time", ours: one.ours, bare: one.bare }),
        whole,
      ],
    };
  } finally {
    await Promise.all(Object.values(sides).map((workerd) => workerd.stop()));
  }
}

/** Fills each channel with answers whose model does not answer. */
async function hold(stage: Stage, sides: readonly Workerd[]): Promise<void> {
  const edits = stage.standIns.edits();
  for (const { url } of sides)
    await load(url, WIDTH, await stage.traffic.sign(url, stage.traffic.questions(CHANNELS.length * RUNNING, CHANNELS, HOLD)), DEFERRED);
  await until("the held answers to reach the model", () => stage.standIns.held() >= sides.length * CHANNELS.length * WAITING_FOR_MODEL);
  // After 3 s of silence each says that somebody is at work; that must not fall into the measurement.
  await until("the held answers to say that they are thinking", () => stage.standIns.edits() >= edits + sides.length * CHANNELS.length * RUNNING);
}

async function measureWholeAnswers(stage: Stage, workerd: Workerd, count: number): Promise<Line> {
  const answer = async (wanted: number) => {
    const requests = await stage.traffic.sign(workerd.url, stage.traffic.questions(wanted, FREE_CHANNELS, streamPrompt(WORDS, 0)));
    const [before, ended] = [workerd.cpuMs(), stage.standIns.finalEdits() + wanted];
    // In small groups: what a channel has to do with a long queue is not the subject.
    for (let start = 0; start < wanted; start += WIDTH) {
      const end = stage.standIns.finalEdits() + Math.min(WIDTH, wanted - start);
      await load(workerd.url, WIDTH, requests.slice(start, start + WIDTH), DEFERRED);
      await until("answers to end", () => stage.standIns.finalEdits() >= end);
    }
    await until("all answers to end", () => stage.standIns.finalEdits() >= ended);
    // The last batch to D1 comes after the last edit.
    await pause(300);
    return workerd.cpuMs() - before;
  };
  await answer(Math.ceil(count / 4));
  const each = (await answer(count)) / count;
  const measured = `${each.toFixed(2)} ms  (${count} answers of ${WORDS} words: commit, D1's local simulation, reading the channel, model, edits)`;
  return { id: "answer-cpu", name: "CPU of a whole answer, for information", value: round(each), unit: "ms", measured, details: { answers: count } };
}
