/** Immediate answers to an interaction, as data; `toCallback` turns one into Discord's JSON. */
import { assertNever } from "../kernel/assert.ts";
import type { ActionRow, Embed } from "./components.ts";
import { EPHEMERAL } from "./limits.ts";
import { NO_MENTIONS } from "./mentions.ts";

/** A message to send, before flags and allowed_mentions are added. */
export interface MessageBody {
  content: string;
  components?: ActionRow[];
  embeds?: Embed[];
}

export interface Modal {
  customId: string;
  title: string;
  fields: { id: string; label: string; style: "short" | "paragraph"; required: boolean; maxLength: number; placeholder?: string; value?: string }[];
}

export type Reply =
  | { type: "message"; message: MessageBody; private: boolean }
  /** Replaces the message whose button was pressed. */
  | { type: "update"; message: MessageBody }
  /** "Thinking"; a job sends the message. */
  | { type: "deferred-message"; private: boolean }
  /** No visible change now; from a component only. */
  | { type: "deferred-update" }
  | { type: "modal"; modal: Modal }
  | { type: "choices"; choices: { name: string; value: string }[] };

/** A sentence only the person sees. */
export function privately(content: string): Reply {
  return { type: "message", message: { content }, private: true };
}

/** Source: Discord reference, "Interaction Callback Type". */
export function toCallback(reply: Reply): unknown {
  switch (reply.type) {
    case "message":
      return { type: 4, data: { ...reply.message, allowed_mentions: NO_MENTIONS, ...(reply.private ? { flags: EPHEMERAL } : {}) } };
    case "update":
      return { type: 7, data: { ...reply.message, allowed_mentions: NO_MENTIONS } };
    case "deferred-message":
      return reply.private ? { type: 5, data: { flags: EPHEMERAL } } : { type: 5 };
    case "deferred-update":
      return { type: 6 };
    case "choices":
      return { type: 8, data: { choices: reply.choices } };
    case "modal":
      return { type: 9, data: modalData(reply.modal) };
    default:
      return assertNever(reply);
  }
}

function modalData(modal: Modal): unknown {
  return {
    custom_id: modal.customId,
    title: modal.title,
    components: modal.fields.map((field) => ({
      type: 18,
      label: field.label,
      component: {
        type: 4,
        custom_id: field.id,
        style: field.style === "short" ? 1 : 2,
        required: field.required,
        max_length: field.maxLength,
        ...(field.placeholder === undefined ? {} : { placeholder: field.placeholder }),
        ...(field.value === undefined ? {} : { value: field.value }),
      },
    })),
  };
}
