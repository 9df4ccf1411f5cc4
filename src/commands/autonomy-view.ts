/** The panel of /autonomy: how it stands with speaking unasked in a channel, and the day there. Shown by the command, its buttons and the job behind `on`. */
import type { PresenceOverview } from "../autonomy/overview.ts";
import { type Effective, effectiveSettings } from "../autonomy/settings.ts";
import { type ActionRow, type Button, button, customId, row, selectRow } from "../discord/components.ts";
import type { Interaction } from "../discord/interaction.ts";
import { MESSAGE_LENGTH } from "../discord/limits.ts";
import { clip, quote } from "../discord/quote.ts";
import type { MessageBody } from "../discord/reply.ts";
import { localTime } from "../kernel/time-zone.ts";
import { actionWords, closedWords, decidingGate } from "../locales/gates.ts";
import { type Texts, word } from "../locales/index.ts";
import { dayChart } from "./autonomy-chart.ts";
import type { Here } from "./autonomy-place.ts";
import { useOf } from "./channel-use.ts";
import { chattinesses } from "./settings-choices.ts";
import { zoneRow } from "./time-zones.ts";
import type { CommandDeps } from "./types.ts";

/** How long an object may take to tell about its day, ms. */
const PATIENCE_MS = 700;
/** Reasons of silence that are named. */
const REASONS = 4;
/** Of topics in a line, characters. */
const TOPICS_LENGTH = 200;

/** What the object told; `unknown`: it did not. */
export type Told = PresenceOverview | null | "unknown";

export async function askObject(channelId: string, { life, clock }: CommandDeps): Promise<Told> {
  const given = new AbortController();
  const slow = clock.sleep(PATIENCE_MS, given.signal).then((): Told => "unknown");
  return Promise.race([life.presenceOf(channelId).catch((): Told => "unknown"), slow]).finally(() => given.abort());
}

/** What holds here now. `told`: how the talk sounds decides about some moods. */
export function holdsHere({ channel, server, moods }: Here, told: Told, now: number): Effective {
  return effectiveSettings(channel, server, moods, now, told === "unknown" ? 0 : (told?.sentiment ?? 0));
}

/** Of a mood, for people. */
export const moodName = (name: string, { autonomy }: Texts): string => word(autonomy.mood.names, name) ?? quote(name, 40);

/** `lead`: what was just done. */
export function autonomyView(interaction: Interaction, here: Here, told: Told, deps: CommandDeps, lead: readonly string[] = []): MessageBody {
  const { texts, clock } = deps;
  const now = clock.now();
  const effective = holdsHere(here, told, now);
  const content = [...lead, ...stateLines(interaction, here, effective, deps), ...dayLines(here, effective, told, now, texts)].join("\n");
  return { content: clip(content, MESSAGE_LENGTH), components: rowsOf(here, texts) };
}

function stateLines(interaction: Interaction, here: Here, effective: Effective, { texts, clock }: CommandDeps): string[] {
  const { autonomy: say } = texts;
  const { channel, server } = here;
  return [
    say.title(`<#${interaction.channelId}>`),
    stateLine(here, effective, texts),
    ...(server.paused ? [say.state.paused] : useOf(server, interaction) === "unlisted" ? [say.state.unlisted] : []),
    ...(channel.problem === "" ? [] : [problemWords(channel.problem, texts)]),
    ...(channel.profile === "classic" ? [say.status.classic] : []),
    ...(channel.webhook ? [] : [say.status.noWebhook]),
    say.status.mood(moodName(effective.settings.mood.name, texts), say.status.from[effective.moodFrom]),
    hoursLine(here, effective, clock.now(), interaction.locale, texts),
    say.status[channel.listens ? "listens" : "listensNot"],
    channel.topics.length === 0 ? say.status.noTopics : say.status.topics(clip(channel.topics.map((topic) => quote(topic)).join(", "), TOPICS_LENGTH)),
  ];
}

function stateLine({ channel, server }: Here, { hush }: Effective, { autonomy: say, settings }: Texts): string {
  if (hush === "off") return say.state.off;
  if (hush === "server-silent") return say.state.serverSilent;
  if (hush === "channel-silent") return say.state.channelSilent;
  const named = settings.choice.unasked[channel.chattiness ?? server.chattiness].name;
  return say.state.on(say.talkative[channel.chattiness === null ? "server" : "channel"](named));
}

export function problemWords(problem: string, { autonomy: { problem: say } }: Texts): string {
  return word(say, problem) ?? say.other;
}

