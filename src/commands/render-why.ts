/** A turn's record as a text for people, at most one message long. Used by `/why` and the Why button. */
import { MESSAGE_LENGTH } from "../discord/limits.ts";
import { mentionOf } from "../discord/mentions.ts";
import { messageLink } from "../discord/messages.ts";
import { clip, code, quote } from "../discord/quote.ts";
import { type Texts, word } from "../locales/index.ts";
import type { RecalledSource } from "../turns/explanation.ts";
import type { TurnRecord } from "../turns/store.ts";
import { whyUnasked } from "./why-unasked.ts";

/** Of a long list only so many lines are shown. */
const LINES = 8;

export function renderWhy(turn: TurnRecord, texts: Texts): string {
  const { explanation } = turn;
  const text = texts.why;
  const sections = [
    `**${text.title}**`,
    `${triggerOf(turn, texts)}, <t:${Math.floor(turn.createdAt / 1000)}:f>. ${outcomeOf(turn, texts)}.`,
    whyUnasked(turn, texts),
    personaOf(turn, texts),
    modelsOf(turn, texts),
    list(
      text.instructions,
      explanation.layers.map((layer) => layerOf(layer, texts)),
    ),
    list(readOf(turn, texts), contextOf(turn, texts)),
    list(
      text.remembered,
      (explanation.memories ?? []).map((source) => memoryOf(source, texts)),
    ),
    list(
      text.notices,
      explanation.notices.map((notice) => clip(notice, 200)),
    ),
    list(
      texts.tools.used,
      (explanation.tools ?? []).map(({ name, failed, ms }) =>
        texts.tools.use(word(texts.tools.label, name) ?? quote(name), texts.why.seconds(ms / 1000), failed),
      ),
    ),
    explanation.restarts.length === 0 ? "" : `**${text.restarts}** ${clip(explanation.restarts.map((reason) => quote(reason)).join(", "), 200)}`,
    `**${text.cost}** ${costOf(turn, texts)} · ${text.tokens(turn.inputTokens, turn.cachedInputTokens, turn.outputTokens)}`,
    `**${text.time}** ${timesOf(turn, texts)}`,
    `-# ${text.record} ${turn.id}`,
  ];
  return clip(sections.filter((section) => section !== "").join("\n"), MESSAGE_LENGTH);
}

/** Five decimals at most, but never a price rounded down to nothing. */
export function formatUsd(microUsd: number): string {
  if (microUsd === 0) return "$0";
  if (microUsd < 10) return "< $0.00001";
  const usd = microUsd / 1_000_000;
  return `$${
    usd >= 1
      ? usd.toFixed(2)
      : usd
          .toFixed(5)
          .replace(/0+$/, "")
          .replace(/^0\.(\d)$/, "0.$10")
  }`;
}

function triggerOf(turn: TurnRecord, texts: Texts): string {
  return word(texts.why.trigger, turn.trigger) ?? texts.why.otherTrigger(quote(turn.trigger));
}

function outcomeOf(turn: TurnRecord, texts: Texts): string {
  const outcome = word(texts.why.outcome, turn.outcome) ?? quote(turn.outcome);
  const reason = turn.reason ? ` (${quote(turn.reason)})` : "";
  const way = turn.outcome === "answered" || turn.outcome === "stopped" ? `, ${texts.why.delivery[turn.explanation.delivery] ?? ""}` : "";
  return `${outcome}${reason}${way}`;
}

function modelsOf(turn: TurnRecord, texts: Texts): string {
  const { models } = turn.explanation;
  const tried = models.length > 1 ? ` (${texts.why.tried}: ${models.map((model) => code(model)).join(" → ")})` : "";
  const name = turn.model === null ? texts.why.noModel : code(turn.model);
  return `**${texts.why.model}** ${[name, ...whoseModel(turn, texts)].join(", ")}${clip(tried, 300)}`;
}

/** Who decided about it, and where it was asked. */
function whoseModel({ explanation: { modelFrom, own } }: TurnRecord, { models: { why: say, source } }: Texts): string[] {
  const chosenBy = modelFrom === undefined || modelFrom === "endpoint" ? undefined : word(source, modelFrom);
  return [...(chosenBy === undefined ? [] : [say.chosenBy(chosenBy)]), ...(own === undefined ? [] : [say.at(own.host)])];
}

