/** Tool: an event in the server's list, somewhere outside Discord. */
import * as z from "zod";
import { momentOf } from "../kernel/calendar.ts";
import { fullLocalTime } from "../kernel/time-zone.ts";
import { onServer } from "./on-server.ts";
import { defineTool, ToolProblem } from "./tool.ts";

/** Discord's own. Source: Discord reference, "Guild Scheduled Event". */
const NAME_LENGTH = 100;
const DESCRIPTION_LENGTH = 1_000;
const LOCAL = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::\d{2})?$/;
const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})$/;

export const event = defineTool({
  name: "event",
  description: "Puts an event into this server's list of events, which members see and can follow. Somebody has to agree first. Only when they asked for one.",
  input: () =>
    z.object({
      name: z.string().trim().min(1).max(NAME_LENGTH),
      description: z.string().trim().min(1).max(DESCRIPTION_LENGTH).optional(),
      location: z.string().trim().min(1).max(100).describe("Where: a place, a channel or a link"),
      starts: moment().describe("Such as 2026-12-01T20:00 in the person's own time zone, or with an offset"),
      ends: moment().describe("The same way"),
    }),
  risk: "sensitive",
  offered: onServer,
  run: async ({ name, description, location, starts, ends }, { discord, place, signal, clock }) => {
    const zone = place.timeZone ?? "UTC";
    const [from, to] = [at(starts, zone), at(ends, zone)];
    if (from <= clock.now()) throw new ToolProblem(`That begins in the past: it is ${fullLocalTime(clock.now(), zone)} (${zone}).`);
    if (to <= from) throw new ToolProblem("It ends before it begins.");
    const { link } = await discord.event({ place, signal }, { name, description, place: location, from, to });
    return { content: `The event is in the list: ${link}. It begins ${fullLocalTime(from, zone)} (${zone}).` };
  },
});

const moment = () => z.string().refine((written) => LOCAL.test(written) || WITH_OFFSET.test(written), "write it like 2026-12-01T20:00");

function at(written: string, zone: string): number {
  const [, year, month, day, hour, minute] = LOCAL.exec(written) ?? [];
  const found =
    year === undefined
      ? Date.parse(written.replace(" ", "T"))
      : momentOf({ year: Number(year), month: Number(month), day: Number(day), minutes: Number(hour) * 60 + Number(minute) }, zone);
  if (Number.isNaN(found)) throw new ToolProblem(`"${written}" is no moment.`);
  return found;
}
