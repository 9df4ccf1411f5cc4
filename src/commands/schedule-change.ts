/** What /schedule and its buttons change: saving what was prepared, pausing, going on, a run by hand, removing. Whether the person may is asked by the caller. */
import { button, customId, parseCustomId, row } from "../discord/components.ts";
import type { CommandInteraction, ComponentInteraction } from "../discord/interaction.ts";
import { quote } from "../discord/quote.ts";
import { privately, type Reply } from "../discord/reply.ts";
import type { GuildId } from "../kernel/ids.ts";
import { snowflakeTime } from "../kernel/ids.ts";
import { type Draft, readDraft } from "../schedule/draft.ts";
import { nextRuns } from "../schedule/next-runs.ts";
import { runId } from "../schedule/run-id.ts";
import { MOST_SCHEDULES, type Schedule } from "../schedule/store.ts";
import { inPlace, isTheirs } from "./in-place.ts";
import { listButton, scheduleReply } from "./schedule-view.ts";
import type { CommandDeps } from "./types.ts";

type Press = CommandInteraction | ComponentInteraction;

/** What stands in the preview becomes a schedule; a second press finds it there. */
export async function saveSchedule(interaction: ComponentInteraction, guildId: GuildId, deps: CommandDeps): Promise<Reply> {
  const { schedule: say } = deps.texts;
  const draft = draftIn(interaction);
  // The bot's own previews are for one person's eyes.
  if (draft === null || !isTheirs(interaction)) return privately(say.preview.gone);
  if (draft.output === "image" && deps.facts.imageHost === null) return inPlace(interaction, { content: say.noImages });
  const made = scheduleOf(draft, interaction, guildId, deps);
  const added = await deps.schedules.add(made);
  switch (added) {
    case "added":
      return scheduleReply(interaction, made, say.preview.saved(quote(made.name)), deps);
    case "exists": {
      const stored = await deps.schedules.find(guildId, made.id);
      return stored === null ? privately(say.preview.gone) : scheduleReply(interaction, stored, say.preview.savedAlready(quote(stored.name)), deps);
    }
    case "full":
      return privately(say.full(MOST_SCHEDULES));
    default:
      return privately(say.nameTaken(quote(made.name)));
  }
}

function draftIn({ customId: id, message }: ComponentInteraction): Draft | null {
  const [embed] = message.embeds;
  if (embed === undefined) return null;
  return readDraft({ name: embed.authorName, prompt: embed.description, fields: embed.fields.map(({ value }) => value), args: parseCustomId(id).args });
}

function scheduleOf(draft: Draft, { user, createdAt, guildLocale, locale }: ComponentInteraction, guildId: GuildId, { clock }: CommandDeps): Schedule {
  return {
    ...draft,
    guildId,
    // Who reads it are the server's people.
    locale: guildLocale === "" ? locale : guildLocale,
    paused: false,
    failures: 0,
    problem: "",
    nextAt: nextRuns(draft.cron, draft.timeZone, clock.now(), 1)[0] ?? null,
    setBy: user.id,
    createdAt: snowflakeTime(draft.id),
    changedAt: createdAt,
  };
}

export const cancelSchedule = (interaction: ComponentInteraction, { texts }: CommandDeps): Reply =>
  inPlace(interaction, { content: texts.schedule.preview.cancelled });

export async function pauseSchedule(interaction: Press, guildId: GuildId, id: string, deps: CommandDeps): Promise<Reply> {
  const { schedule: say } = deps.texts;
  const schedule = await deps.schedules.switch(guildId, id, { paused: true }, interaction.createdAt);
  return schedule === null ? privately(say.noSuch) : scheduleReply(interaction, schedule, say.paused(quote(schedule.name)), deps);
}

export async function resumeSchedule(interaction: Press, guildId: GuildId, id: string, deps: CommandDeps): Promise<Reply> {
  const { schedule: say } = deps.texts;
  const before = await deps.schedules.find(guildId, id);
  if (before === null) return privately(say.noSuch);
  // What it missed while it was paused stays missed.
  const nextAt = nextRuns(before.cron, before.timeZone, deps.clock.now(), 1)[0] ?? null;
  const schedule = await deps.schedules.switch(guildId, id, { paused: false, nextAt }, interaction.createdAt);
  return schedule === null ? privately(say.noSuch) : scheduleReply(interaction, schedule, say.resumed(quote(schedule.name)), deps);
}

/** By hand: its slot is the press, so that a repeat is the same run. Works for a paused one, too. */
export async function runSchedule(interaction: Press, guildId: GuildId, id: string, deps: CommandDeps): Promise<Reply> {
  const { schedule: say } = deps.texts;
  const schedule = await deps.schedules.find(guildId, id);
  if (schedule === null) return privately(say.noSuch);
  const { channelId, locale } = schedule;
  const slot = interaction.createdAt;
  const turnId = await runId(id, slot);
  await deps.schedules.begin(schedule, slot, turnId);
  // Where it cannot be handed over now, cron finds it within minutes.
  await deps.runSchedule({ scheduleId: id, slot, turnId, channelId, guildId, locale }).catch(() => undefined);
  return scheduleReply(interaction, schedule, say.started(`<#${channelId}>`), deps);
}

/** Asks first. */
export async function askRemoveSchedule(interaction: Press, guildId: GuildId, id: string, deps: CommandDeps): Promise<Reply> {
  const { schedule: say } = deps.texts;
  const schedule = await deps.schedules.find(guildId, id);
  if (schedule === null) return privately(say.noSuch);
  const buttons = [
    button(say.button.reallyRemove, customId("schedule-remove-yes", id), "danger"),
    button(say.button.keep, customId("schedule-show", id), "secondary"),
  ];
  return inPlace(interaction, { content: say.confirmRemove(quote(schedule.name)), components: row(buttons) });
}

export async function removeSchedule(interaction: ComponentInteraction, guildId: GuildId, id: string, deps: CommandDeps): Promise<Reply> {
  const { schedule: say } = deps.texts;
  const removed = await deps.schedules.remove(guildId, id, interaction.createdAt);
  const content = removed === null ? say.noSuch : say.removed(quote(removed.name));
  return inPlace(interaction, { content, components: row([listButton(say.button)]) });
}
