/** Shows who speaks here and why, with a select of whom to choose, and all personas as a list. Used by /persona, its buttons, and /settings. */
import { type ActionRow, button, customId, row, type SelectOption, selectRow } from "../discord/components.ts";
import type { Interaction } from "../discord/interaction.ts";
import { CHOICE_LENGTH } from "../discord/limits.ts";
import { mentionOf } from "../discord/mentions.ts";
import { clip, quote } from "../discord/quote.ts";
import type { MessageBody } from "../discord/reply.ts";
import { DEFAULT, NONE } from "../persona/names.ts";
import { choiceName, choiceOf, type Group, groupOf, type KnownPersona, type PersonaState, speakingHere } from "./persona-place.ts";
import { type Chosen, changeable, scopesOf } from "./prompt-scope.ts";
import { serverOf } from "./settings-panel.ts";
import type { CommandDeps } from "./types.ts";

/** Of a select's 25 options two are no persona. */
const OFFERED = 23;
const SELECT_LENGTH = 25;
const groups: readonly Group[] = ["shipped", "server", "mine"];

/** `chosen`: for whom the select chooses; `lead`: what was just done, and the row that takes it back. */
export function personaPanel(
  interaction: Interaction,
  chosen: Chosen,
  state: PersonaState,
  deps: CommandDeps,
  lead: { text: string; rows: ActionRow[] } = { text: "", rows: [] },
): MessageBody {
  const { panel: say, whose } = deps.texts.personas;
  const { persona, choice, passedOver } = speakingHere(interaction, state);
  const offered = offeredTo(chosen, state);
  const more = offered.length - OFFERED;
  const content = [
    lead.text,
    say.title,
    persona === null ? say.nobody : say.speaks(persona.emoji, quote(persona.name)),
    say.because[choice?.kind ?? "nobody"],
    ...passedOver.map((kind) => say.rests(whose[kind])),
    ...chosenLine(interaction, state, deps),
    ...(more > 0 ? [say.more(more)] : []),
  ];
  return { content: content.filter((line) => line !== "").join("\n"), components: [...rowsOf(interaction, chosen, state, deps), ...lead.rows] };
}

/** For many only what is theirs, or ships. */
export function offeredTo({ target }: Pick<Chosen, "target">, { personas }: PersonaState): KnownPersona[] {
  return target === "me" ? personas : personas.filter((persona) => groupOf(persona) !== "mine");
}

/** Who chose what, for all scopes that hold here. */
function chosenLine(interaction: Interaction, state: PersonaState, { texts }: CommandDeps): string[] {
  const { panel: say, whose } = texts.personas;
  const set = scopesOf(interaction)
    .toReversed()
    .flatMap(([kind, scope]) => {
      const name = choiceName(scope, state, texts);
      const { setBy = "", changedAt = 0 } = state.choices.find((choice) => choice.scope === scope) ?? {};
      return name === null ? [] : [say.choice(whose[kind], name, `${mentionOf(setBy, texts.prompts.somebody)} <t:${Math.floor(changedAt / 1_000)}:R>`)];
    });
  return set.length === 0 ? [] : [say.chosen(set.join(" · "))];
}

function rowsOf(interaction: Interaction, chosen: Chosen, state: PersonaState, deps: CommandDeps): ActionRow[] {
  const { texts } = deps;
  const { panel: say, button: words } = texts.personas;
  const held = state.choices.find(({ scope }) => scope === chosen.scope)?.persona ?? "";
  const options: SelectOption[] = offeredTo(chosen, state)
    .slice(0, OFFERED)
    .map((persona) => ({ ...optionOf(persona, deps), default: persona.ref === held }));
  options.push({ label: say.none.name, description: say.none.about, value: NONE, default: held === NONE });
  options.push({ label: say.default.name, description: say.default.about, value: DEFAULT, default: held === "" });
  const targets = changeable(interaction, texts);
  const switches = targets.length < 2 ? [] : targets;
  const tab = serverOf(interaction) === null ? "me" : chosen.target;
  return [
    selectRow({ type: 3, custom_id: customId("persona-choose", chosen.target), placeholder: say.choose[chosen.kind], options }),
    ...row([
      ...switches.map(({ kind, target }) => button(say.target[kind], customId("persona-view", target), target === chosen.target ? "primary" : "secondary")),
      button(words.list, customId("persona-list"), "secondary", "🎭"),
      button(words.settings, customId("settings", tab), "secondary", "⚙️"),
    ]),
  ];
}

function optionOf(persona: KnownPersona, { texts }: CommandDeps): SelectOption {
  const { owner } = texts.personas.show;
  const group = groupOf(persona);
  return {
    // As words: an emoji that Discord does not know yet would have it refuse the whole list.
    label: clip(`${persona.emoji} ${persona.name}`, CHOICE_LENGTH),
    value: choiceOf(persona),
    description: owner[group === "mine" ? "user" : group],
  };
}

/** All of them, by whose they are; a select for each group leads to one. */
export function personaList(interaction: Interaction, state: PersonaState, deps: CommandDeps): MessageBody {
  const { list: say, button: words } = deps.texts.personas;
  const speaker = speakingHere(interaction, state).persona?.ref;
  const there = groups.filter((group) => group !== "server" || serverOf(interaction) !== null);
  const of = (group: Group) => state.personas.filter((persona) => groupOf(persona) === group);
  const line = (persona: KnownPersona) => `${persona.emoji} ${quote(persona.name)}${persona.ref === speaker ? ` (${say.speaks})` : ""}`;
  const content = [
    say.title,
    ...there.map((group) => {
      const all = of(group).map(line);
      return `${say[group]}\n${all.length === 0 ? say.none : all.join(" · ")}`;
    }),
    say.hint,
  ].join("\n");
  const selects = there.flatMap((group) => {
    const options = of(group)
      .slice(0, SELECT_LENGTH)
      .map((persona) => optionOf(persona, deps));
    return options.length === 0 ? [] : [selectRow({ type: 3, custom_id: customId("persona-pick", group), placeholder: say.pick[group], options })];
  });
  return { content: clip(content, 2_000), components: [...selects, ...row([button(words.open, customId("persona-view", "me"), "primary", "🎭")])] };
}
