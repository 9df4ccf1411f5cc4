/** How schedules are shown: all of a server, and one with its next runs and its receipts. Used by /schedule and its buttons. */
import { type ActionRow, button, customId, type Embed, row, selectRow } from "../discord/components.ts";
import type { CommandInteraction, ComponentInteraction } from "../discord/interaction.ts";
import { messageLink } from "../discord/messages.ts";
import { clip, quote } from "../discord/quote.ts";
import { privately, type Reply } from "../discord/reply.ts";
import type { ChannelId, GuildId, MessageId } from "../kernel/ids.ts";
import { isTimeZone, localTime } from "../kernel/time-zone.ts";
import { type Texts, word } from "../locales/index.ts";
import { nextRuns } from "../schedule/next-runs.ts";
import { MOST_SCHEDULES, type Schedule, type ScheduleRun } from "../schedule/store.ts";
import { inPlace } from "./in-place.ts";
import type { CommandDeps } from "./types.ts";

/** Lines of a page: each has up to three of Discord's. */
const A_PAGE = 10;
const RECEIPTS = 5;
/** A field holds 1,024 characters. */
const FIELD_LENGTH = 1_024;
const MICRO = 1_000_000;

/** By its id, as completions give it, or by its name as people type it. */
export async function namedSchedule(guildId: GuildId, typed: string, { schedules }: CommandDeps): Promise<Schedule | null> {
  const all = await schedules.list(guildId);
  const name = typed.trim().toLowerCase();
  return all.find(({ id }) => id === typed) ?? all.find((one) => one.name.toLowerCase() === name) ?? null;
}

export async function showSchedules(interaction: CommandInteraction | ComponentInteraction, guildId: GuildId, page: number, deps: CommandDeps): Promise<Reply> {
  const { schedule: say } = deps.texts;
  const all = await deps.schedules.list(guildId);
  if (all.length === 0) return inPlace(interaction, { content: say.empty });
  const last = Math.floor((all.length - 1) / A_PAGE);
  const at = Math.min(page, last);
  const shown = all.slice(at * A_PAGE, (at + 1) * A_PAGE);
  const options = shown.map(({ id, name }) => ({ label: clip(name, 100), value: id }));
  const buttons = [
    ...(at > 0 ? [button(say.list.previous, customId("schedule-list", String(at - 1)))] : []),
    ...(at < last ? [button(say.list.more, customId("schedule-list", String(at + 1)))] : []),
  ];
  return inPlace(interaction, {
    content: say.list.title(all.length, MOST_SCHEDULES),
    embeds: [{ description: shown.map((one) => lineOf(one, deps.texts)).join("\n") }],
    components: [selectRow({ type: 3, custom_id: customId("schedule-pick"), placeholder: say.list.pick, options }), ...row(buttons)],
  });
}

function lineOf(schedule: Schedule, { schedule: say }: Texts): string {
  const { name, channelId, paused, nextAt, problem } = schedule;
  const state = paused ? say.list.paused : nextAt === null ? say.list.never : say.list.next(seconds(nextAt));
  const sentence = word(say.problem, problem);
  return [
    `${say.list.line(quote(name), whenOf(schedule), `<#${channelId}>`)} · ${state}`,
    ...(sentence === undefined ? [] : [`-# ${say.list.problem(clip(sentence, 100))}`]),
  ].join("\n");
}

/** As it was typed; else the fields. */
const whenOf = ({ words, cron }: Schedule): string => (words === "" ? `\`${cron}\`` : quote(words));
const seconds = (ms: number): number => Math.floor(ms / 1000);

export async function showSchedule(interaction: CommandInteraction | ComponentInteraction, guildId: GuildId, id: string, deps: CommandDeps): Promise<Reply> {
  const schedule = await deps.schedules.find(guildId, id);
  return schedule === null ? privately(deps.texts.schedule.noSuch) : scheduleReply(interaction, schedule, "", deps);
}

