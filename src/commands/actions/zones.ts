/** A time zone that was chosen from a select, or typed into the window behind its last choice. Used by the panels that have one. */
import type { ComponentInteraction, ModalInteraction } from "../../discord/interaction.ts";
import { quote } from "../../discord/quote.ts";
import { privately, type Reply } from "../../discord/reply.ts";
import { findTimeZone } from "../../kernel/time-zone.ts";
import { commonZones, OTHER_ZONE } from "../time-zones.ts";
import type { CommandDeps } from "../types.ts";

/** The window's one field. */
const ZONE = "zone";
/** Longer than the longest name there is. */
const ZONE_LENGTH = 60;

/** Its name; or the window that opens, or a refusal. */
export function chosenZone({ values }: ComponentInteraction, customId: string, title: string, { texts }: CommandDeps): string | Reply {
  const { me: say, unknownChoice } = texts.settings;
  const [chosen = ""] = values;
  if (chosen === OTHER_ZONE) {
    const field = { id: ZONE, label: say.zoneLabel, style: "short", required: true, maxLength: ZONE_LENGTH, placeholder: say.zonePlaceholder } as const;
    return { type: "modal", modal: { customId, title, fields: [field] } };
  }
  return commonZones.includes(chosen) ? chosen : privately(unknownChoice);
}

export function typedZone({ fields }: ModalInteraction, { texts }: CommandDeps): string | Reply {
  const typed = fields[ZONE] ?? "";
  return findTimeZone(typed) ?? privately(texts.settings.me.unknownZone(quote(typed, ZONE_LENGTH)));
}
