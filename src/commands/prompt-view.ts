/** Shows the system prompt's layers: all of them within one message, one of them whole, or what a scope was before. Used by /viewprompt and its buttons. */
import { type ActionRow, type Button, button, customId, type Embed, row, type SelectOption, selectRow } from "../discord/components.ts";
import type { CommandInteraction, ComponentInteraction } from "../discord/interaction.ts";
import { CHOICE_LENGTH } from "../discord/limits.ts";
import { mentionOf } from "../discord/mentions.ts";
import { clip, quote } from "../discord/quote.ts";
import type { MessageBody } from "../discord/reply.ts";
import { shareOut } from "../kernel/share-out.ts";
import { type Texts, word } from "../locales/index.ts";
import { composeLayers, type PromptLayer } from "../persona/layers.ts";
import { placeholderValues } from "../persona/placeholders.ts";
import type { ScopeKind } from "../persona/scopes.ts";
import { speakingIn } from "../persona/speaker.ts";
import type { PromptVersion } from "../persona/store.ts";
import { deployerLayers } from "../prompts/index.ts";
import { ownersOf } from "./persona-place.ts";
import { undoButton } from "./prompt-change.ts";
import { type Chosen, changeable, scopesOf } from "./prompt-scope.ts";
import type { CommandDeps } from "./types.ts";

/** Of one embed's text, and of all embeds of a message with their titles. Source: Discord reference, "Embed Limits". */
const EMBED_LENGTH = 4_096;
const EMBEDS_LENGTH = 6_000;
const HISTORY_EXCERPT = 100;

export interface PromptView {
  layers: PromptLayer[];
  /** Scopes that hold here and were ever set, with what holds; an empty text was removed. */
  held: { kind: ScopeKind; version: PromptVersion }[];
  /** What this person may change. */
  changeable: Chosen[];
  inServer: boolean;
}

export async function loadView(interaction: CommandInteraction | ComponentInteraction, deps: CommandDeps): Promise<PromptView> {
  const { guildId, botPresent, user, channelName, locale } = interaction;
  const scopes = scopesOf(interaction);
  const wheres = scopes.map(([, scope]) => scope);
  const [versions, server, person, cast] = await Promise.all([
    deps.prompts.read(wheres),
    guildId !== null && botPresent ? deps.access.server(guildId) : null,
    deps.access.person(user.id),
    deps.personas.speaking(wheres, ownersOf(interaction)),
  ]);
  const { speaker } = speakingIn(scopes, cast.choices, cast.personas);
  const values = placeholderValues({
    botName: speaker?.name ?? "",
    userName: user.name,
    inServer: guildId !== null,
    serverName: server?.name ?? "",
    channelName,
    now: deps.clock.now(),
    timeZone: person.timeZone,
    locale,
  });
  const held = scopes.flatMap(([kind, scope]) => {
    const version = versions.get(scope);
    return version === undefined ? [] : [{ kind, version }];
  });
  return {
    layers: composeLayers(deployerLayers(deps.facts.systemPrompt), scopes, [...versions.values()], values, speaker),
    held,
    changeable: changeable(interaction, deps.texts),
    inServer: guildId !== null && botPresent,
  };
}

/** Every layer, the longest shortened until all fit. */
export function overview(view: PromptView, texts: Texts): MessageBody {
  const say = texts.prompts.view;
  const heads = view.layers.map((layer) => headOf(layer, texts));
  const room = EMBEDS_LENGTH - heads.reduce((sum, { title, line }) => sum + title.length + line.length, 0);
  const rooms = shareOut(
    view.layers.map(({ text }, index) => Math.min(text.length, EMBED_LENGTH - (heads[index]?.line.length ?? 0))),
    room,
  );
  const shown = view.layers.map(({ text }, index) => clip(text, Math.floor(rooms[index] ?? 0)));
  const embeds = heads.map(({ title, line }, index): Embed => ({ title, description: `${line}${shown[index] ?? ""}` }));
  const isCut = view.layers.some(({ text }, index) => shown[index] !== text);
  const nothingSet = view.layers.every(({ set }) => set === undefined);
  const lines = [say.heading, ...(nothingSet ? [view.inServer ? say.nothingSet : say.nothingSetAlone] : []), ...(isCut ? [say.cut] : [])];
  return { content: lines.join("\n"), embeds, components: [chooser(view, texts), ...buttonRows(view, view.changeable, texts)] };
}

