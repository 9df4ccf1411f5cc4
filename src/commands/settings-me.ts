/** The tab Me of /settings: time zone, own instructions, privacy. Shown by /settings and its buttons. */
import { button, customId, row, selectRow } from "../discord/components.ts";
import type { Interaction } from "../discord/interaction.ts";
import { code, quote } from "../discord/quote.ts";
import type { MessageBody } from "../discord/reply.ts";
import { localTime } from "../kernel/time-zone.ts";
import type { PromptScope } from "../persona/store.ts";
import { choiceName, readPersonas } from "./persona-place.ts";
import { retentionDaysOf } from "./privacy-notice.ts";
import { tabRow } from "./settings-panel.ts";
import { cityOf, commonZones } from "./time-zones.ts";
import type { CommandDeps } from "./types.ts";

/** Of instructions, enough to recognise them. */
const EXCERPT_LENGTH = 160;
/** The select's value that opens a window. */
export const OTHER_ZONE = "other";

/** `person`: as it is after a change that was just made. */
export async function meTab(interaction: Interaction, deps: CommandDeps, person = deps.access.person(interaction.user.id)): Promise<MessageBody> {
  const { settings: say } = deps.texts;
  const scope: PromptScope = `user:${interaction.user.id}`;
  const optedOut = deps.pseudonyms(interaction.user.id).then(deps.access.optedOut);
  const chosen = deps.modelStore.read([scope], null);
  const cast = readPersonas(interaction, deps);
  const read = [person, deps.prompts.read([scope]), optedOut, retentionDaysOf(interaction, deps), chosen, cast] as const;
  const [{ timeZone }, prompts, out, days, { choices }, personas] = await Promise.all(read);
  const model = choices[0]?.model ?? null;
  const content = [
    say.me.title,
    timeZone === null ? say.me.noZone : say.me.zone(timeZone, localTime(deps.clock.now(), timeZone, interaction.locale)),
    say.me.prompt(excerpt(prompts.get(scope)?.text ?? "", say.none)),
    deps.texts.models.tab.user(model === null ? deps.texts.models.tab.none : code(model)),
    deps.texts.personas.tab.user(choiceName(scope, personas, deps.texts) ?? deps.texts.personas.tab.anyway),
    out.size > 0 ? say.me.optedOut : say.me.takesPart(days),
  ].join("\n");
  const zones = commonZones.map((zone) => ({ label: cityOf(zone), value: zone, default: zone === timeZone }));
  const select = {
    type: 3 as const,
    custom_id: customId("settings-zone"),
    placeholder: timeZone ?? say.me.chooseZone,
    options: [...zones, { label: say.me.otherZone, value: OTHER_ZONE }],
  };
  const buttons = [
    button(say.me.editPrompt, customId("prompt-edit", "me"), "secondary", "✏️"),
    button(deps.texts.personas.button.open, customId("persona-view", "me"), "secondary", "🎭"),
    button(deps.texts.models.button.open, customId("model-view", "me"), "secondary", "🧠"),
    button(say.me.privacy, customId("privacy"), "secondary", "🔒"),
    button(deps.texts.notify.open, customId("notify-view", "me"), "secondary", "🔔"),
  ];
  return { content, components: [tabRow("me", interaction, deps.texts), selectRow(select), ...row(buttons)] };
}

/** In one line, in the panel's own words where there is nothing. */
export function excerpt(text: string, none: string): string {
  return text === "" ? none : `*${quote(text, EXCERPT_LENGTH)}*`;
}
