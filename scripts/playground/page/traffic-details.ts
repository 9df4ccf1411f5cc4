/** What a click on a line of the traffic shows: facts and the JSON of both directions, without tokens and cut where it is long. Made by `traffic.ts`. */
import type { Discord } from "../discord/discord.ts";
import { type InteractionRecord, interactionById } from "../discord/state.ts";
import type { DiscordEvent } from "../discord/types.ts";
import type { TrafficDetails } from "./wire.ts";

const TEXT_LENGTH = 500;
const JSON_LENGTH = 8_000;

type CallEvent = Extract<DiscordEvent, { type: "call" }>;

/** `kept`: as many calls as there are lines. */
export function createDetails(discord: Discord, kept: number) {
  const calls = new Map<string, TrafficDetails>();
  return {
    noteCall(id: string, event: CallEvent): void {
      calls.set(id, ofCall(id, event));
      for (const oldest of calls.keys()) if (calls.size > kept) calls.delete(oldest);
    },
    /** Of an interaction as it is by now. */
    of(id: string): TrafficDetails | undefined {
      const interaction = id.startsWith("i") ? interactionById(discord.state, id.slice(1)) : undefined;
      return interaction ? ofInteraction(id, interaction) : calls.get(id);
    },
  };
}

function ofCall(id: string, { call, sent, received }: CallEvent): TrafficDetails {
  const facts = [
    { name: "Method", value: call.method },
    // The template: the path itself carries the token.
    { name: "Route", value: call.route },
    { name: "Status", value: call.status === 0 ? "connection lost" : String(call.status) },
    ...(call.code === undefined ? [] : [{ name: "Code", value: String(call.code) }]),
    { name: "Token", value: { bot: "of the bot", interaction: "of the interaction", none: "none" }[call.auth] },
    { name: "Time", value: new Date(call.at).toISOString() },
  ];
  return { id, facts, sent: print(sent), received: print(received) };
}

function ofInteraction(id: string, interaction: InteractionRecord): TrafficDetails {
  const { acknowledgedAt, createdAt, failure } = interaction;
  const facts = [
    { name: "Interaction", value: interaction.id },
    { name: "Person", value: interaction.user.global_name ?? interaction.user.username },
    { name: "Time", value: new Date(createdAt).toISOString() },
    ...(acknowledgedAt === undefined ? [] : [{ name: "Acknowledged after", value: `${acknowledgedAt - createdAt} ms` }]),
    ...(failure === undefined ? [] : [{ name: "Failed", value: failure }]),
  ];
  return { id, facts, sent: print(interaction.payload), received: print(interaction.callback) };
}

function print(json: unknown): string {
  if (json === undefined) return "";
  const text = JSON.stringify(json, (key, value: unknown) => (key === "token" ? undefined : shortened(value)), 2) ?? "";
  return text.length > JSON_LENGTH ? `${text.slice(0, JSON_LENGTH).toWellFormed()}\n…` : text;
}

function shortened(value: unknown): unknown {
  if (typeof value !== "string" || value.length <= TEXT_LENGTH) return value;
  return `${value.slice(0, TEXT_LENGTH).toWellFormed()}… (${value.length} characters)`;
}
