/** An outgoing message as Discord's JSON, or as multipart where files go along. Called by rest.ts. */
import type { OutgoingFile, OutgoingMessage } from "./api.ts";
import { EPHEMERAL, SUPPRESS_EMBEDS } from "./limits.ts";
import { NO_MENTIONS } from "./mentions.ts";

export interface RequestBody {
  body: string | FormData;
  /** None for multipart: fetch adds it with the boundary. */
  contentType: string | undefined;
  /** Files take longer. */
  upload: boolean;
}

/** A new message. `extra`: fields of the route, such as the nonce. */
export function creation(message: OutgoingMessage, extra: Record<string, unknown> = {}): RequestBody {
  const flags = (message.private ? EPHEMERAL : 0) | (message.suppressEmbeds ? SUPPRESS_EMBEDS : 0);
  const files = message.files ?? [];
  return encode({ ...common(message), ...(files.length > 0 ? { attachments: describe(files) } : {}), ...(flags === 0 ? {} : { flags }), ...extra }, files);
}

/** An edit: what the message has no field for stays as it is. Of the flags only SUPPRESS_EMBEDS can change. */
export function edit(message: OutgoingMessage): RequestBody {
  return encode(
    {
      ...common(message),
      // The list replaces what is attached, so a repeated edit attaches nothing twice.
      ...(message.files ? { attachments: describe(message.files) } : {}),
      ...(message.suppressEmbeds === undefined ? {} : { flags: message.suppressEmbeds ? SUPPRESS_EMBEDS : 0 }),
    },
    message.files ?? [],
  );
}

function common(message: OutgoingMessage): Record<string, unknown> {
  return {
    ...(message.content === undefined ? {} : { content: message.content }),
    ...(message.components === undefined ? {} : { components: message.components }),
    allowed_mentions: NO_MENTIONS,
  };
}

/** Source: Discord reference, "Uploading Files": the id is the n of `files[n]`; by its OpenAPI description a string, as every id. */
function describe(files: OutgoingFile[]): { id: string; filename: string }[] {
  return files.map((file, index) => ({ id: String(index), filename: file.name }));
}

function encode(payload: Record<string, unknown>, files: OutgoingFile[]): RequestBody {
  const json = JSON.stringify(payload);
  if (files.length === 0) return { body: json, contentType: "application/json", upload: false };
  const form = new FormData();
  form.set("payload_json", json);
  for (const [index, file] of files.entries()) form.set(`files[${index}]`, new File([file.data], file.name, { type: file.contentType }), file.name);
  return { body: form, contentType: undefined, upload: true };
}
