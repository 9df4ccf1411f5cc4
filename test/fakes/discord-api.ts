/** A DiscordApi that records every call and keeps the messages; trouble comes by script. Used by the tests of delivery. */
import type { DiscordApi, OutgoingMessage, SendResult } from "../../src/discord/api.ts";
import type { Clock } from "../../src/kernel/clock.ts";
import { DiscordApiError, NetworkError } from "../../src/kernel/errors.ts";
import type { ChannelId, MessageId } from "../../src/kernel/ids.ts";

export interface ApiCall {
  /** The first three by interaction token, the last by a webhook's, the others by bot token. */
  kind: "edit" | "follow-up" | "delete" | "create" | "edit-own" | "delete-own" | "webhook";
  at: number;
  /** Of the message; empty for new ones. */
  id: string;
  message: OutgoingMessage;
  nonce?: string;
}

/** Thrown errors are refusals; `unknown`: carried out, but nobody knows; `vanished`: not carried out, and nobody knows. */
export type Trouble = Error | "unknown" | "vanished" | undefined;

export interface FakeDiscord extends DiscordApi {
  calls: ApiCall[];
  /** What people see, by id; `@original` is "1". */
  shown: Map<string, OutgoingMessage>;
  texts(): string[];
  count(kind: ApiCall["kind"]): number;
}

const NONCE_MS = 3 * 60_000;

export const refusal = (status: number, code: number) => new DiscordApiError("PATCH", "/webhooks/:app/:token", status, code, "refused");
const notHere = () => Promise.reject(new Error("the fake has no such call"));
export const notYet = () => refusal(404, 10015);
export const deadToken = () => refusal(401, 50027);

export function createFakeDiscord(
  clock: Clock,
  trouble: (call: ApiCall, nth: number) => Trouble | Promise<Trouble> = () => undefined,
  editDelay = () => 0,
): FakeDiscord {
  const calls: ApiCall[] = [];
  const shown = new Map<string, OutgoingMessage>();
  /** Same nonce, same message, for "the past few minutes". */
  const nonces = new Map<string, { id: string; at: number }>();
  let lastId = 1;

  async function perform(call: Omit<ApiCall, "at">, signal: AbortSignal | undefined): Promise<SendResult> {
    signal?.throwIfAborted();
    const recorded = { at: clock.now(), ...call };
    calls.push(recorded);
    const what = await trouble(recorded, calls.filter(({ kind }) => kind === call.kind).length);
    if (what instanceof Error) throw what;
    if (what === "vanished") return { kind: "unknown" };
    const twin = nonces.get(call.nonce ?? "");
    if (twin !== undefined && clock.now() - twin.at < NONCE_MS) return what === "unknown" ? { kind: "unknown" } : { kind: "sent", id: twin.id as MessageId };
    const id = call.kind === "follow-up" || call.kind === "create" || call.kind === "webhook" ? String(++lastId) : call.id;
    if (call.nonce !== undefined) nonces.set(call.nonce, { id, at: clock.now() });
    if (call.kind === "delete" || call.kind === "delete-own") shown.delete(id);
    else if (call.kind === "edit-own" && !shown.has(id)) throw refusal(404, 10008);
    else shown.set(id, { ...shown.get(id), ...call.message });
    return what === "unknown" ? { kind: "unknown" } : { kind: "sent", id: id as MessageId };
  }

  return {
    calls,
    shown,
    texts: () => [...shown.values()].map(({ content = "" }) => content),
    count: (kind) => calls.filter((call) => call.kind === kind).length,
    async editInteractionMessage(_target, id, message, signal) {
      const own = id === "@original" ? "1" : id;
      await perform({ kind: "edit", id: own, message }, signal);
      return { id: own as MessageId };
    },
    isAcknowledged: async () => true,
    followUp: (_target, message, signal) => perform({ kind: "follow-up", id: "", message }, signal),
    async deleteInteractionMessage(_target, id, signal) {
      await perform({ kind: "delete", id, message: {} }, signal);
    },
    async createMessage(_channel, message, nonce, signal) {
      const sent = await perform({ kind: "create", id: "", message, nonce }, signal);
      if (sent.kind === "unknown") throw new NetworkError("no answer");
      return { id: sent.id };
    },
    async editMessage(_channel, id, message, signal) {
      await perform({ kind: "edit-own", id, message }, signal);
      return { id };
    },
    async deleteMessage(_channel, id, signal) {
      await perform({ kind: "delete-own", id, message: {} }, signal);
    },
    channelMessages: async () => [],
    message: async () => null,
    directChannel: async (userId) => userId as string as ChannelId,
    application: notHere,
    updateApplication: notHere,
    registerCommands: notHere,
    ownServers: async () => [],
    serverAccess: notHere,
    memberRoles: notHere,
    member: notHere,
    findMembers: notHere,
    server: notHere,
    emojis: notHere,
    activeThreads: notHere,
    searchMessages: notHere,
    addReaction: notHere,
    createEvent: notHere,
    channel: notHere,
    isThreadMember: notHere,
    startThreadFrom: notHere,
    startThread: notHere,
    setNickname: notHere,
    executeWebhook: (_webhook, message, _speaker, signal) => perform({ kind: "webhook", id: "", message }, signal),
    editDelay: () => editDelay(),
  };
}
