/** What Discord refuses in messages although the schemas allow it; used for channel posts, follow-ups, edits and callbacks. */
import type { SpecSchema } from "discord-api-spec/zod";
import type { Body, UploadedFile } from "./body.ts";
import { checkComponents } from "./check-components.ts";
import { asArray, asObject, asObjects, asString, isObject, type JsonObject } from "./json.ts";
import { type FormError, invalidForm, refuse } from "./refusal.ts";
import { checkSchema } from "./schemas.ts";
import { type State, violate } from "./state.ts";
import { type Attachment, messageFlag } from "./types.ts";

const CONTENT_LIMIT = 2000;
const EMBEDS_LIMIT = 6000;
const MOST_WAVEFORM_BYTES = 256;
const FILE_LIMIT = 10 * 1024 * 1024;

interface MessageRules {
  schema: SpecSchema;
  /** For violation texts. */
  what: string;
  /** Flags that may be sent here. */
  flags: number;
  fileLimit?: number;
  /** The message being edited: what is not sent stays. */
  existing?: { content: string; embeds: readonly unknown[]; components: readonly unknown[]; attachments: readonly Attachment[]; flags: number };
}

/** Throws a refusal, or returns the body as an object that is safe to apply. */
export function checkMessage(state: State, body: Body, rules: MessageRules): JsonObject {
  if (!isObject(body.json)) throw invalidForm([{ path: [], code: "DICT_TYPE_CONVERT", message: "Only dictionaries may be used in a DictType" }]);
  const json = withTextIds(body.json);
  checkSchema(rules.schema, json, state.options.strict);
  checkFiles(body.files, rules.fileLimit ?? FILE_LIMIT);
  const errors: FormError[] = [
    ...contentErrors(json),
    ...embedErrors(json),
    ...fieldErrors(json),
    ...attachmentErrors(json, body.files, rules),
    ...flagErrors(json, rules),
  ];
  const isV2 = ((Number(json.flags ?? 0) | (rules.existing?.flags ?? 0)) & messageFlag.componentsV2) !== 0;
  errors.push(...checkComponents(asObjects(json.components), isV2));
  if (isV2) errors.push(...v2Errors(json));
  if (errors.length > 0) throw invalidForm(errors);
  if (!isV2 && isEmpty(json, body.files, rules)) throw refuse.emptyMessage();
  checkVoice(json, body.files, rules);
  checkMentions(state, json, rules.what);
  return json;
}

/** Attachment ids may be sent as numbers (the reference's examples do), though the schema says text. */
function withTextIds(json: JsonObject): JsonObject {
  if (!Array.isArray(json.attachments)) return json;
  const attachments = json.attachments.map((item: unknown) => (isObject(item) && typeof item.id === "number" ? { ...item, id: String(item.id) } : item));
  return { ...json, attachments };
}

function checkFiles(files: readonly UploadedFile[], limit: number): void {
  if (files.some((file) => file.bytes.byteLength > limit)) throw refuse.tooLarge();
}

function contentErrors(json: JsonObject): FormError[] {
  const content = asString(json.content) ?? "";
  return content.length > CONTENT_LIMIT ? [{ path: ["content"], code: "BASE_TYPE_MAX_LENGTH", message: "Must be 2000 or fewer in length." }] : [];
}

/** Source: Discord reference, "Embed Limits": 6,000 characters over all embeds of a message. */
function embedErrors(json: JsonObject): FormError[] {
  const length = (value: unknown) => asString(value)?.length ?? 0;
  const total = asObjects(json.embeds).reduce((sum, embed) => {
    const fields = asObjects(embed.fields).reduce((all, field) => all + length(field.name) + length(field.value), 0);
    return sum + length(embed.title) + length(embed.description) + length(asObject(embed.footer).text) + length(asObject(embed.author).name) + fields;
  }, 0);
  return total > EMBEDS_LIMIT ? [{ path: ["embeds"], code: "MAX_EMBED_SIZE_EXCEEDED", message: "Embed size exceeds maximum size of 6000" }] : [];
}

/** Blanks are no text. Source: Discord reference, "Embed Limits": blanks around texts are left out; "Embed Field Structure": both are required. */
function fieldErrors(json: JsonObject): FormError[] {
  return asObjects(json.embeds).flatMap((embed, at) =>
    asObjects(embed.fields).flatMap((field, index) =>
      (["name", "value"] as const)
        .filter((key) => asString(field[key])?.trim() === "")
        .map((key) => ({ path: ["embeds", at, "fields", index, key], code: "BASE_TYPE_REQUIRED", message: "This field is required" })),
    ),
  );
}

