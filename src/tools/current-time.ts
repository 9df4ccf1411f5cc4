/** Tool: what time it is, here or anywhere. */
import * as z from "zod";
import { fullLocalTime, isTimeZone } from "../kernel/time-zone.ts";
import { defineTool, ToolProblem } from "./tool.ts";

export const currentTime = defineTool({
  name: "current_time",
  description: "The date and time now, in the person's own time zone or in another one.",
  input: () => z.object({ time_zone: z.string().optional().describe("IANA name such as Europe/Berlin; left out: the person's own") }),
  risk: "read",
  byDefault: true,
  run: ({ time_zone: asked }, { clock, place }) => {
    const zone = asked ?? place.timeZone ?? "UTC";
    if (!isTimeZone(zone)) throw new ToolProblem(`"${zone}" is no time zone. Use an IANA name such as Europe/Berlin.`);
    return { content: `${fullLocalTime(clock.now(), zone)} (${zone})` };
  },
});
