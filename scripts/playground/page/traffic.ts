/** What went to the bot and what it called, in words; the page's side panel shows it. One per page, made by `page.ts`. */
import type { Discord } from "../discord/discord.ts";
import { asObject, asString } from "../discord/json.ts";
import { type InteractionRecord, interactionById } from "../discord/state.ts";
import type { Call, DiscordEvent } from "../discord/types.ts";
import { createDetails } from "./traffic-details.ts";
import { commandIn } from "./view-commands.ts";
import type { Traffic, TrafficDetails } from "./wire.ts";

const KEPT = 300;
const KINDS: Record<number, string> = { 1: "PING", 3: "Press", 4: "Typing in", 5: "Form" };
const CALLBACKS: Record<number, string> = {
  1: "pong",
  4: "answered at once",
  5: "thinking",
  6: "will change the message",
  7: "changed the message",
  8: "choices",
  9: "opened a form",
};

export interface TrafficLog {
  readonly entries: readonly Traffic[];
  /** Returns the new or changed line, if the event makes one. */
  note(event: DiscordEvent): Traffic | undefined;
  details(id: string): TrafficDetails | undefined;
}

export function createTrafficLog(discord: Discord): TrafficLog {
  const entries: Traffic[] = [];
  const details = createDetails(discord, KEPT);
  let calls = 0;

  const put = (traffic: Traffic): Traffic => {
    const known = entries.findIndex((entry) => entry.id === traffic.id);
    if (known >= 0) entries[known] = traffic;
    else entries.push(traffic);
    if (entries.length > KEPT) entries.splice(0, entries.length - KEPT);
    return traffic;
  };

  return {
    entries,
    details: details.of,
    note(event) {
      if (event.type === "call") {
        calls += 1;
        const line = describeCall(event.call, calls);
        details.noteCall(line.id, event);
        return put(line);
      }
      if (!("interactionId" in event) || event.type === "modal") return undefined;
      const interaction = interactionById(discord.state, event.interactionId);
      return interaction ? put(describeInteraction(interaction, event.type === "interaction-failed" ? event.reason : undefined)) : undefined;
    },
  };
}

function describeInteraction(interaction: InteractionRecord, reason: string | undefined): Traffic {
  const line = { id: `i${interaction.id}`, at: interaction.createdAt, kind: "interaction" as const, title: titleOf(interaction) };
  if (reason !== undefined) return { ...line, verdict: "failed", detail: reason };
  if (interaction.acknowledgedAt === undefined) return { ...line, verdict: "pending", detail: "sent, waiting for the acknowledgement" };
  const answer = CALLBACKS[Number(interaction.callback?.["type"])] ?? "acknowledged";
  const isPrivate = Number(asObject(interaction.callback?.["data"])["flags"] ?? 0) & 64 ? ", private" : "";
  return { ...line, verdict: "ok", detail: `${answer}${isPrivate} after ${interaction.acknowledgedAt - interaction.createdAt} ms` };
}

function titleOf(interaction: InteractionRecord): string {
  const data = asObject(interaction.payload["data"]);
  const name = asString(data["name"]) ?? asString(data["custom_id"]) ?? "";
  const command = `/${commandIn(data)}`;
  if (interaction.type === 2) return data["type"] === 1 ? command : name;
  const kind = KINDS[interaction.type] ?? "Interaction";
  if (interaction.type === 4) return `${kind} ${command}`;
  return name === "" ? kind : `${kind}: ${name.split(":")[0]}`;
}

function describeCall(call: Call, number: number): Traffic {
  const status = call.status === 0 ? "connection lost" : String(call.status);
  const code = call.code === undefined ? "" : `, code ${call.code}`;
  // What the injected fault did, for a reader who sees a 200 that the bot never got.
  const fault = call.verdict === "fault" && call.status > 0 && call.status < 300 ? ", answer lost on the way" : "";
  return {
    id: `c${number}`,
    at: call.at,
    kind: "call",
    title: `${call.method} ${shortRoute(call)}`,
    detail: `${status}${code}${fault}`,
    verdict: call.verdict,
  };
}

/** Tokens are long and secret, ids say nothing to a reader. */
function shortRoute(call: Call): string {
  if (call.route === "/webhooks/:application/:token") return "follow-up";
  if (call.route.startsWith("/webhooks/")) return call.path.endsWith("/@original") ? "original answer" : "follow-up message";
  return call.route
    .split("/")
    .filter((part) => part !== "" && !part.startsWith(":"))
    .join(" › ");
}
