/**
 * A schedule before it is saved, as it lies in its preview: in the fields of an embed, which Discord hands back with the press on Save, so that nothing is kept
 * of what nobody saved. Written by the job kind `schedule-add`, read by the button.
 */
import { isTimeZone } from "../kernel/time-zone.ts";
import { cronProblem } from "./cron-pattern.ts";
import { NAME_LENGTH } from "./store.ts";

export interface Draft {
  /** Of the interaction that began it; the schedule's later. */
  id: string;
  channelId: string;
  name: string;
  cron: string;
  /** As it was typed; empty: as the five fields. */
  words: string;
  timeZone: string;
  prompt: string;
  output: "text" | "image";
  tools: boolean;
  budgetMicroUsd: number | null;
}

/** Of an embed, without what is only shown. The first three fields are read back by their place. */
export interface DraftPage {
  name: string;
  prompt: string;
  fields: [when: string, zone: string, channel: string];
  /** Words of a custom id, without ":". */
  args: [id: string, flags: string, budget: string];
}

const A_CENT = 10_000;

export function writeDraft({ id, channelId, name, cron, words, timeZone, prompt, output, tools, budgetMicroUsd }: Draft): DraftPage {
  const flags = `${output === "image" ? "i" : "t"}${tools ? "1" : "0"}`;
  return {
    name,
    prompt,
    fields: [words === "" ? `\`${cron}\`` : `\`${cron}\`\n-# ${words}`, `\`${timeZone}\``, `<#${channelId}>`],
    args: [id, flags, String(budgetMicroUsd === null ? 0 : budgetMicroUsd / A_CENT)],
  };
}

/** Null where it is not (any more) what was written: custom ids can be made up. */
export function readDraft(page: { name: string; prompt: string; fields: readonly string[]; args: readonly string[] }): Draft | null {
  const [when = "", zone = "", channel = ""] = page.fields;
  const [id = "", flags = "", budget = ""] = page.args;
  const [, cron, words = ""] = /^`([^`]+)`(?:\n-# (.*))?$/s.exec(when) ?? [];
  const [, timeZone] = /^`([^`]+)`/.exec(zone) ?? [];
  const [, channelId] = /^<#(\d{1,20})>/.exec(channel) ?? [];
  const [, kind, tools] = /^([ti])([01])$/.exec(flags) ?? [];
  if (cron === undefined || timeZone === undefined || channelId === undefined || kind === undefined) return null;
  if (!/^\d{1,20}$/.test(id) || !/^\d{1,5}$/.test(budget) || page.prompt === "" || page.name === "" || page.name.length > NAME_LENGTH) return null;
  if (cronProblem(cron) !== null || !isTimeZone(timeZone)) return null;
  return {
    ...{ id, channelId, name: page.name, cron, words, timeZone, prompt: page.prompt },
    output: kind === "i" ? "image" : "text",
    tools: tools === "1",
    budgetMicroUsd: budget === "0" ? null : Number(budget) * A_CENT,
  };
}
