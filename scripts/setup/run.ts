/** Runs a script's steps one after the other and ends with a sentence where one fails. Used by setup, deploy, update, register and doctor. */
import { parseArgs } from "node:util";
import type { Context, Options } from "./context.ts";
import { explainDiscord } from "./discord.ts";
import { ROOT } from "./files.ts";
import { mask } from "./mask.ts";
import { Problem } from "./problem.ts";
import { createSettings } from "./settings.ts";
import { hashOf } from "./state.ts";

export interface Step {
  /** In the state file; never renamed. */
  id: string;
  title: string;
  /** What the outcome depends on: unchanged since it was done means nothing to do. Undefined: look every time. */
  inputs?(context: Context): unknown;
  /** Repeatable. Returns what to tell in a few words; `unchanged` where there was nothing to do. */
  run(context: Context, busy: (detail: string) => void): Promise<string | { unchanged: string }>;
}

/** Throws a Problem; what was done until then stays done and is skipped next time. */
export async function runSteps(steps: readonly Step[], context: Context): Promise<void> {
  for (const step of steps) {
    const shown = context.out.begin(step.title);
    try {
      const inputs = step.inputs?.(context);
      const before = inputs === undefined ? undefined : hash(context, inputs);
      if (before !== undefined && !context.options.force && context.state.isDone(step.id, before)) {
        shown.end("unchanged");
        continue;
      }
      const told = await step.run(context, shown.busy);
      // Asked again: a step may settle its own inputs.
      if (inputs !== undefined) context.state.done(step.id, hash(context, step.inputs?.(context)));
      if (typeof told !== "string") shown.end("unchanged", told.unchanged);
      else if (context.options.dryRun) shown.end("planned");
      else shown.end("done", told);
    } catch (error) {
      shown.end("failed");
      throw explainDiscord(error);
    }
  }
}

const hash = (context: Context, inputs: unknown) => hashOf(inputs, context.settings.get("SECRET_KEY"));

/** For the scripts' last line: prints what went wrong and sets the exit code. */
export async function main(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (reason) {
    const error = explainDiscord(reason);
    const text = error instanceof Problem ? error.message : `This should not have happened: ${error instanceof Error ? (error.stack ?? error.message) : error}`;
    process.stderr.write(`\n${mask(text, createSettings(ROOT, process.env).secrets())}\n`);
    process.exitCode = error instanceof Problem ? error.exitCode : 1;
  }
}

const WAIT_S = 180;

/** The options that the scripts share. `more`: those of one script, by their kind. */
export function readOptions<K extends string>(
  more: Readonly<Record<K, "string" | "boolean">>,
  usage: string,
): { options: Options; extra: Partial<Record<K, string | boolean>> } {
  const own = { yes: { type: "boolean" }, "dry-run": { type: "boolean" }, force: { type: "boolean" }, wait: { type: "string" } } as const;
  const extraOptions = Object.fromEntries(Object.entries<"string" | "boolean">(more).map(([name, type]) => [name, { type }]));
  let values: Record<string, string | boolean | (string | boolean)[] | undefined>;
  try {
    values = parseArgs({ options: { ...own, ...extraOptions, help: { type: "boolean" } } }).values;
  } catch (error) {
    throw new Problem(`${error instanceof Error ? error.message.split(". ")[0] : error}. ${usage}`);
  }
  if (values.help) throw new Problem(usage, { exitCode: 0 });
  const seconds = Number(values.wait ?? WAIT_S);
  if (!Number.isFinite(seconds) || seconds < 0) throw new Problem(`--wait is a number of seconds. ${usage}`);
  const extra: Partial<Record<K, string | boolean>> = {};
  for (const name of Object.keys(more) as K[]) {
    const value = values[name];
    if (typeof value === "string" || typeof value === "boolean") extra[name] = value;
  }
  return { options: { yes: values.yes === true, dryRun: values["dry-run"] === true, force: values.force === true, waitMs: seconds * 1000 }, extra };
}