/** `note`: what has just become of it. */
export async function scheduleReply(
  interaction: CommandInteraction | ComponentInteraction,
  schedule: Schedule,
  note: string,
  deps: CommandDeps,
): Promise<Reply> {
  const { schedule: say } = deps.texts;
  const receipts = await deps.schedules.receipts(schedule.id, RECEIPTS);
  const content = [...(note === "" ? [] : [note]), say.show.title(quote(schedule.name)), ...stateOf(schedule, deps.texts)].join("\n");
  return inPlace(interaction, { content, embeds: [embedOf(schedule, receipts, interaction.locale, deps)], components: buttonsOf(schedule, deps.texts) });
}

function stateOf({ paused, failures, problem }: Schedule, { schedule: say }: Texts): string[] {
  const sentence = word(say.problem, problem);
  if (paused) return [failures > 0 && sentence !== undefined ? say.show.pausedBecause(failures, sentence) : say.show.pausedNow];
  return sentence === undefined ? [] : [say.show.lastProblem(sentence)];
}

function embedOf(schedule: Schedule, receipts: readonly ScheduleRun[], locale: string, { texts: { schedule: say }, clock }: CommandDeps): Embed {
  const { cron, timeZone, words, channelId, output, tools, budgetMicroUsd, paused, prompt, setBy, createdAt } = schedule;
  const zone = isTimeZone(timeZone) ? timeZone : "UTC";
  const runs = paused ? [] : nextRuns(cron, zone, clock.now(), 3).map((at) => say.preview.run(seconds(at), localTime(at, zone, locale)));
  const what = [
    say.output[output],
    ...(output === "image" ? [] : [say.tools[tools ? "on" : "off"]]),
    ...(budgetMicroUsd === null ? [] : [say.budget(String(budgetMicroUsd / 10_000))]),
    setBy === "" ? say.show.byNobody(seconds(createdAt)) : say.show.by(`<@${setBy}>`, seconds(createdAt)),
  ];
  const field = (name: string, value: string) => ({ name, value: clip(value, FIELD_LENGTH) });
  return {
    description: prompt,
    fields: [
      field(say.preview.when, words === "" ? `\`${cron}\`` : `${quote(words, 200)} · \`${cron}\``),
      field(say.preview.zone, `\`${zone}\``),
      field(say.preview.channel, `<#${channelId}>`),
      field(say.preview.what, what.join(" · ")),
      ...(paused ? [] : [field(say.show.next, runs.length === 0 ? say.list.never : runs.join("\n"))]),
      field(say.show.receipts, receipts.length === 0 ? say.show.noReceipts : receipts.map((one) => receiptOf(one, schedule, say)).join("\n")),
    ],
  };
}

function receiptOf(run: ScheduleRun, { guildId, channelId }: Schedule, say: Texts["schedule"]): string {
  const { slot, outcome, problem, messageId, costMicroUsd, skipped } = run;
  const link = messageId === null ? [] : [`[${say.show.link}](${messageLink(guildId as GuildId, channelId as ChannelId, messageId as MessageId)})`];
  return [
    `<t:${seconds(slot)}:f> ${word(say.show.outcome, outcome) ?? outcome}`,
    ...link,
    ...(costMicroUsd > 0 ? [say.show.cost((costMicroUsd / MICRO).toFixed(4))] : []),
    ...(skipped > 0 ? [say.show.skippedBefore(skipped)] : []),
    ...(problem === "" ? [] : [clip(word(say.problem, problem) ?? problem, 90)]),
  ].join(" · ");
}

function buttonsOf({ id, paused }: Schedule, { schedule: { button: say } }: Texts): ActionRow[] {
  return row([
    paused ? button(say.resume, customId("schedule-resume", id), "success", "▶️") : button(say.pause, customId("schedule-pause", id), "secondary", "⏸️"),
    button(say.run, customId("schedule-run", id), "secondary", "⏩"),
    button(say.remove, customId("schedule-remove", id), "danger", "🗑️"),
    listButton(say),
  ]);
}

export const listButton = (say: Texts["schedule"]["button"]) => button(say.list, customId("schedule-list", "0"), "secondary", "📋");
