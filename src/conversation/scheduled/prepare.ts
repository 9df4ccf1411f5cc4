/** A schedule before it is saved: its words read, its zone and its channel found, who may write there, and the next runs, as a preview with Save. Told by the job kind `schedule-add`. */

import type { FinalAnswer } from "../../delivery/deliver.ts";
import { isThread } from "../../discord/access.ts";
import { SPOKEN_IN, standingIn } from "../../discord/channel-access.ts";
import { button, customId, type Embed, row } from "../../discord/components.ts";
import { allows, permission } from "../../discord/permissions.ts";
import { quote } from "../../discord/quote.ts";
import type { Job, JobRun, ScheduleAddInput } from "../../jobs/types.ts";
import { describeError } from "../../kernel/errors.ts";
import type { ChannelId, GuildId, UserId } from "../../kernel/ids.ts";
import { isTimeZone, localTime } from "../../kernel/time-zone.ts";
import type { Texts } from "../../locales/index.ts";
import { writeDraft } from "../../schedule/draft.ts";
import { nextRuns } from "../../schedule/next-runs.ts";
import type { ConversationDeps } from "../types.ts";
import { proposeCron } from "./propose.ts";

export interface SchedulePreview {
  text: string;
  embeds: Embed[];
  rows: ReturnType<FinalAnswer["buttons"]>;
  /** Of the small model. */
  costMicroUsd: number;
}

/** Rejects when D1 does. */
export async function prepareSchedule(job: Job, input: ScheduleAddInput, texts: Texts, run: JobRun, deps: ConversationDeps): Promise<SchedulePreview> {
  const { schedule: say } = texts;
  const refused = (text: string, costMicroUsd = 0): SchedulePreview => ({ text, embeds: [], rows: [], costMicroUsd });
  const guildId = job.guildId;
  // The handler takes it from servers alone.
  if (guildId === null) return refused(say.onlyHere);
  const closed = await closedDoor(job, guildId, input, texts, run, deps);
  if (closed !== null) return refused(closed);
  const proposal = input.cron === null ? await proposeCron(job, input.when, run, deps) : { cron: input.cron, costMicroUsd: 0 };
  const { cron, costMicroUsd } = proposal;
  if (cron === null) return refused(say.recurrence["not-understood"](quote(input.when)), costMicroUsd);
  const zone = await zoneOf(job, guildId, input, deps);
  const now = deps.clock.now();
  const page = writeDraft({
    ...{ id: job.id, channelId: input.channelId, name: input.name, cron, words: input.when === cron ? "" : input.when, timeZone: zone.name },
    ...{ prompt: input.prompt, output: input.output, tools: input.tools, budgetMicroUsd: input.budgetMicroUsd },
  });
  const runs = nextRuns(cron, zone.name, now, 3).map((at) => say.preview.run(Math.floor(at / 1000), localTime(at, zone.name, job.locale)));
  const [when, zoneField, channel] = page.fields;
  const what = [say.output[input.output], ...(input.output === "image" ? [] : [say.tools[input.tools ? "on" : "off"]]), ...budgetOf(input, texts)];
  const field = (name: string, value: string) => ({ name, value });
  const embed: Embed = {
    author: { name: page.name },
    description: page.prompt,
    fields: [
      field(say.preview.when, when),
      field(say.preview.zone, `${zoneField} · ${say.preview.zoneFrom[zone.from]}`),
      field(say.preview.channel, channel),
      field(say.preview.what, what.join(" · ")),
      field(say.preview.next, runs.join("\n")),
    ],
  };
  const text = input.cron === null ? `${say.preview.title}\n${say.preview.proposed(quote(input.when))}` : say.preview.title;
  const buttons = [
    button(say.preview.save, customId("schedule-save", ...page.args), "success"),
    button(say.preview.cancel, customId("schedule-cancel"), "secondary"),
  ];
  return { text, embeds: [embed], rows: row(buttons), costMicroUsd };
}

const budgetOf = ({ budgetMicroUsd }: ScheduleAddInput, { schedule: say }: Texts): string[] =>
  budgetMicroUsd === null ? [] : [say.budget(String(budgetMicroUsd / 10_000))];

/** The server's, else the asker's, else UTC; and whose it is. */
async function zoneOf(
  job: Job,
  guildId: GuildId,
  { timeZone }: ScheduleAddInput,
  { access }: ConversationDeps,
): Promise<{ name: string; from: keyof Texts["schedule"]["preview"]["zoneFrom"] }> {
  if (timeZone !== null) return { name: timeZone, from: "option" };
  const [server, person] = await Promise.all([access.server(guildId), access.person(job.user.id)]);
  // One that was known to an older runtime may be known no more.
  if (server.timeZone !== null && isTimeZone(server.timeZone)) return { name: server.timeZone, from: "server" };
  if (person.timeZone !== null && isTimeZone(person.timeZone)) return { name: person.timeZone, from: "person" };
  return { name: "UTC", from: "none" };
}

/** Why nothing can be posted there for that person; null: it can. Asked of Discord, since a payload tells the bot's permissions for its own channel alone. */
async function closedDoor(job: Job, guildId: GuildId, input: ScheduleAddInput, texts: Texts, run: JobRun, deps: ConversationDeps): Promise<string | null> {
  const { schedule: say } = texts;
  const channelId = input.channelId as ChannelId;
  const named = `<#${channelId}>`;
  const people = { guildId, channelId, askerId: job.user.id, botId: job.applicationId as string as UserId };
  try {
    const found = await standingIn(people, deps.discord, run.signal);
    if (found === "gone") return say.goneChannel;
    if (!SPOKEN_IN.some((type) => type === found.channel.type)) return say.notSpokenIn(named);
    const send = isThread(found.channel.type) ? permission.sendMessagesInThreads : permission.sendMessages;
    const needed = [permission.viewChannel, send, ...(input.output === "image" ? [permission.attachFiles] : [])];
    if (!allows(found.asker, permission.viewChannel, send)) return say.youMayNot(named);
    return allows(found.bot, ...needed) ? null : say.iMayNot(named, input.output === "image");
  } catch (error) {
    run.signal.throwIfAborted();
    deps.log.error("permissions unknown", { id: job.id, error: describeError(error) });
    return say.uncheckable(named);
  }
}
