/** Sends an interaction to the bot, waits at most 3 s for its acknowledgement, applies it, and gives a handle to watch what becomes of it. */
import { type Body, readBody } from "./body.ts";
import { applyCallback } from "./callback.ts";
import { asObject, asObjects, asString, type JsonObject } from "./json.ts";
import { buildInteraction, type Draft } from "./payload.ts";
import { Refusal } from "./refusal.ts";
import { type Forgery, signedHeaders, signedRequest } from "./signing.ts";
import type { InteractSpec } from "./spec.ts";
import { emit, type InteractionRecord, type InteractionStatus, type State, violate } from "./state.ts";
import { type Attachment, type MessageRecord, messageFlag, type Revision } from "./types.ts";

const INLINE_FILES_LIMIT = 82_000;

/** A message of an interaction as a person sees it now, and how it came to be. */
export interface SeenMessage {
  id: string;
  content: string;
  flags: number;
  isPrivate: boolean;
  isLoading: boolean;
  components: JsonObject[];
  attachments: Attachment[];
  embeds: JsonObject[];
  buttons: { label: string; customId: string; disabled: boolean }[];
  history: Revision[];
  record: MessageRecord;
}

export interface InteractionHandle {
  readonly id: string;
  readonly token: string;
  readonly status: InteractionStatus;
  /** Why "The application did not respond" is shown. */
  readonly failure: string | undefined;
  /** The accepted callback JSON. */
  readonly callback: JsonObject | undefined;
  readonly modal: JsonObject | undefined;
  readonly choices: JsonObject[] | undefined;
  readonly payload: JsonObject;
  /** Failed, or acknowledged with nothing "thinking" any more. */
  readonly settled: boolean;
  /** What `@original` means, unless it was deleted. */
  original(): SeenMessage | undefined;
  /** All messages of this interaction that still exist, oldest first; an updated message with the pressed button comes first. */
  messages(): SeenMessage[];
}

export async function interact(state: State, spec: InteractSpec): Promise<InteractionHandle> {
  const interaction = await prepare(state, spec);
  state.interactions.set(interaction.token, interaction);
  emit(state, { type: "interaction-created", interactionId: interaction.id, userId: interaction.user.id, channelId: interaction.channelId });
  const request = new Request(state.options.interactionsUrl, { method: "POST", headers: interaction.headers, body: interaction.body });
  const failure = await deliver(state, interaction, request);
  if (failure !== undefined && interaction.status === "pending") {
    interaction.status = "failed";
    interaction.failure = failure;
    emit(state, { type: "interaction-failed", interactionId: interaction.id, userId: interaction.user.id, channelId: interaction.channelId, reason: failure });
  }
  return handleOf(state, interaction);
}

async function prepare(state: State, spec: InteractSpec): Promise<InteractionRecord> {
  const id = state.nextId();
  const token = createToken(id);
  const draft: Draft = spec.kind === "ping" ? pingDraft(state, id, token) : buildInteraction(state, id, token, spec);
  const body = JSON.stringify(draft.payload);
  return {
    ...draft,
    id,
    token,
    createdAt: state.now(),
    body,
    headers: await signedHeaders(state, body),
    status: "pending",
    failure: undefined,
    acknowledgedAt: undefined,
    expired: false,
    callback: undefined,
    originalId: undefined,
    messageIds: [],
    followUps: 0,
    modal: undefined,
    choices: undefined,
  };
}

function pingDraft(state: State, id: string, token: string): Draft {
  const payload = { id, application_id: state.app.id, type: 1, token, version: 1 };
  const nowhere = {
    channelId: "",
    guildId: null,
    sourceMessageId: undefined,
    userInstallOnly: false,
    forcePrivate: false,
    metadata: {},
    attachmentSizeLimit: 0,
  };
  return { type: 1, user: state.app.bot, payload, ...nowhere };
}

