/**
 * What travels between the page's server side and its browser code, as JSON. Types and two lists; imported by both.
 *
 * All routes are below /playground, speak for the person in `?as=`, and answer 400 `{ problem }` with a sentence where something is wrong.
 *   GET  world                          World
 *   GET  messages?channel=              WireMessage[], oldest first
 *   POST messages?channel=              { content, files, replyTo? } -> {}
 *   POST threads?channel=               { name, message? } -> { id }: a thread, hanging on that message or of its own
 *   POST files?name=&width=&height=     bytes -> { id }
 *   POST act?channel=                   WireAction -> ActResult
 *   GET  events                         Server-Sent Events, each a WireEvent
 *   POST switches                       Switches -> Switches
 *   GET  traffic?id=                    TrafficDetails
 *   GET  permissions?channel=&who=      WirePermission[] of that person or the bot; empty outside servers
 *   POST permissions?channel=&who=      { name, allowed } -> WirePermission[]
 *   POST install                        { installed, guild? } -> {}: whether the app is in the person's account or, with a server's id, in that server
 *   POST tokens                         {} -> { expired }: all open interactions lose their token now
 *   POST clock                          { offsetMs } -> WireClock; 0 is the real time
 *   POST cron                           {} -> WireCron: runs it now
 *   POST talk?channel                   {} -> {}: people talk there while the clock runs ahead, and then are quiet
 *   POST steps                          {} -> Step[]: the checklist from the start
 *   GET  model                          FoundModels: servers on this machine
 *   POST model/list                     { url, key } -> ConnectResult with the models that the server offers
 *   POST model                          ModelChoice -> ConnectResult
 */
import type { Step, Switches, Traffic, WireClock, WireCron, WireModel } from "./wire-panel.ts";

export * from "./wire-panel.ts";

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
  /** "thread": posts of forums, too. "forum": nothing but posts. */
  kind: "text" | "thread" | "forum" | "direct";
  topic: string;
  guildId: string | null;
  parentId: string | null;
  canPost: boolean;
  /** Whether this person may start threads here. */
  canThread: boolean;
  /** Of a post in a forum. */
  tags: string[];
  /** Discord's type number, for selects that take certain kinds of channels. */
  type: number;
  /** Direct messages: ids of everybody in it, oneself and perhaps the bot included; more than two make a group. */
  recipients: string[];
  /** Names of commands and message menus that Discord offers to this person here; depends on installation, kind of channel and permissions. */
  offered: string[];
}

export interface WireGuild {
  id: string;
  name: string;
  /** false: the bot is no member; only people who have it in their account can use it here. */
  hasBot: boolean;
  channels: WireChannel[];
  /** Without @everyone, the highest first. */
  roles: WireRole[];
  members: WireMember[];
}

export interface WireRole {
  id: string;
  name: string;
}

export interface WireMember {
  id: string;
  isOwner: boolean;
  /** Ids of roles. */
  roles: string[];
}

export interface CommandOption {
  /** Discord's option types: 3 string, 4 integer, 5 boolean, 6 user, 7 channel, 10 number, 11 attachment. */
  type: number;
  name: string;
  description: string;
  required: boolean;
  autocomplete: boolean;
  choices: Choice[];
  /** Of text. */
  minLength: number;
  maxLength: number;
  /** Of numbers; null: no limit. */
  minValue: number | null;
  maxValue: number | null;
  /** Discord's type numbers; empty: all. */
  channelTypes: number[];
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

export interface World {
  me: string;
  app: { id: string; name: string };
  /** Who can be spoken as. */
  people: Person[];
  /** Everybody whose name may appear. */
  users: Person[];
  /** The first one is where the page opens. */
  guilds: WireGuild[];
  directs: WireChannel[];
  /** Whether this person has the app in their account, so that it works everywhere for them. */
  hasApp: boolean;
  commands: WireCommand[];
  /** Names of the message menus ("Apps" in a message's menu). */
  menus: string[];
  steps: Step[];
  switches: Switches;
  clock: WireClock;
  cron: WireCron;
  model: WireModel;
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
  /** Of a voice message; how loud it is over time, 0 to 255 each. */
  voice?: { seconds: number; points: number[] };
}

export interface WireEmbed {
  title: string;
  description: string;
  url: string;
  /** 0xRRGGBB; null: none. */
  color: number | null;
  author: { name: string; url: string; iconUrl: string } | null;
  fields: { name: string; value: string; isInline: boolean }[];
  imageUrl: string;
  thumbnailUrl: string;
  footer: string;
  /** ms since 1970; null: none. */
  timestamp: number | null;
}

/** Button 2; selects: string 3, user 5, role 6, mentionable 7, channel 8. */
export interface WireComponent {
  type: number;
  style: number;
  label: string;
  emoji: string;
  customId: string;
  url: string;
  disabled: boolean;
  placeholder: string;
  /** Of a string select. */
  options: { label: string; value: string; description: string; emoji: string; isDefault: boolean }[];
  minValues: number;
  maxValues: number;
  /** Of a channel select: Discord's type numbers; empty: all. */
  channelTypes: number[];
  /** Of the other selects: ids that are chosen already. */
  defaultValues: string[];
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
  embeds: WireEmbed[];
  /** `endsAt`: ms since 1970. */
  poll: { question: string; answers: string[]; endsAt: number } | null;
  /** A server's own emojis by name. */
  reactions: { emoji: string; count: number }[];
  /** Rows of buttons and selects. */
  rows: WireComponent[][];
  /** The command that this is the first answer to. */
  used: { by: Person; command: string; text: string } | null;
  /** `excerpt` null: the message is gone. */
  replyTo: { id: string; author: Person | null; excerpt: string | null } | null;
  /** What hangs on it. */
  thread: { id: string; name: string } | null;
  /** Written by Discord about what somebody did; nothing can hang on it. */
  isNotice: boolean;
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
  /** Not empty: something to choose instead of to type; several values are joined by commas. */
  choices: Choice[];
  maxValues: number;
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
  | { type: "switches"; switches: Switches }
  | { type: "steps"; steps: Step[] }
  | { type: "clock"; clock: WireClock }
  | { type: "cron"; cron: WireCron }
  | { type: "model"; model: WireModel }
  /** Channels, permissions or installations changed: fetch the world again. */
  | { type: "world" };

/** What a person did, for `POST /playground/act`. */
export type WireAction =
  | { kind: "slash"; command: string; path: string[]; options: Record<string, WireOption> }
  | { kind: "autocomplete"; command: string; path: string[]; options: Record<string, WireOption>; focused: string }
  /** A message menu; `target` is the message's id. */
  | { kind: "message"; command: string; target: string }
  | { kind: "button"; message: string; customId: string }
  /** `values`: of a string select its options' values, else ids. */
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
