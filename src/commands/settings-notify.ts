/** The view "Notifications" of /settings, a person's own and a server's: where they are told of things, and what they were told last. Shown by its buttons. */
import { type ActionRow, button, customId, row, type SelectOption, selectRow } from "../discord/components.ts";
import type { Interaction } from "../discord/interaction.ts";
import { CHOICE_LENGTH, MESSAGE_LENGTH } from "../discord/limits.ts";
import { clip, code, exact, quote } from "../discord/quote.ts";
import type { MessageBody, Modal } from "../discord/reply.ts";
import { own } from "../kernel/own.ts";
import type { Texts } from "../locales/index.ts";
import type { Told } from "../notify/store.ts";
import { MOST_TARGETS, type Owner, type Target } from "../notify/target.ts";
import { tabRow } from "./settings-panel.ts";

/** Under which tab it stands. */
export const notifyPlaces = ["me", "server"] as const;
export type NotifyPlace = (typeof notifyPlaces)[number];

export interface NotifyView {
  place: NotifyPlace;
  owner: Owner;
  /** Addresses can be kept safely. */
  canSeal: boolean;
}

/** The windows' fields. */
export const FIELD = { name: "name", address: "address", topic: "topic", token: "token", from: "from", to: "to", zone: "zone" } as const;
export const LABEL_LENGTH = 40;
export const ADDRESS_LENGTH = 300;
const TOPIC_LENGTH = 64;
export const TOKEN_LENGTH = 200;
/** As in 22:00. */
const HOUR_LENGTH = 5;
/** Longer than the longest name there is. */
const ZONE_LENGTH = 60;
/** Of what was told, enough to recognise it. */
const TITLE_LENGTH = 80;

type Shown = { targets: readonly Target[]; latest: readonly Told[] };

/** `lead`: what was just done. */
export function notifyPanel(interaction: Interaction, { place, canSeal }: NotifyView, { targets, latest }: Shown, texts: Texts, lead = ""): MessageBody {
  const { notify: say, settings } = texts;
  const content = [
    ...(lead === "" ? [] : [lead]),
    say.title[place],
    say.about[place],
    ...(targets.length === 0 ? [say.noTargets] : targets.map((target) => `- **${quote(target.label)}**: ${stateOf(target, texts)}`)),
    ...(canSeal ? [] : [say.noSecretKey]),
    ...(latest.length === 0 ? [] : [say.latest, ...latest.map((told) => toldLine(told, texts))]),
  ].join("\n");
  const isFull = targets.length >= MOST_TARGETS;
  const hasOwn = targets.some(({ userId }) => userId === interaction.user.id);
  const add = [
    ...(hasOwn ? [] : [button(say.button.dm, customId("notify-dm", place), "primary", "✉️")]),
    ...(canSeal
      ? [
          button(say.button.webhook, customId("notify-webhook", place), "secondary", "🪝"),
          button(say.button.ntfy, customId("notify-ntfy", place), "secondary", "📱"),
        ]
      : []),
  ];
  const rest = [
    ...(targets.some(({ enabled }) => enabled) ? [button(say.button.testAll, customId("notify-test", place), "secondary", "🔔")] : []),
    // An id of its own: none may stand twice in a message.
    button(settings.server.back, customId("settings", place, "back")),
  ];
  const components = [tabRow(place, interaction, texts), ...pickRow(place, targets, texts), ...(isFull ? [] : row(add)), ...row(rest)];
  return { content: clip(content, MESSAGE_LENGTH), components };
}

function pickRow(place: NotifyPlace, targets: readonly Target[], { notify: say }: Texts): ActionRow[] {
  const options = targets.map(({ id, label, kind }): SelectOption => ({ label: clip(label, CHOICE_LENGTH), value: id, description: say.kind[kind] }));
  return options.length === 0 ? [] : [selectRow({ type: 3, custom_id: customId("notify-pick", place), placeholder: say.pick, options })];
}

const moment = (ms: number) => `<t:${Math.floor(ms / 1_000)}:R>`;

function stateOf({ enabled, problem, workedAt }: Target, { notify: say }: Texts): string {
  const sentence = problem === "" ? undefined : (own(say.problem, problem) ?? say.problem.failed);
  const well = workedAt === null ? say.untried : say.worked(moment(workedAt));
  // Who switched it off knows why; what a problem switched off says so itself.
  if (sentence === undefined) return enabled ? well : say.off;
  return enabled || problem === "gone" ? sentence : `${say.off} ${sentence}`;
}