/** Looks like Discord's: long, URL-safe, and secret. */
function createToken(id: string): string {
  const secret = Array.from(crypto.getRandomValues(new Uint8Array(48)), (byte) => byte.toString(36)).join("");
  return btoa(`interaction:${id}:${secret}`).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Undefined: acknowledged. Otherwise why not. */
async function deliver(state: State, interaction: InteractionRecord, request: Request): Promise<string | undefined> {
  const { acknowledgeMs } = state.options;
  const ended = new AbortController();
  const tooLate = new Promise<"late">((resolve) => {
    const timer = setTimeout(() => resolve("late"), acknowledgeMs);
    ended.signal.addEventListener("abort", () => clearTimeout(timer));
  });
  const first = await Promise.race([exchange(state, request), tooLate]);
  const failure = first === "late" ? `no answer within ${acknowledgeMs} ms` : await accept(state, interaction, first, tooLate);
  ended.abort();
  return failure;
}

/** The whole answer, body included: a body that never ends is no answer either. A new Response, because tests may hand out one of another realm. */
async function exchange(state: State, request: Request): Promise<Response | Error> {
  try {
    const response = await state.options.deliver(request);
    const body = await response.arrayBuffer();
    return new Response(response.status === 204 ? null : body, { status: response.status, headers: new Headers(response.headers) });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function accept(state: State, interaction: InteractionRecord, response: Response | Error, tooLate: Promise<"late">): Promise<string | undefined> {
  if (response instanceof Error) return `the endpoint could not be reached: ${String(response)}`;
  if (state.now() - interaction.createdAt > state.options.acknowledgeMs && interaction.status === "pending")
    return `no answer within ${state.options.acknowledgeMs} ms`;
  if (response.status === 202 || response.status === 204) {
    // The callback comes, or came, by REST.
    await Promise.race([untilAcknowledged(interaction, state.options.acknowledgeMs), tooLate]);
    return interaction.status === "acknowledged" ? undefined : "accepted, but no callback followed";
  }
  return response.status === 200 ? acceptInline(state, interaction, response) : `the endpoint answered ${response.status}`;
}

async function acceptInline(state: State, interaction: InteractionRecord, response: Response): Promise<string | undefined> {
  try {
    const body = await readBody(response);
    checkInlineFiles(interaction, body);
    if (interaction.status !== "pending") {
      violate(state, "inline answer: the interaction was acknowledged before");
      return undefined;
    }
    applyCallback(state, interaction, body);
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const text = `${error.message} ${JSON.stringify(error.errors ?? {})}`;
    violate(state, `inline answer refused: ${text}`);
    return `the answer was refused: ${text}`;
  }
}

/**
 * Files in the HTTP answer itself are documented nowhere, and they fail for menus and above a size between 82 and 192 KB; by REST they work. Source:
 * discord-api-docs, issues 5933 and 5925.
 */
function checkInlineFiles(interaction: InteractionRecord, { files }: Body): void {
  const size = files.reduce((sum, file) => sum + file.bytes.byteLength, 0);
  const type = asObject(interaction.payload.data).type;
  const isMenu = interaction.type === 2 && (type === 2 || type === 3);
  if (files.length > 0 && (isMenu || size > INLINE_FILES_LIMIT)) throw new Refusal(400, 0, "files in the HTTP answer are lost here; send them by REST");
}

async function untilAcknowledged(interaction: InteractionRecord, withinMs: number): Promise<void> {
  for (let waited = 0; waited < withinMs && interaction.status === "pending"; waited += 10) await new Promise((resolve) => setTimeout(resolve, 10));
}

export function handleOf(state: State, interaction: InteractionRecord): InteractionHandle {
  const alive = (id: string | undefined) => {
    const record = id === undefined ? undefined : state.messages.get(id);
    return record?.deletedAt === undefined ? record : undefined;
  };
  const original = () => alive(interaction.originalId);
  return {
    id: interaction.id,
    token: interaction.token,
    payload: interaction.payload,
    get status() {
      return interaction.status;
    },
    get failure() {
      return interaction.failure;
    },
    get callback() {
      return interaction.callback;
    },
    get modal() {
      return interaction.modal;
    },
    get choices() {
      return interaction.choices;
    },
    get settled() {
      if (interaction.status !== "acknowledged") return interaction.status === "failed";
      return ((original()?.json.flags ?? 0) & messageFlag.loading) === 0;
    },
    original: () => {
      const record = original();
      return record ? seen(record) : undefined;
    },
    messages: () =>
      [...new Set([interaction.originalId, ...interaction.messageIds])]
        .map(alive)
        .filter((record) => record !== undefined)
        .map(seen),
  };
}

export function seen(record: MessageRecord): SeenMessage {
  const { id, content, flags, components, attachments, embeds } = record.json;
  const buttons = components
    .flatMap((row) => asObjects(row.components))
    .filter((component) => component.type === 2)
    .map((button) => ({ label: asString(button.label) ?? "", customId: asString(button.custom_id) ?? "", disabled: button.disabled === true }));
  const isLoading = (flags & messageFlag.loading) !== 0;
  return { id, content, flags, isPrivate: record.onlyFor !== undefined, isLoading, components, attachments, embeds, buttons, history: record.history, record };
}

/** Sends the same interaction again, unchanged or forged. Discord's own state does not change: it never repeats one. */
export async function redeliver(state: State, handle: { token: string }, forgery: Forgery = {}): Promise<Response> {
  const interaction = state.interactions.get(handle.token);
  if (!interaction) throw new Error("unknown interaction");
  const untouched = Object.keys(forgery).length === 0;
  if (!untouched) return state.options.deliver(await signedRequest(state, state.options.interactionsUrl, interaction.body, forgery));
  return state.options.deliver(new Request(state.options.interactionsUrl, { method: "POST", headers: interaction.headers, body: interaction.body }));
}
