/** The view "Models" behind the tab Server of /settings: what may be chosen, and the server's own endpoint. Shown by its buttons. */
import { type ActionRow, button, customId, row, selectRow } from "../discord/components.ts";
import type { Interaction } from "../discord/interaction.ts";
import { CHOICE_LENGTH, MESSAGE_LENGTH, TEXT_INPUT_LENGTH } from "../discord/limits.ts";
import { clip, code } from "../discord/quote.ts";
import type { MessageBody, Reply } from "../discord/reply.ts";
import type { GuildId } from "../kernel/ids.ts";
import type { Texts } from "../locales/index.ts";
import { availableModels, chosenModels, decideModels, type OwnEndpoint, type ServerModels } from "../models/policy.ts";
import { namesOf, shortFacts } from "./model-about.ts";
import { tabRow } from "./settings-panel.ts";
import type { CommandDeps } from "./types.ts";

/** As many as a select can show; of an own endpoint's models as many are kept. */
export const LISTED = 25;
/** The window's fields. */
export const FIELD = { address: "address", key: "key", models: "models" } as const;
export const ADDRESS_LENGTH = 300;
export const KEY_LENGTH = 500;
/** Room for as many of the longest names as there may be. */
const MODELS_LENGTH = TEXT_INPUT_LENGTH;

/** `server`: as it is after a change that was just made; `lead`: what that was. */
export async function modelsPanel(interaction: Interaction, guildId: GuildId, deps: CommandDeps, server?: ServerModels, lead = ""): Promise<MessageBody> {
  const scope = `server:${guildId}` as const;
  const read = await deps.modelStore.read([scope], guildId);
  const holds = server ?? read.server;
  const { models: say } = deps.texts;
  const [model] = decideModels(chosenModels([["server", scope]], read.choices), holds, deps.models).models;
  const available = availableModels(holds, deps.models);
  const content = [
    ...(lead === "" ? [] : [lead]),
    say.panel.title,
    model === undefined ? say.none : say.panel.answers(code(model)),
    ...(holds.own === null
      ? [
          (holds.allowed === null ? say.panel.all : say.panel.only)(namesOf(available, deps.texts)),
          ...(deps.models.length > LISTED ? [say.panel.cut(LISTED)] : []),
          say.panel.noEndpoint(deps.facts.modelHost),
        ]
      : ownLines(holds.own, deps.texts)),
  ].join("\n");
  const rows = [...(holds.own === null ? allowRow(holds, deps) : []), ...row(buttonsOf(holds, deps.texts))];
  return { content: clip(content, MESSAGE_LENGTH), components: [tabRow("server", interaction, deps.texts), ...rows] };
}

function ownLines({ address, sealedKey, models, testedAt }: OwnEndpoint, texts: Texts): string[] {
  const { panel: say } = texts.models;
  return [
    say.endpoint(new URL(address).host),
    sealedKey === null ? say.key.none : say.key.set,
    say.models(namesOf(models, texts)),
    ...(testedAt === null ? [] : [say.tested(`<t:${Math.floor(testedAt / 1_000)}:R>`)]),
  ];
}

/** Those of the bot's own models that fit into the select. */
export function allowable(models: readonly string[]): string[] {
  return models.filter((id) => id.length <= CHOICE_LENGTH).slice(0, LISTED);
}

function allowRow({ allowed }: ServerModels, { models, describeModel, texts }: CommandDeps): ActionRow[] {
  const offered = allowable(models);
  if (offered.length < 2) return [];
  const options = offered.map((id) => {
    const facts = shortFacts(describeModel(id), texts);
    return { label: id, value: id, ...(facts === "" ? {} : { description: clip(facts, CHOICE_LENGTH) }), default: allowed === null || allowed.includes(id) };
  });
  const placeholder = texts.models.panel.allowPlaceholder;
  return [selectRow({ type: 3, custom_id: customId("models-allow"), placeholder, min_values: 1, max_values: options.length, options })];
}

function buttonsOf({ own }: ServerModels, texts: Texts) {
  const { panel: say } = texts.models;
  return [
    button(say.defaultModel, customId("model-view", "server"), "secondary", "🧠"),
    button(say.setEndpoint, customId("models-endpoint"), "secondary", "🔌"),
    ...(own === null ? [] : [button(say.test, customId("models-test")), button(say.remove, customId("models-remove"), "danger")]),
    // An id of its own: none may stand twice in a message.
    button(texts.settings.server.back, customId("settings", "server", "back")),
  ];
}

/** Under the words of a test: back to where it was asked for. */
export function afterTest(interaction: Interaction, texts: Texts): ActionRow[] {
  const { panel: say } = texts.models;
  const buttons = [button(say.open, customId("settings-models"), "secondary", "🧠"), button(say.setEndpoint, customId("models-endpoint"), "secondary", "🔌")];
  return [tabRow("server", interaction, texts), ...row(buttons)];
}

/** Filled with what holds, but for the key. */
export function endpointWindow({ own }: ServerModels, { models: { window: say } }: Texts): Reply {
  const models = own?.models.join(", ") ?? "";
  const field = { style: "short" as const, required: false };
  return {
    type: "modal",
    modal: {
      customId: "models-endpoint",
      title: say.title,
      fields: [
        {
          ...field,
          id: FIELD.address,
          label: say.address,
          required: true,
          maxLength: ADDRESS_LENGTH,
          placeholder: say.addressPlaceholder,
          ...(own === null ? {} : { value: own.address }),
        },
        { ...field, id: FIELD.key, label: say.key, maxLength: KEY_LENGTH, placeholder: own?.sealedKey == null ? say.keyPlaceholder : say.keyKept },
        {
          ...field,
          style: "paragraph",
          id: FIELD.models,
          label: say.models,
          maxLength: MODELS_LENGTH,
          placeholder: say.modelsPlaceholder,
          ...(models === "" ? {} : { value: models }),
        },
      ],
    },
  };
}