function toldLine({ title, state, problem, createdAt }: Told, { notify: say }: Texts): string {
  const { problem: because, ...whys } = say.why;
  const why = own(whys, problem) ?? because(own(say.problem, problem) ?? say.problem.failed);
  return `- ${moment(createdAt)} ${clip(exact(title), TITLE_LENGTH)}: ${state === "sent" ? say.state.sent : say.state[state](why)}`;
}

export function notifyTargetPanel(interaction: Interaction, place: NotifyPlace, target: Target, texts: Texts, lead = ""): MessageBody {
  const { notify: say } = texts;
  const { id, enabled, quietFrom, quietTo, timeZone } = target;
  const content = [
    ...(lead === "" ? [] : [lead]),
    say.targetTitle(quote(target.label)),
    stateOf(target, texts),
    quietFrom === null || quietTo === null ? say.noQuiet : say.quiet(hour(quietFrom), hour(quietTo), code(timeZone)),
  ].join("\n");
  const buttons = [
    button(say.button.test, customId("notify-test", place, id), "primary", "🔔"),
    enabled
      ? button(say.button.off, customId("notify-switch", place, id, "off"))
      : button(say.button.on, customId("notify-switch", place, id, "on"), "success"),
    button(say.button.quiet, customId("notify-quiet", place, id), "secondary", "🌙"),
    button(say.button.remove, customId("notify-remove", place, id), "danger"),
    button(say.button.all, customId("notify-view", place)),
  ];
  return { content, components: [tabRow(place, interaction, texts), ...row(buttons)] };
}

const hour = (n: number) => `${String(n).padStart(2, "0")}:00`;

/** Under the words of the job that tests. `id`: the target that it was for. */
export function afterTest(interaction: Interaction, place: NotifyPlace, id: string | undefined, texts: Texts): ActionRow[] {
  const { button: say } = texts.notify;
  const again = id === undefined ? [] : [button(say.quiet, customId("notify-quiet", place, id), "secondary", "🌙")];
  return [tabRow(place, interaction, texts), ...row([button(say.all, customId("notify-view", place)), ...again])];
}

const short = { style: "short" as const, required: true };

export function webhookWindow(place: NotifyPlace, { notify: { window: say } }: Texts): Modal {
  const address = { ...short, id: FIELD.address, label: say.webhookAddress, maxLength: ADDRESS_LENGTH, placeholder: say.webhookPlaceholder };
  return { customId: customId("notify-webhook", place), title: say.webhookTitle, fields: [address, nameField(say.name)] };
}

export function ntfyWindow(place: NotifyPlace, { notify: { window: say } }: Texts): Modal {
  const fields = [
    { ...short, id: FIELD.address, label: say.server, maxLength: ADDRESS_LENGTH, value: "https://ntfy.sh" },
    { ...short, id: FIELD.topic, label: say.topic, maxLength: TOPIC_LENGTH },
    { ...short, required: false, id: FIELD.token, label: say.token, maxLength: TOKEN_LENGTH, placeholder: say.tokenPlaceholder },
    nameField(say.name),
  ];
  return { customId: customId("notify-ntfy", place), title: say.ntfyTitle, fields };
}

const nameField = (label: string) => ({ ...short, required: false, id: FIELD.name, label, maxLength: LABEL_LENGTH });

export function quietWindow(place: NotifyPlace, { id, quietFrom, quietTo, timeZone }: Target, { notify: { window: say } }: Texts): Modal {
  // What most people want stands there at first.
  const [from, to] = quietFrom === null || quietTo === null ? [22, 7] : [quietFrom, quietTo];
  const field = (name: string, label: string, value: number) => ({ ...short, required: false, id: name, label, maxLength: HOUR_LENGTH, value: String(value) });
  const zone = { ...short, id: FIELD.zone, label: say.zone, maxLength: ZONE_LENGTH, value: timeZone };
  return {
    customId: customId("notify-quiet", place, id),
    title: say.quietTitle,
    fields: [field(FIELD.from, say.from, from), field(FIELD.to, say.to, to), zone],
  };
}
