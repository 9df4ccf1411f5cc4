/** `/schedule`: posts that come back, for those who manage the server. What it shows is in schedule-view.ts, what it changes in schedule-change.ts. */
import { schedules as declaration } from "../../commands/schedule.ts";
import { botAccess } from "../discord/access.ts";
import type { AutocompleteInteraction, CommandInteraction, Interaction } from "../discord/interaction.ts";
import { clip, quote } from "../discord/quote.ts";
import { privately, type Reply } from "../discord/reply.ts";
import type { ScheduleAddInput } from "../jobs/types.ts";
import { cleanText } from "../kernel/clean-text.ts";
import type { GuildId } from "../kernel/ids.ts";
import { findTimeZone } from "../kernel/time-zone.ts";
import { LEAST_MINUTES } from "../schedule/cron-pattern.ts";
import { readRecurrence } from "../schedule/recurrence.ts";
import { NAME_LENGTH } from "../schedule/store.ts";
import type { OptionValues } from "./options.ts";
import { askRemoveSchedule, pauseSchedule, resumeSchedule, runSchedule } from "./schedule-change.ts";
import { namedSchedule, showSchedule, showSchedules } from "./schedule-view.ts";
import { mayManageServer, serverOf } from "./settings-panel.ts";
import { bySubcommand, byTypedOption } from "./subcommands.ts";
import { commonZones } from "./time-zones.ts";
import type { CommandDeps, Handler, JobRequest } from "./types.ts";

type AddOptions = OptionValues<(typeof declaration.options)[0]>;
type Act = (interaction: CommandInteraction, guildId: GuildId, id: string, deps: CommandDeps) => Promise<Reply>;

/** Discord takes no more. */
const MOST_CHOICES = 25;
const A_CENT = 10_000;

/** The server, or the sentence that refuses: asked anew at every press. */
export function scheduledServer(interaction: Interaction, { texts: { schedule: say } }: CommandDeps): { guildId: GuildId } | string {
  const guildId = serverOf(interaction);
  if (guildId === null) return say.onlyHere;
  return mayManageServer(interaction) ? { guildId } : say.managers;
}

/** Of the one that was named. */
const onOne =
  (act: Act) =>
  async ({ name = "" }: { name?: string }, interaction: CommandInteraction, deps: CommandDeps): Promise<Reply> => {
    const server = scheduledServer(interaction, deps);
    if (typeof server === "string") return privately(server);
    const schedule = await namedSchedule(server.guildId, name, deps);
    return schedule === null ? privately(deps.texts.schedule.noSuch) : act(interaction, server.guildId, schedule.id, deps);
  };

export const schedule = bySubcommand(declaration, {
  add: addSchedule,
  list: (_, interaction, deps) => {
    const server = scheduledServer(interaction, deps);
    return typeof server === "string" ? privately(server) : showSchedules(interaction, server.guildId, 0, deps);
  },
  show: onOne(showSchedule),
  pause: onOne(pauseSchedule),
  resume: onOne(resumeSchedule),
  run: onOne(runSchedule),
  remove: onOne(askRemoveSchedule),
});

/** Everything that can be said at once is; the rest, and the preview, is the job's. */
function addSchedule(options: AddOptions, interaction: CommandInteraction, deps: CommandDeps): Reply | JobRequest {
  const { schedule: say } = deps.texts;
  const server = scheduledServer(interaction, deps);
  if (typeof server === "string") return privately(server);
  const prompt = cleanText(options.prompt ?? "");
  if (prompt === "") return privately(say.emptyPrompt);
  if (options.output === "image" && deps.facts.imageHost === null) return privately(say.noImages);
  const when = cleanText(options.when ?? "")
    .replaceAll(/\s+/g, " ")
    .replaceAll("`", "");
  const read = readRecurrence(when);
  if ("problem" in read && read.problem !== "not-understood") return privately(say.recurrence[read.problem](quote(when), LEAST_MINUTES));
  const timeZone = options.zone === undefined ? null : findTimeZone(options.zone);
  if (timeZone === null && options.zone !== undefined) return privately(say.badZone(quote(options.zone)));
  const name = cleanText(options.name ?? "").replaceAll(/\s+/g, " ") || clip(prompt.replaceAll(/\s+/g, " "), 40);
  // Here the payload tells; elsewhere the job asks Discord.
  const here = options.channel?.id ?? interaction.channelId;
  if (here === interaction.channelId && !botAccess(interaction).canPost) return privately(say.iMayNot(`<#${here}>`, options.output === "image"));
  const input: ScheduleAddInput = {
    ...{ when, cron: "cron" in read ? read.cron : null, timeZone, channelId: here, name: clip(name, NAME_LENGTH), prompt },
    output: options.output ?? "text",
    tools: options.tools ?? true,
    budgetMicroUsd: options.budget === undefined ? null : options.budget * A_CENT,
  };
  return { type: "job", kind: "schedule-add", conversation: null, input, private: true, target: "message" };
}

/** Their own server's, by what is typed of the name. */
const byName: Handler<AutocompleteInteraction> = async (interaction, deps) => {
  const server = scheduledServer(interaction, deps);
  if (typeof server === "string") return { type: "choices", choices: [] };
  const typed = interaction.focused.value.trim().toLowerCase();
  const found = (await deps.schedules.list(server.guildId)).filter(({ name }) => name.toLowerCase().includes(typed));
  return { type: "choices", choices: found.slice(0, MOST_CHOICES).map(({ id, name }) => ({ name: clip(name, 100), value: id })) };
};

const byZone: Handler<AutocompleteInteraction> = ({ focused }) => {
  const typed = focused.value.trim().toLowerCase().replaceAll(" ", "_");
  const all = typed === "" ? commonZones : Intl.supportedValuesOf("timeZone").filter((zone) => zone.toLowerCase().includes(typed));
  return { type: "choices", choices: all.slice(0, MOST_CHOICES).map((zone) => ({ name: zone, value: zone })) };
};

export const completeSchedule = byTypedOption(declaration, {
  "add zone": byZone,
  "show name": byName,
  "pause name": byName,
  "resume name": byName,
  "run name": byName,
  "remove name": byName,
});