/** With an `attachments` list each new file is listed under its n, and each other id is an attachment that is already there. */
function attachmentErrors(json: JsonObject, files: readonly UploadedFile[], rules: MessageRules): FormError[] {
  const errors: FormError[] = [];
  const existing = rules.existing?.attachments ?? [];
  const indexes = new Set(files.map((file) => String(file.index)));
  if (indexes.size !== files.length) errors.push({ path: ["files"], code: "DUPLICATE_FILE", message: "Two files have the same number." });
  if (Array.isArray(json.attachments)) {
    const listed = asObjects(json.attachments).map((item) => String(item.id));
    listed.forEach((id, index) => {
      const known = indexes.has(id) || existing.some((attachment) => attachment.id === id);
      if (!known) errors.push({ path: ["attachments", index, "id"], code: "ATTACHMENT_NOT_FOUND", message: "Unable to find the attachment for this id" });
    });
    for (const index of indexes)
      if (!listed.includes(index)) errors.push({ path: ["attachments"], code: "FILE_NOT_LISTED", message: `files[${index}] is not in attachments.` });
    if (listed.length > 10) errors.push({ path: ["attachments"], code: "BASE_TYPE_MAX_LENGTH", message: "Must be 10 or fewer in length." });
  } else if (files.length + existing.length > 10)
    errors.push({ path: ["attachments"], code: "BASE_TYPE_MAX_LENGTH", message: "Must be 10 or fewer in length." });
  return errors;
}

function flagErrors(json: JsonObject, rules: MessageRules): FormError[] {
  const flags = Number(json.flags ?? 0);
  const wrong = flags & ~rules.flags;
  if (!Number.isInteger(flags) || wrong !== 0) return [{ path: ["flags"], code: "INVALID_MESSAGE_FLAGS", message: `Flags ${wrong} cannot be set here.` }];
  return [];
}

/** Source: Discord reference, components: with IS_COMPONENTS_V2 the old ways of saying something are refused. */
function v2Errors(json: JsonObject): FormError[] {
  return ["content", "embeds", "poll", "sticker_ids"]
    .filter((key) => json[key] !== undefined && json[key] !== null && json[key] !== "" && !(Array.isArray(json[key]) && json[key].length === 0))
    .map((key) => ({
      path: [key],
      code: "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
      message: `The "${key}" field cannot be used with IS_COMPONENTS_V2.`,
    }));
}

function isEmpty(json: JsonObject, files: readonly UploadedFile[], rules: MessageRules): boolean {
  const { existing } = rules;
  const content = json.content === undefined ? (existing?.content ?? "") : (asString(json.content) ?? "");
  const has = (key: "embeds" | "components") => (json[key] === undefined ? (existing?.[key].length ?? 0) : asObjects(json[key]).length) > 0;
  const kept = json.attachments === undefined ? (existing?.attachments.length ?? 0) : asObjects(json.attachments).length;
  const stickers = Array.isArray(json.sticker_ids) && json.sticker_ids.length > 0;
  return content.trim() === "" && !has("embeds") && !has("components") && files.length === 0 && kept === 0 && !stickers && !isObject(json.poll);
}

/** Source: Discord reference, "Voice Messages": one audio file with its length and wave form, nothing else, and no edits. */
function checkVoice(json: JsonObject, files: readonly UploadedFile[], rules: MessageRules): void {
  if (rules.existing && rules.existing.flags & messageFlag.voice) throw refuse.voiceEdit();
  if ((Number(json.flags ?? 0) & messageFlag.voice) === 0) return;
  if (asString(json.content)?.trim() || asObjects(json.embeds).length > 0 || asObjects(json.components).length > 0 || isObject(json.poll))
    throw refuse.voiceContent();
  const [file] = files;
  if (!file || files.length > 1 || !file.contentType.startsWith("audio/")) throw refuse.voiceAttachment();
  const listed = asObjects(json.attachments).find((attachment) => String(attachment.id) === String(file.index));
  if (typeof listed?.duration_secs !== "number" || listed.duration_secs <= 0 || !isWaveform(listed.waveform)) throw refuse.voiceMetadata();
}

/** Source: Discord reference, "Attachment Object": base64 of a byte for each tenth of a second, 256 at most. */
function isWaveform(value: unknown): boolean {
  if (typeof value !== "string" || value === "" || !/^[A-Za-z0-9+/]+={0,2}$/.test(value) || value.length % 4 !== 0) return false;
  return atob(value).length <= MOST_WAVEFORM_BYTES;
}

/** Discord would accept it and ping somebody: so this is a violation, not a refusal. A single person may be named, whom the words mention. */
function checkMentions(state: State, json: JsonObject, what: string): void {
  const { parse, users = [], roles = [], replied_user: replied = false } = asObject(json.allowed_mentions);
  if (!Array.isArray(parse) || parse.length > 0) violate(state, `${what}: allowed_mentions is not { parse: [] }`);
  const named = asArray(users);
  const isMeant = named.length === 0 || (named.length === 1 && asString(json.content)?.includes(`<@${String(named[0])}>`) === true);
  if (!isMeant || asArray(roles).length > 0 || replied === true)
    violate(state, `${what}: allowed_mentions pings more than the one person whom the words mention`);
}