/** At a server's own endpoint it is an estimate of what that server pays. */
function costOf({ costMicroUsd, explanation: { own } }: TurnRecord, { models: { why: say } }: Texts): string {
  if (own === undefined) return formatUsd(costMicroUsd);
  return own.priced || costMicroUsd > 0 ? say.ownCost(formatUsd(costMicroUsd)) : say.ownUnpriced;
}

function layerOf({ name, source, tokens, set }: TurnRecord["explanation"]["layers"][number], texts: Texts): string {
  const called = word(texts.prompts.layer, name) ?? quote(name);
  if (set === undefined) return texts.why.layer(called, clip(source, 80), tokens);
  return texts.prompts.setLayer(called, `${mentionOf(quote(set.by), texts.prompts.somebody)} <t:${Math.floor(set.at / 1000)}:R>`, tokens);
}

function personaOf({ explanation: { persona } }: TurnRecord, texts: Texts): string {
  if (persona === undefined) return "";
  const { why: say, whose } = texts.personas;
  const scope = word(whose, persona.kind) ?? quote(persona.kind);
  const because =
    persona.kind === "kept" ? say.kept : say.by(scope, `${mentionOf(quote(persona.by), texts.prompts.somebody)} <t:${Math.floor(persona.at / 1000)}:R>`);
  const parameters = persona.parameters.map((parameter) => quote(parameter)).join(", ");
  return [
    `**${say.title}** ${persona.emoji ?? ""} ${quote(persona.name)}`.replace("  ", " "),
    because,
    ...(parameters === "" ? [] : [clip(parameters, 200)]),
  ].join(" · ");
}

/** Where nothing had to fit into a window, as for a picture, nothing is said of one. */
function readOf({ explanation: { context } }: TurnRecord, { why: say }: Texts): string {
  return context.budget === 0 ? say.read : `${say.read} (${say.budget(context.budget)})`;
}

function contextOf(turn: TurnRecord, texts: Texts): string[] {
  const { context } = turn.explanation;
  return [
    ...((context.summary ?? 0) > 0 ? [texts.why.summary(context.summary ?? 0)] : []),
    ...(context.historyMessages > 0 ? [texts.why.history(context.historyMessages, context.history)] : []),
    ...((context.examples ?? 0) > 0 ? [texts.why.examples(context.examples ?? 0)] : []),
    ...(context.channelMessages > 0 ? [texts.why.channel(context.channelMessages, context.channel)] : []),
    ...((context.quoted ?? 0) > 0 ? [texts.why.quoted(context.quoted ?? 0)] : []),
    ...((context.memories ?? 0) > 0 ? [texts.why.memories(turn.explanation.memories?.length ?? 0, context.memories ?? 0)] : []),
    ...(context.attachments > 0 ? [texts.why.attachments(context.attachments)] : []),
    (turn.explanation.unasked === undefined ? texts.why : texts.unasked).prompt(context.prompt),
  ];
}

/** The words themselves are not kept: the link leads to them. */
function memoryOf(source: RecalledSource, { why: { memory: say } }: Texts): string {
  if (source.kind === "knowledge") return say.knowledge(quote(source.name));
  const link = source.link === undefined ? "" : ` ${messageLink(source.link.guildId, source.link.channelId, source.link.messageId)}`;
  return `${say[source.kind](`<t:${Math.floor(source.at / 1000)}:d>`)}${link}`;
}

function timesOf(turn: TurnRecord, texts: Texts): string {
  const { times } = turn.explanation;
  const words = texts.why.times;
  const parts: [string, number | null][] = [
    [words.queued, times.queuedMs],
    [words.prepared, times.preparedMs],
    [words.firstToken, times.firstTokenMs],
    [words.model, times.modelMs],
    [words.delivered, times.deliveredMs],
  ];
  return parts.flatMap(([name, ms]) => (ms === null ? [] : [`${name} ${texts.why.seconds(ms / 1000)}`])).join(" · ");
}

function list(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  return [`**${title}**`, ...lines.slice(0, LINES).map((line) => `- ${line}`), ...(lines.length > LINES ? ["- …"] : [])].join("\n");
}
