/** Buttons and the select of /schedule. Whether the person may manage the server is asked anew each time. */
import { parseCustomId } from "../../discord/components.ts";
import type { ComponentInteraction } from "../../discord/interaction.ts";
import { privately, type Reply } from "../../discord/reply.ts";
import { type GuildId, isSnowflake } from "../../kernel/ids.ts";
import { scheduledServer } from "../schedule.ts";
import { askRemoveSchedule, cancelSchedule, pauseSchedule, removeSchedule, resumeSchedule, runSchedule, saveSchedule } from "../schedule-change.ts";
import { showSchedule, showSchedules } from "../schedule-view.ts";
import type { CommandDeps, Handler } from "../types.ts";

type Act = (interaction: ComponentInteraction, guildId: GuildId, id: string, deps: CommandDeps) => Promise<Reply>;

/** `<verb>:<id>`, or the id that was picked. */
const onOne =
  (act: Act): Handler<ComponentInteraction> =>
  async (press, deps) => {
    const server = scheduledServer(press, deps);
    if (typeof server === "string") return privately(server);
    const id = press.values[0] ?? parseCustomId(press.customId).args[0] ?? "";
    return isSnowflake(id) ? act(press, server.guildId, id, deps) : privately(deps.texts.edge.unknownAction);
  };

/** `schedule-list:<page>` */
const list: Handler<ComponentInteraction> = (press, deps) => {
  const server = scheduledServer(press, deps);
  if (typeof server === "string") return privately(server);
  const [page = "0"] = parseCustomId(press.customId).args;
  return /^\d{1,3}$/.test(page) ? showSchedules(press, server.guildId, Number(page), deps) : privately(deps.texts.edge.unknownAction);
};

const save: Handler<ComponentInteraction> = (press, deps) => {
  const server = scheduledServer(press, deps);
  return typeof server === "string" ? privately(server) : saveSchedule(press, server.guildId, deps);
};

export const scheduleActions: Record<string, Handler<ComponentInteraction>> = {
  "schedule-save": save,
  "schedule-cancel": cancelSchedule,
  "schedule-list": list,
  "schedule-pick": onOne(showSchedule),
  "schedule-show": onOne(showSchedule),
  "schedule-pause": onOne(pauseSchedule),
  "schedule-resume": onOne(resumeSchedule),
  "schedule-run": onOne(runSchedule),
  "schedule-remove": onOne(askRemoveSchedule),
  "schedule-remove-yes": onOne(removeSchedule),
};
