/** Time zones to choose from in /settings and /autonomy: well spread, and as many as a select holds beside "another one". Any other can be typed. */
import { type ActionRow, selectRow } from "../discord/components.ts";
import type { Texts } from "../locales/index.ts";

/** The select's value that opens a window. */
export const OTHER_ZONE = "other";

/** From west to east, UTC first. */
export const commonZones: readonly string[] = [
  "UTC",
  "Pacific/Honolulu",
  "America/Anchorage",
  "America/Los_Angeles",
  "America/Denver",
  "America/Chicago",
  "America/New_York",
  "America/Halifax",
  "America/Sao_Paulo",
  "Europe/London",
  "Europe/Berlin",
  "Europe/Athens",
  "Africa/Lagos",
  "Africa/Johannesburg",
  "Europe/Moscow",
  "Asia/Dubai",
  "Asia/Karachi",
  "Asia/Kolkata",
  "Asia/Dhaka",
  "Asia/Bangkok",
  "Asia/Shanghai",
  "Asia/Tokyo",
  "Australia/Sydney",
  "Pacific/Auckland",
];

/** "America/New_York" as people say it. */
export const cityOf = (zone: string): string => (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");

export function zoneRow(customId: string, chosen: string | null, placeholder: string, { settings: { me: say } }: Texts): ActionRow {
  const zones = commonZones.map((zone) => ({ label: cityOf(zone), value: zone, default: zone === chosen }));
  return selectRow({ type: 3, custom_id: customId, placeholder: chosen ?? placeholder, options: [...zones, { label: say.otherZone, value: OTHER_ZONE }] });
}