function hoursLine({ server }: Here, { settings }: Effective, now: number, locale: string, { autonomy: { status: say } }: Texts): string {
  const time = localTime(now, server.timeZone ?? "UTC", locale);
  const zone = server.timeZone === null ? say.noZone(time) : say.zone(server.timeZone, time);
  return settings.quietHours === null ? say.noHours(zone) : say.hours(settings.quietHours.from, settings.quietHours.to, zone);
}

function dayLines({ channel }: Here, { hush, settings }: Effective, told: Told, now: number, texts: Texts): string[] {
  const { status: say } = texts.autonomy;
  const cap = say.capUnknown(settings.dailyCap);
  if (told === "unknown") return [cap, say.unknown];
  if (told === null) return [cap, ...(hush === null || channel.listens ? [say.nothingYet] : [])];
  const { spokenToday, activityByHour, discardedToday, declinedToday, lateMentionsToday } = told;
  return [
    say.cap(settings.dailyCap, spokenToday, Math.max(0, settings.dailyCap - spokenToday)),
    ...(activityByHour.some((n) => n > 0) || spokenToday > 0 ? [dayChart(told, texts)] : [say.quiet]),
    ...silenceLine(told, texts),
    ...(discardedToday > 0 ? [say.dropped(discardedToday)] : []),
    ...(declinedToday > 0 ? [say.declined(declinedToday)] : []),
    ...(lateMentionsToday > 0 ? [say.late(lateMentionsToday)] : []),
    ...lookLines(told, now, texts),
    ...(told.readsContent === false ? [say.noContent] : []),
    ...(told.readProblem === "" || channel.problem !== "" ? [] : [problemWords(told.readProblem, texts)]),
  ];
}

/** What kept it silent most. */
function silenceLine({ silentByGate }: PresenceOverview, texts: Texts): string[] {
  const { status: say } = texts.autonomy;
  const reasons = Object.entries(silentByGate)
    .filter(([, n]) => n > 0)
    .sort(([, a], [, b]) => b - a)
    .slice(0, REASONS)
    .map(([gate, n]) => say.reason(n, closedWords({ gate }, texts)));
  return reasons.length === 0 ? [] : [say.silence(reasons.join(" · "))];
}

function lookLines({ lastDecision, nextLookAt }: PresenceOverview, now: number, texts: Texts): string[] {
  const { status: say } = texts.autonomy;
  const when = (at: number) => `<t:${Math.floor(at / 1_000)}:R>`;
  const gate = lastDecision === null ? undefined : decidingGate(lastDecision);
  return [
    ...(lastDecision?.action == null ? [] : [say.lastSpoke(when(lastDecision.at), actionWords(lastDecision.action, texts))]),
    ...(lastDecision === null || gate === undefined ? [] : [say.lastSilent(when(lastDecision.at), closedWords(gate, texts))]),
    ...(nextLookAt === null ? [] : [nextLookAt <= now ? say.nextNow : say.next(when(nextLookAt))]),
  ];
}

function rowsOf({ channel, server }: Here, texts: Texts): ActionRow[] {
  const { button: say } = texts.autonomy;
  const buttons: Button[] = [
    channel.speaks && channel.problem === ""
      ? button(say.off, customId("autonomy-switch", "off"), "danger")
      : button(say.on, customId("autonomy-switch", "on"), "success"),
    button(say.mood, customId("autonomy-mood"), "secondary", "🎭"),
    button(say.topics, customId("autonomy-topics"), "secondary", "💬"),
    button(say.tryIt, customId("autonomy-try"), "secondary", "🧪"),
    button(say.refresh, customId("autonomy"), "secondary", "🔄"),
  ];
  return [
    ...row(buttons),
    ...(channel.speaks && server.chattiness === "silent" ? [serverWordRow(texts)] : []),
    ...(server.timeZone === null ? [zoneRow("autonomy-zone", null, texts.autonomy.panel.zonePlaceholder, texts)] : []),
  ];
}

/** How talkative it may be on the whole server, where it is silent. */
function serverWordRow({ settings: { choice: say } }: Texts): ActionRow {
  const options = chattinesses
    .filter((chattiness) => chattiness !== "silent")
    .map((chattiness) => ({ label: say.unasked[chattiness].name, description: say.unasked[chattiness].about, value: chattiness }));
  return selectRow({ type: 3, custom_id: customId("autonomy-server"), placeholder: say.unaskedPlaceholder, options });
}
