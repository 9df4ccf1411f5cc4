/** The answer to an interaction (inline or by REST): is it allowed for this kind, is it well-formed, and what does it do to the channel. */
import {
  ApplicationCommandAutocompleteCallbackRequestSchema,
  CreateMessageInteractionCallbackRequestSchema,
  IncomingWebhookInteractionRequestSchema,
  IncomingWebhookUpdateRequestPartialSchema,
  ModalInteractionCallbackRequestSchema,
  PongInteractionCallbackRequestSchema,
  type SpecSchema,
  UpdateMessageInteractionCallbackRequestSchema,
} from "discord-api-spec/zod";
import { changeOf, pingedUsers } from "./apply-body.ts";
import type { Body } from "./body.ts";
import { checkModal } from "./check-components.ts";
import { checkMessage } from "./check-message.ts";
import { asArray, asObject, asObjects, asString, isObject, type JsonObject } from "./json.ts";
import { createMessage, editMessage, findMessage } from "./messages.ts";
import { type FormError, invalidForm, Refusal, refuse } from "./refusal.ts";
import { checkSchema } from "./schemas.ts";
import { emit, type InteractionRecord, type State } from "./state.ts";
import { type MessageRecord, messageFlag } from "./types.ts";

/** Callback types by interaction type. Source: Discord reference, "Interaction Callback Type". */
const ALLOWED: Record<number, readonly number[]> = { 1: [1], 2: [4, 5, 9], 3: [4, 5, 6, 7, 9], 4: [8], 5: [4, 5, 6, 7] };

const SCHEMAS: Record<number, SpecSchema> = {
  1: PongInteractionCallbackRequestSchema,
  4: CreateMessageInteractionCallbackRequestSchema,
  5: CreateMessageInteractionCallbackRequestSchema,
  6: UpdateMessageInteractionCallbackRequestSchema,
  7: UpdateMessageInteractionCallbackRequestSchema,
  8: ApplicationCommandAutocompleteCallbackRequestSchema,
  9: ModalInteractionCallbackRequestSchema,
};

/** Throws a refusal and changes nothing, or acknowledges the interaction. Returns the message that `@original` now means. */
export function applyCallback(state: State, interaction: InteractionRecord, body: Body): MessageRecord | undefined {
  const json = asObject(body.json);
  const type = Number(json.type);
  if (!isObject(body.json) || !(ALLOWED[interaction.type] ?? []).includes(type)) {
    throw invalidForm([
      { path: ["type"], code: "BASE_TYPE_CHOICES", message: `Callback type ${String(json.type)} does not fit interaction type ${interaction.type}.` },
    ]);
  }
  const schema = SCHEMAS[type];
  // Message bodies are checked as messages below; the numeric attachment ids they may have are not in the schema.
  if (schema) checkSchema(schema, type === 4 || type === 7 ? withoutAttachments(json) : json, state.options.strict);
  const record = perform(state, interaction, type, asObject(json.data), body);
  interaction.status = "acknowledged";
  interaction.acknowledgedAt = state.now();
  interaction.callback = json;
  interaction.originalId = record?.json.id;
  emit(state, { type: "interaction-acknowledged", interactionId: interaction.id, userId: interaction.user.id, channelId: interaction.channelId });
  return record;
}

function withoutAttachments(json: JsonObject): JsonObject {
  if (!isObject(json.data)) return json;
  const { attachments: _, ...data } = json.data;
  return { ...json, data };
}

function perform(state: State, interaction: InteractionRecord, type: number, data: JsonObject, body: Body): MessageRecord | undefined {
  switch (type) {
    case 4:
      return respond(state, interaction, data, body);
    case 5:
      return defer(state, interaction, data);
    case 6:
      if (Object.keys(data).length > 0) throw invalidForm([{ path: ["data"], code: "BASE_TYPE_INVALID", message: "A deferred update has no data." }]);
      return sourceMessage(state, interaction);
    case 7:
      return update(state, interaction, data, body);
    case 8:
      interaction.choices = checkChoices(interaction, data);
      return undefined;
    case 9:
      return openModal(state, interaction, data);
    default:
      return undefined;
  }
}

function respond(state: State, interaction: InteractionRecord, data: JsonObject, body: Body): MessageRecord {
  const allowed = messageFlag.suppressEmbeds | messageFlag.ephemeral | messageFlag.silent | messageFlag.voice | messageFlag.componentsV2;
  const parsed = { json: data, files: body.files };
  const json = checkMessage(state, parsed, {
    schema: IncomingWebhookInteractionRequestSchema,
    what: "callback 4",
    flags: allowed,
    fileLimit: interaction.attachmentSizeLimit,
  });
  return create(state, interaction, Number(json.flags ?? 0), json, body);
}

