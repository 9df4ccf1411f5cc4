/** What travels between the page's server side and its browser code, as JSON. Types only; imported by both. */

export interface Person {
  id: string;
  name: string;
  isBot: boolean;
  /** 0..5, chooses the avatar's colour. */
  tint: number;
}

export interface WireChannel {
  id: string;
  name: string;
  kind: "text" | "thread" | "direct";
  topic: string;
  guildId: string | null;
  parentId: string | null;
  canPost: boolean;
}

export interface CommandOption {
  /** Discord's option types: 3 string, 4 integer, 5 boolean, 6 user, 7 channel, 10 number, 11 attachment. */
  type: number;
  name: string;
  description: string;
  required: boolean;
  autocomplete: boolean;
  choices: Choice[];
  maxLength: number;
}

export interface Choice {
  name: string;
  value: string | number;
}

/** A slash command, or one of its sub-commands: `path` leads to it. */
export interface WireCommand {
  name: string;
  path: string[];
  description: string;
  options: CommandOption[];
}

export const FAULTS = ["429", "500", "reset", "lost-answer"] as const;
export type FaultName = (typeof FAULTS)[number];

export interface Switches {
  messageContent: boolean;
  faults: FaultName[];
}

/** One line of the side panel: an interaction on its way to the bot, or a call the bot made. */
export interface Traffic {
  id: string;
  at: number;
  kind: "interaction" | "call";
  title: string;
  detail: string;
  verdict: "pending" | "ok" | "refused" | "limited" | "fault" | "failed";
}

export interface World {
  me: string;
  app: { id: string; name: string };
  /** Who can be spoken as. */
  people: Person[];
  /** Everybody whose name may appear. */
  users: Person[];
  guilds: { id: string; name: string; channels: WireChannel[] }[];
  directs: WireChannel[];
  commands: WireCommand[];
  switches: Switches;
  /** In words, for the side panel. */
  model: string;
  traffic: Traffic[];
  violations: string[];
}

export interface WireAttachment {
  id: string;
  name: string;
  type: string;
  size: number;
  url: string;
  width?: number;
  height?: number;
  description?: string;
}

export interface WireComponent {
  type: number;
  style: number;
  label: string;
  emoji: string;
  customId: string;
  url: string;
  disabled: boolean;
  placeholder: string;
  options: { label: string; value: string; description: string; isDefault: boolean }[];
  maxValues: number;
}

export interface WireMessage {
  id: string;
  channelId: string;
  author: Person;
  /** ms since 1970. */
  at: number;
  isEdited: boolean;
  isPrivate: boolean;
  isLoading: boolean;
  content: string;
  attachments: WireAttachment[];
  embeds: { title: string; description: string }[];
  /** Rows of buttons and selects. */
  rows: WireComponent[][];
  /** The command that this is the first answer to. */
  used: { by: Person; command: string; text: string } | null;
  /** `excerpt` null: the message is gone. */
  replyTo: { id: string; author: Person | null; excerpt: string | null } | null;
}

export interface ModalField {
  customId: string;
  label: string;
  description: string;
  isLong: boolean;
  required: boolean;
  minLength: number;
  maxLength: number;
  placeholder: string;
  value: string;
  /** Not empty: something to choose instead of to type. */
  choices: Choice[];
}

export interface WireModal {
  interactionId: string;
  title: string;
  fields: ModalField[];
}

export type WireEvent =
  | { type: "message"; message: WireMessage }
  | { type: "gone"; channelId: string; id: string }
  | { type: "traffic"; traffic: Traffic }
  | { type: "violation"; text: string }
  | { type: "switches"; switches: Switches };

/** What a person did, for `POST /playground/act`. */
export type WireAction =
  | { kind: "slash"; command: string; path: string[]; options: Record<string, WireOption> }
  | { kind: "autocomplete"; command: string; path: string[]; options: Record<string, WireOption>; focused: string }
  | { kind: "button"; message: string; customId: string }
  | { kind: "select"; message: string; customId: string; values: string[] }
  | { kind: "modal"; interactionId: string; values: Record<string, string> };

/** `value` of a user, channel or attachment is its id. */
export interface WireOption {
  type: number;
  value: string | number | boolean;
}

export interface ActResult {
  /** Why it did not work: for the person to read. Undefined: the bot acknowledged. */
  failure?: string;
  modal?: WireModal;
  choices?: Choice[];
}