/** `name`: of a layer. */
export function showWhole(view: PromptView, name: string, texts: Texts): MessageBody {
  const say = texts.prompts.view;
  const layer = view.layers.find((candidate) => candidate.name === name);
  const components = [chooser(view, texts), ...oneRow(view, name, texts)];
  if (layer === undefined) return { content: say.nothingThere, components };
  const { title, line } = headOf(layer, texts);
  const first = `${line}${layer.text}`.slice(0, EMBED_LENGTH).replace(/[\uD800-\uDBFF]$/, "");
  const rest = `${line}${layer.text}`.slice(first.length);
  const second = clip(rest, EMBEDS_LENGTH - title.length - first.length);
  const embeds = [{ title, description: first }, ...(rest === "" ? [] : [{ description: second }])];
  return { content: second === rest ? say.heading : `${say.heading}\n${say.tooLongToShow}`, embeds, components };
}

/** `name`: of a layer that people set. */
export async function showHistory(interaction: ComponentInteraction, name: string, deps: CommandDeps): Promise<MessageBody> {
  const { texts } = deps;
  const say = texts.prompts.view;
  const found = scopesOf(interaction).find(([kind]) => kind === name);
  const [view, versions] = await Promise.all([loadView(interaction, deps), found === undefined ? [] : deps.prompts.history(found[1])]);
  const lines = versions.map(({ text, setBy, setAt }) => {
    const excerpt = text === "" ? `*${say.removedThen}*` : quote(text, HISTORY_EXCERPT);
    return `- ${moment(setAt)} ${mentionOf(setBy, texts.prompts.somebody)}: ${excerpt}`;
  });
  const embed: Embed = {
    title: clip(say.history(nameOf(name, texts)), 256),
    description: lines.length === 0 ? say.nothingThere : clip(lines.join("\n"), EMBED_LENGTH),
  };
  return { content: "", embeds: [embed], components: [chooser(view, texts), ...oneRow(view, name, texts)] };
}

/** The select: each layer whole, each scope's past. */
function chooser({ layers, held }: PromptView, texts: Texts): ActionRow {
  const say = texts.prompts.view;
  const options: SelectOption[] = [
    ...layers.map(({ name }) => ({ label: clip(say.full(nameOf(name, texts)), CHOICE_LENGTH), value: `full:${name}` })),
    ...held.map(({ kind }) => ({ label: clip(say.history(nameOf(kind, texts)), CHOICE_LENGTH), value: `history:${kind}` })),
  ];
  return selectRow({ type: 3, custom_id: customId("prompt-show"), placeholder: say.choose, options });
}

/** Edit for all that may be changed, Undo for all of those that were. */
function buttonRows(view: PromptView, mine: readonly Chosen[], texts: Texts): ActionRow[] {
  const { button: say, whose } = texts.prompts;
  const named = (label: string, { kind }: Chosen) => `${label}: ${whose[kind]}`;
  const edits = mine.map((chosen) => button(named(say.edit, chosen), customId("prompt-edit", chosen.target)));
  return [...row(edits), ...row(mine.flatMap((chosen) => undoOf(view, chosen, named(say.undo, chosen))))];
}

function undoOf({ held }: PromptView, chosen: Chosen, label: string): Button[] {
  const version = held.find(({ kind }) => kind === chosen.kind)?.version;
  return version === undefined ? [] : [undoButton(chosen, version.id, label)];
}

/** Under one layer: back to all, and what may be done with it. */
function oneRow(view: PromptView, name: string, texts: Texts): ActionRow[] {
  const { button: say } = texts.prompts;
  const chosen = view.changeable.find(({ kind }) => kind === name);
  const actions = chosen === undefined ? [] : [button(say.edit, customId("prompt-edit", chosen.target)), ...undoOf(view, chosen, say.undo)];
  return row([button(say.back, customId("prompt-view")), ...actions]);
}

/** An embed's title, and the line above the layer's text. Mentions work in descriptions alone. */
function headOf({ name, source, set, persona }: PromptLayer, texts: Texts): { title: string; line: string } {
  const say = texts.prompts;
  const origin = set === undefined ? say.from(source) : say.setBy(`${mentionOf(set.by, say.somebody)} ${moment(set.at)}`);
  return { title: persona === undefined ? nameOf(name, texts) : `${nameOf(name, texts)}: ${quote(persona)}`, line: `-# ${origin}\n` };
}

/** As a heading: its first letter is a capital. */
function nameOf(name: string, texts: Texts): string {
  const known = word(texts.prompts.layer, name) ?? quote(name);
  return known.charAt(0).toUpperCase() + known.slice(1);
}

const moment = (at: number) => `<t:${Math.floor(at / 1000)}:R>`;
