/** What a person does in the client, as data: the argument of `Discord.interact`. */
import type { JsonObject } from "./json.ts";
import type { Attachment, Channel, MessageRecord, Role, User } from "./types.ts";

export interface Asker {
  user: User;
  channel: Channel;
  /** Default en-US. */
  locale?: string;
  /** By which installation the command reaches the person; default: every one that exists. */
  install?: "guild" | "user" | "both";
  attachmentSizeLimit?: number;
  entitlements?: JsonObject[];
  /** Skip what the client itself would prevent (disabled buttons, missing permissions), to see the bot's own checks. */
  force?: boolean;
}

/** `{ type, value }` where the value alone does not tell, e.g. a mentionable. */
export type OptionValue = string | number | boolean | Attachment | User | Channel | Role | { type: number; value: string | number | boolean };

export interface CommandCall {
  command: string;
  /** Sub-command group and sub-command, outermost first. */
  path?: string[];
  options?: Record<string, OptionValue>;
}

export type Action =
  | ({ kind: "slash" } & CommandCall)
  | ({ kind: "autocomplete"; focused: string } & CommandCall)
  | { kind: "message"; command: string; target: MessageRecord | string }
  | { kind: "user"; command: string; target: User }
  | { kind: "button"; message: MessageRecord | string; customId: string }
  | { kind: "select"; message: MessageRecord | string; customId: string; values: string[] }
  /** `from`: the interaction that was answered with the modal. */
  | { kind: "modal"; from: { id: string }; values?: Record<string, string> };

export type InteractSpec = { kind: "ping" } | (Asker & Action);

/** The client would not have let the person do this. */
export class ClientError extends Error {
  override name = "ClientError";
}
