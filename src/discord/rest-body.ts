/** An outgoing message as Discord's JSON, or as multipart where files go along. Called by rest.ts. */
import type { OutgoingFile, OutgoingMessage, Poll } from "./api.ts";
import { EPHEMERAL, IS_VOICE_MESSAGE, SUPPRESS_EMBEDS } from "./limits.ts";
import { NO_MENTIONS, onlyMention } from "./mentions.ts";

export interface RequestBody {
  body: string | FormData;
  /** None for multipart: fetch adds it with the boundary. */
  contentType: string | undefined;
  /** Files take longer. */
  upload: boolean;
}

/** A new message. `extra`: fields of the route, such as the nonce. */
export function creation(message: OutgoingMessage, extra: Record<string, unknown> = {}): RequestBody {
  const files = message.files ?? [];
  const isVoice = files.some(({ voice }) => voice !== undefined);
  const flags = (message.private ? EPHEMERAL : 0) | (message.suppressEmbeds ? SUPPRESS_EMBEDS : 0) | (isVoice ? IS_VOICE_MESSAGE : 0);
  // A reply to what is gone becomes a plain message.
  const reply = message.replyTo === undefined ? {} : { message_reference: { message_id: message.replyTo, fail_if_not_exists: false } };
  return encode(
    {
      ...common(message),
      ...(message.pings === undefined ? {} : { allowed_mentions: onlyMention(message.pings) }),
      ...(message.poll === undefined ? {} : { poll: pollOf(message.poll) }),
      ...reply,
      ...(files.length > 0 ? { attachments: describe(files) } : {}),
      ...(flags === 0 ? {} : { flags }),
      ...extra,
    },
    files,
  );
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

/** Any other body. */
export function json(value: unknown): RequestBody {
  return { body: JSON.stringify(value), contentType: "application/json", upload: false };
}

function common(message: OutgoingMessage): Record<string, unknown> {
  return {
    ...(message.content === undefined ? {} : { content: message.content }),
    ...(message.components === undefined ? {} : { components: message.components }),
    ...(message.embeds === undefined ? {} : { embeds: message.embeds }),
    allowed_mentions: NO_MENTIONS,
  };
}

/** Source: Discord reference, "Poll Create Request Object". */
function pollOf({ question, answers, hours, severalAnswers }: Poll): Record<string, unknown> {
  return {
    question: { text: question },
    answers: answers.map((answer) => ({ poll_media: { text: answer } })),
    duration: hours,
    allow_multiselect: severalAnswers,
    layout_type: 1,
  };
}

/** Source: Discord reference, "Uploading Files": the id is the n of `files[n]`; by its OpenAPI description a string, as every id. */
function describe(files: OutgoingFile[]): Record<string, unknown>[] {
  return files.map(({ name, voice, description }, index) => ({
    id: String(index),
    filename: name,
    ...(description === undefined ? {} : { description }),
    ...(voice === undefined ? {} : { duration_secs: voice.durationSecs, waveform: voice.waveform }),
  }));
}

function encode(payload: Record<string, unknown>, files: OutgoingFile[]): RequestBody {
  if (files.length === 0) return json(payload);
  const form = new FormData();
  form.set("payload_json", JSON.stringify(payload));
  for (const [index, file] of files.entries()) form.set(`files[${index}]`, new File([file.data], file.name, { type: file.contentType }), file.name);
  return { body: form, contentType: undefined, upload: true };
}
