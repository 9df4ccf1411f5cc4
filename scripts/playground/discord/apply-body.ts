/** From a checked request body to what the message becomes: attachments kept and added, pings that would happen. Used by all routes that write messages. */
import type { Body, UploadedFile } from "./body.ts";
import { type NewFile, storeFile } from "./cdn.ts";
import { asArray, asObject, asObjects, asString, type JsonObject } from "./json.ts";
import type { MessageChange } from "./messages.ts";
import { pollOf } from "./polls.ts";
import type { State } from "./state.ts";
import type { Attachment, Channel, User } from "./types.ts";
import { mentionedUsers } from "./world.ts";

/** Only what the body names changes; null empties. */
export function changeOf(
  state: State,
  json: JsonObject,
  files: Body["files"],
  channel: Channel,
  existing: readonly Attachment[],
  isPrivate: boolean,
): MessageChange {
  const change: MessageChange = {};
  if (json.content !== undefined) change.content = asString(json.content) ?? "";
  if (json.embeds !== undefined) change.embeds = asObjects(json.embeds);
  if (json.components !== undefined) change.components = asObjects(json.components);
  if (json.attachments !== undefined || files.length > 0) change.attachments = attachmentsOf(state, json, files, channel, existing, isPrivate);
  if (json.poll !== undefined && json.poll !== null) change.poll = pollOf(state, json.poll);
  return change;
}

/** With a list: exactly what it names. Without: what was there, and the new files after it. Source: Discord reference, "Uploading Files". */
function attachmentsOf(
  state: State,
  json: JsonObject,
  files: readonly UploadedFile[],
  channel: Channel,
  existing: readonly Attachment[],
  isPrivate: boolean,
): Attachment[] {
  const store = (file: UploadedFile, listed: JsonObject) =>
    storeFile(state, {
      filename: asString(listed.filename) ?? file.name,
      contentType: file.contentType,
      bytes: file.bytes,
      channelId: channel.id,
      ephemeral: isPrivate,
      extra: extraOf(listed),
    });
  if (!Array.isArray(json.attachments)) return [...existing, ...files.map((file) => store(file, {}))];
  return asObjects(json.attachments).flatMap((listed) => {
    const file = files.find((candidate) => String(candidate.index) === String(listed.id));
    if (file) return [store(file, listed)];
    const kept = existing.find((attachment) => attachment.id === String(listed.id));
    return kept ? [{ ...kept, ...extraOf(listed) }] : [];
  });
}

function extraOf(listed: JsonObject): NonNullable<NewFile["extra"]> {
  return Object.fromEntries(
    ["description", "title", "duration_secs", "waveform"].filter((key) => listed[key] !== undefined && listed[key] !== null).map((key) => [key, listed[key]]),
  );
}

/** Who really gets pinged. `everybody`: without `allowed_mentions` Discord pings all of them. Source: Discord reference, "Allowed Mentions Object". */
export function pingedUsers(state: State, json: JsonObject, repliedTo: User | undefined): User[] {
  const mentioned = mentionedUsers(state, asString(json.content) ?? "");
  const allowed = json.allowed_mentions;
  if (allowed === undefined || allowed === null) return repliedTo ? [...mentioned, repliedTo] : mentioned;
  const { parse, users, replied_user } = asObject(allowed);
  const byList = mentioned.filter((user) => asArray(parse).includes("users") || asArray(users).includes(user.id));
  return repliedTo && replied_user === true ? [...byList, repliedTo] : byList;
}