/** "Thinking". Source: Discord reference: with a deferral only EPHEMERAL may be set, and it decides about the message for good. */
function defer(state: State, interaction: InteractionRecord, data: JsonObject): MessageRecord {
  const flags = Number(data.flags ?? 0);
  const extra = Object.keys(data).filter((key) => key !== "flags");
  if (extra.length > 0 || (flags & ~messageFlag.ephemeral) !== 0) {
    throw invalidForm([{ path: ["data"], code: "BASE_TYPE_INVALID", message: "A deferral carries nothing but the EPHEMERAL flag." }]);
  }
  return create(state, interaction, flags | messageFlag.loading, {}, { json: {}, files: [] });
}

function create(state: State, interaction: InteractionRecord, wanted: number, json: JsonObject, body: Body): MessageRecord {
  const channel = state.channels.get(interaction.channelId);
  if (!channel) throw refuse.unknownChannel();
  const flags = wanted | (interaction.forcePrivate ? messageFlag.ephemeral : 0);
  const isPrivate = (flags & messageFlag.ephemeral) !== 0;
  const source = interaction.sourceMessageId === undefined ? undefined : findMessage(state, interaction.sourceMessageId);
  const isMenu = asObject(interaction.payload.data).type === 2 || asObject(interaction.payload.data).type === 3;
  const record = createMessage(state, {
    channel,
    author: state.app.bot,
    // Source: Discord reference, "Message Types": 19 reply, 20 slash command, 23 context menu.
    type: source ? 19 : isMenu && interaction.type === 2 ? 23 : 20,
    ...changeOf(state, json, body.files, channel, [], isPrivate),
    flags,
    mentions: pingedUsers(state, json, undefined),
    replyTo: source,
    onlyFor: isPrivate ? interaction.user.id : undefined,
    interactionId: interaction.id,
    webhookId: state.app.id,
    metadata: interaction.metadata,
  });
  interaction.messageIds.push(record.json.id);
  return record;
}

function sourceMessage(state: State, interaction: InteractionRecord): MessageRecord {
  const source = interaction.sourceMessageId === undefined ? undefined : findMessage(state, interaction.sourceMessageId);
  if (!source) throw new Refusal(400, 50035, "Invalid Form Body: there is no message to update", { clientBug: true });
  return source;
}

function update(state: State, interaction: InteractionRecord, data: JsonObject, body: Body): MessageRecord {
  const source = sourceMessage(state, interaction);
  const parsed = { json: data, files: body.files };
  const allowed = messageFlag.suppressEmbeds | messageFlag.componentsV2;
  const rules = {
    schema: IncomingWebhookUpdateRequestPartialSchema,
    what: "callback 7",
    flags: allowed,
    existing: source.json,
    fileLimit: interaction.attachmentSizeLimit,
  };
  const json = checkMessage(state, parsed, rules);
  const channel = state.channels.get(source.json.channel_id);
  if (!channel) throw refuse.unknownChannel();
  return editMessage(state, source, changeOf(state, json, body.files, channel, source.json.attachments, source.onlyFor !== undefined));
}

/** Source: Discord reference, "Application Command Option Choice": 100 characters, and the value has the option's own type. */
function checkChoices(interaction: InteractionRecord, data: JsonObject): JsonObject[] {
  const choices = asObjects(data.choices);
  const focused = focusedType(asArray(asObject(interaction.payload.data).options));
  const errors: FormError[] = choices.flatMap((choice, index) => {
    const value = choice.value;
    const fits = focused === 3 ? typeof value === "string" && value.length <= 100 : typeof value === "number";
    return fits ? [] : [{ path: ["data", "choices", index, "value"], code: "CHOICE_VALUE_INVALID", message: "The value does not fit the option." }];
  });
  if (asArray(data.choices).length > 25) errors.push({ path: ["data", "choices"], code: "BASE_TYPE_MAX_LENGTH", message: "Must be 25 or fewer in length." });
  if (errors.length > 0) throw invalidForm(errors);
  return choices;
}

function focusedType(options: readonly unknown[]): number | undefined {
  for (const option of options.filter(isObject)) {
    if (option.focused === true) return Number(option.type);
    const inner = focusedType(asArray(option.options));
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function openModal(state: State, interaction: InteractionRecord, data: JsonObject): undefined {
  const errors = checkModal(data);
  if (!asString(data.title)?.trim()) errors.push({ path: ["title"], code: "BASE_TYPE_REQUIRED", message: "This field is required" });
  if (errors.length > 0) throw invalidForm(errors.map((error) => ({ ...error, path: ["data", ...error.path] })));
  interaction.modal = data;
  emit(state, { type: "modal", interactionId: interaction.id, userId: interaction.user.id, modal: data });
  return undefined;
}
