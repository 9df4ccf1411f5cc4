/** Quiet hours, daily cap and topics of a channel: what holds, and changing it. Used by /autonomy and its buttons. */
import { byChattiness, type DEFAULT_QUIET_HOURS, GREATEST_CAP, MOST_TOPICS, TOPIC_LENGTH } from "../autonomy/defaults.ts";
import { quietHoursOf } from "../autonomy/settings.ts";
import { button, customId, row } from "../discord/components.ts";
import { quote } from "../discord/quote.ts";
import { type MessageBody, privately, type Reply } from "../discord/reply.ts";
import { cleanText } from "../kernel/clean-text.ts";
import type { Texts } from "../locales/index.ts";
import { type Act, changeAndShow } from "./autonomy-change.ts";
import type { Here } from "./autonomy-place.ts";
import type { CommandDeps } from "./types.ts";

/** The window's one field. */
export const TOPICS = "topics";
const WINDOW_LENGTH = MOST_TOPICS * (TOPIC_LENGTH + 2);

export function hoursView({ channel }: Here, lead: readonly string[], { autonomy: { hours: say, button: label } }: Texts): MessageBody {
  const hours = quietHoursOf(channel);
  const content = [...lead, hours === null ? say.none : say.now(hours.from, hours.to), ...(channel.quietHours === null ? [say.isDefault] : []), say.how].join(
    "\n",
  );
  const buttons = [
    ...(channel.quietHours === null ? [] : [button(label.defaultHours, customId("autonomy-hours", "default"))]),
    ...(hours === null ? [] : [button(label.noHours, customId("autonomy-hours", "none"))]),
    statusButton(label),
  ];
  return { content, components: row(buttons) };
}

const statusButton = (say: Texts["autonomy"]["button"]) => button(say.status, customId("autonomy"), "secondary", "📊");

/** What was typed: nothing, both hours, or none at all. */
export interface TypedHours {
  from?: number;
  to?: number;
  none?: boolean;
}

export async function setHours(act: Act, here: Here, { from, to, none = false }: TypedHours, deps: CommandDeps): Promise<Reply> {
  const { hours: say } = deps.texts.autonomy;
  const isNamed = from !== undefined || to !== undefined;
  if (none && isNamed) return privately(say.either);
  if (none) return changeHours(act, here, { from: 0, to: 0 }, deps);
  if (from === undefined || to === undefined || !isHour(from) || !isHour(to)) return privately(say.both);
  return changeHours(act, here, { from, to }, deps);
}

const isHour = (n: number) => Number.isInteger(n) && n >= 0 && n <= 23;

export const changeHours = (
  act: Act,
  here: Here,
  quietHours: typeof DEFAULT_QUIET_HOURS | { from: number; to: number } | null,
  deps: CommandDeps,
): Promise<Reply> => changeAndShow(act, here, { quietHours }, deps, (now, lead) => hoursView(now, lead, deps.texts));

export function capView({ channel, server }: Here, lead: readonly string[], { autonomy: { cap: say, button: label }, settings }: Texts): MessageBody {
  const word = channel.chattiness ?? server.chattiness;
  const usual = byChattiness[word === "silent" ? "shy" : word].dailyCap;
  const content = [
    ...lead,
    say.now(channel.dailyCap ?? usual),
    ...(channel.dailyCap === null ? [say.isDefault(settings.choice.unasked[word].name)] : []),
    say.how,
  ].join("\n");
  const back = channel.dailyCap === null ? [] : [button(label.defaultCap, customId("autonomy-cap", "default"))];
  return { content, components: row([...back, statusButton(label)]) };
}

/** Null: the default. */
export async function setCap(act: Act, here: Here, n: number | null, deps: CommandDeps): Promise<Reply> {
  const dailyCap = n === null ? null : Math.min(GREATEST_CAP, Math.max(1, Math.floor(n)));
  return changeAndShow(act, here, { dailyCap }, deps, (now, lead) => capView(now, lead, deps.texts));
}

export function topicsView({ channel: { topics } }: Here, lead: readonly string[], { autonomy: { topics: say, button: label } }: Texts): MessageBody {
  const content = [...lead, ...(topics.length === 0 ? [say.none] : [say.title, ...topics.map((topic) => `- ${quote(topic, TOPIC_LENGTH)}`)])].join("\n");
  const buttons = [
    button(label.edit, customId("autonomy-topics-edit"), "secondary", "✏️"),
    ...(topics.length === 0 ? [] : [button(label.clear, customId("autonomy-topics-clear"))]),
    statusButton(label),
  ];
  return { content, components: row(buttons) };
}

export function topicsWindow({ channel: { topics } }: Here, { autonomy: { topics: say } }: Texts): Reply {
  const field = { id: TOPICS, label: say.label, style: "paragraph", required: true, maxLength: WINDOW_LENGTH, placeholder: say.placeholder } as const;
  const value = topics.join("\n");
  return { type: "modal", modal: { customId: customId("autonomy-topics"), title: say.window, fields: [{ ...field, ...(value === "" ? {} : { value }) }] } };
}

/** Commas or lines between them; each once. */
export async function setTopics(act: Act, here: Here, typed: string, deps: CommandDeps): Promise<Reply> {
  const { topics: say } = deps.texts.autonomy;
  const lines = cleanText(typed).split(/[\n,;]/);
  const topics = [...new Set(lines.map((line) => line.replaceAll(/\s+/g, " ").trim()).filter((line) => line !== ""))];
  const long = topics.find((topic) => topic.length > TOPIC_LENGTH);
  if (topics.length === 0) return privately(say.empty);
  if (long !== undefined) return privately(say.tooLong(quote(long, 40), TOPIC_LENGTH));
  if (topics.length > MOST_TOPICS) return privately(say.tooMany(topics.length, MOST_TOPICS));
  return changeTopics(act, here, topics, deps);
}

export const changeTopics = (act: Act, here: Here, topics: string[], deps: CommandDeps): Promise<Reply> =>
  changeAndShow(act, here, { topics }, deps, (now, lead) => topicsView(now, lead, deps.texts));
