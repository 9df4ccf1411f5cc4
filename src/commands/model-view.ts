/** Shows which model answers here and why, with what may be chosen instead. Used by /model, its buttons, and /settings. */
import { type ActionRow, button, customId, row, type SelectOption, selectRow } from "../discord/components.ts";
import type { Interaction } from "../discord/interaction.ts";
import { CHOICE_LENGTH, MESSAGE_LENGTH } from "../discord/limits.ts";
import { clip, code, exact } from "../discord/quote.ts";
import type { MessageBody } from "../discord/reply.ts";
import type { GuildId } from "../kernel/ids.ts";
import { availableModels, chosenModels, type Decision, decideModels, type ServerModels } from "../models/policy.ts";
import type { ModelChoice } from "../models/store.ts";
import { longFacts, namesOf, shortFacts } from "./model-about.ts";
import { type Chosen, changeable, scopesOf } from "./prompt-scope.ts";
import { serverOf } from "./settings-panel.ts";
import type { CommandDeps, ModelAbout } from "./types.ts";

/** The choice that takes one back; no model is called so. */
export const DEFAULT_CHOICE = "(default)";
/** Of a select's 25 options one is the default. */
const OFFERED = 24;

export interface ModelState {
  choices: ModelChoice[];
  server: ServerModels;
  /** What may be chosen here, default first. */
  available: string[];
}

/** The server whose models are asked: as in a turn, one that the bot is a member of. */
export const serverOfModels = ({ guildId, botPresent }: Interaction): GuildId | null => (botPresent ? guildId : null);

export async function readModels(interaction: Interaction, { modelStore, models }: CommandDeps): Promise<ModelState> {
  const { choices, server } = await modelStore.read(
    scopesOf(interaction).map(([, scope]) => scope),
    serverOfModels(interaction),
  );
  return { choices, server, available: availableModels(server, models) };
}

export function decisionFor(interaction: Interaction, { choices, server }: ModelState, { models }: CommandDeps): Decision {
  return decideModels(chosenModels(scopesOf(interaction), choices), server, models);
}

/** A model of this place, described: at a server's own endpoint prices are another one's. */
export function aboutHere(id: string, { server }: ModelState, deps: CommandDeps): ModelAbout {
  return deps.describeModel(id, server.own?.address);
}

/** `chosen`: for whom the select chooses; `lead`: what was just done, and the row that takes it back. */
export function modelView(
  interaction: Interaction,
  chosen: Chosen,
  state: ModelState,
  deps: CommandDeps,
  lead: { text: string; rows: ActionRow[] } = { text: "", rows: [] },
): MessageBody {
  const { models: say } = deps.texts;
  const decision = decisionFor(interaction, state, deps);
  const [model, ...fallbacks] = decision.models;
  const { own } = state.server;
  const resting = decision.passedOver.find(({ source }) => source === "user");
  const lines =
    model === undefined
      ? [say.none]
      : [
          `**${exact(model)}** · ${longFacts(aboutHere(model, state, deps), deps.texts)}`,
          say.because[decision.source],
          ...(resting === undefined ? [] : [say.passedOverHere(exact(resting.model))]),
          fallbacks.length === 0 ? say.noChain : say.chain(namesOf(fallbacks, deps.texts, 5)),
          ...(own === null ? [] : [say.atOwn(new URL(own.address).host)]),
        ];
  const more = state.available.length - OFFERED;
  const content = [lead.text, say.title, ...lines, ...chosenLine(interaction, state, deps), ...(more > 0 ? [say.moreInCommand(more)] : [])];
  return {
    content: clip(content.filter((line) => line !== "").join("\n"), MESSAGE_LENGTH),
    components: [...rowsOf(interaction, chosen, state, deps), ...lead.rows],
  };
}

/** Who chose what, for all scopes that hold here. */
function chosenLine(interaction: Interaction, { choices }: ModelState, { texts: { models: say } }: CommandDeps): string[] {
  const set = scopesOf(interaction)
    .toReversed()
    .flatMap(([kind, scope]) => {
      const { model = null, setBy = "", changedAt = 0 } = choices.find((choice) => choice.scope === scope) ?? {};
      return model === null ? [] : [say.choice(say.whose[kind], code(model), `<@${setBy}> <t:${Math.floor(changedAt / 1_000)}:R>`)];
    });
  return set.length === 0 ? [] : [say.chosen(set.join(" · "))];
}

function rowsOf(interaction: Interaction, chosen: Chosen, state: ModelState, deps: CommandDeps): ActionRow[] {
  const { texts } = deps;
  const { models: say } = texts;
  const held = state.choices.find(({ scope }) => scope === chosen.scope)?.model ?? null;
  const options: SelectOption[] = state.available
    .filter((id) => id.length <= CHOICE_LENGTH)
    .slice(0, OFFERED)
    .map((id) => {
      const facts = shortFacts(aboutHere(id, state, deps), texts);
      return { label: id, value: id, ...(facts === "" ? {} : { description: clip(facts, CHOICE_LENGTH) }), default: id === held };
    });
  options.push({ label: say.defaultChoice, value: DEFAULT_CHOICE, default: held === null });
  const targets = changeable(interaction, texts);
  const switches = targets.length < 2 ? [] : targets;
  return [
    selectRow({ type: 3, custom_id: customId("model-choose", chosen.target), placeholder: say.choose[chosen.kind], options }),
    ...row([
      ...switches.map(({ kind, target }) => button(say.target[kind], customId("model-view", target), target === chosen.target ? "primary" : "secondary")),
      ...(held === null ? [] : [button(say.button.reset, customId("model-default", chosen.target))]),
      button(say.button.settings, customId("settings", tabOf(interaction, chosen)), "secondary", "⚙️"),
    ]),
  ];
}

function tabOf(interaction: Interaction, { target }: Chosen): "me" | "channel" | "server" {
  return serverOf(interaction) === null ? "me" : target;
}
