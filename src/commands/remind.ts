/** `/remind`: makes a reminder of what was typed; without options it lists what its asker will be reminded of. */
import { remind as declaration } from "../../commands/remind.ts";
import type { CommandInteraction } from "../discord/interaction.ts";
import { inPlace } from "./in-place.ts";
import { readOptions } from "./options.ts";
import { type Act, make, zoneOf } from "./remind-make.ts";
import { reminderList } from "./remind-view.ts";
import type { CommandDeps, Handler } from "./types.ts";

export const remind: Handler<CommandInteraction> = (interaction, deps) => {
  const { what = "", when = "", repeat = "", where } = readOptions(declaration, interaction);
  if (what.trim() === "" && when.trim() === "" && repeat.trim() === "") return list(interaction, 0, deps);
  return make(interaction, { what, when, repeat }, deps, { where });
};

export async function list(interaction: Act, page: number, deps: CommandDeps) {
  const [all, { timeZone }] = await Promise.all([deps.reminders.list(interaction.user.id), zoneOf(interaction, deps)]);
  return inPlace(interaction, reminderList(all, page, timeZone, deps));
}
