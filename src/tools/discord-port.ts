/**
 * Port: what tools may do on Discord. Implemented in conversation/tool-discord.ts. Every operation looks itself at what the asker and the bot may do
 * there, at who may hear the answer, and at who does not want to be read; what it may not, and what Discord refuses, is a `ToolProblem`.
 */
import type { Heard } from "../kernel/echoes.ts";
import type { ToolPlace } from "./tool.ts";

export interface ToolDiscord {
  server(at: At): Promise<ServerFacts>;
  /** Those that may be told of in this answer. */
  channels(at: At): Promise<ChannelFacts[]>;
  /** Whose name or nickname begins like that, or the one with that id. People who opted out are not among them. */
  members(at: At, wanted: string, limit: number): Promise<MemberFacts[]>;
  history(at: At, wanted: HistoryQuery): Promise<ToldMessages>;
  search(at: At, wanted: SearchQuery): Promise<ToldMessages>;
  /** All of these in the channel of the turn. */
  poll(at: At, poll: { question: string; answers: readonly string[]; hours: number; severalAnswers: boolean }, key: string): Promise<Made>;
  thread(at: At, wanted: { name: string; message?: string | undefined }): Promise<Made>;
  react(at: At, message: string, emoji: string): Promise<void>;
  /** Somewhere outside Discord; moments: ms since 1970. */
  event(at: At, event: { name: string; description?: string | undefined; place: string; from: number; to: number }): Promise<Made>;
  /** `channel`: id or mention. Under the same key it is one message. */
  send(at: At, message: { channel: string; text: string }, key: string): Promise<Made>;
}

export interface At {
  place: ToolPlace;
  signal: AbortSignal;
}

export interface Made {
  /** Where it can be seen. */
  link: string;
}

export interface ServerFacts {
  name: string;
  description: string;
  /** ms since 1970 */
  createdAt: number;
  owner: string;
  /** Discord's own estimates. */
  members: number;
  online: number;
  boosts: number;
  /** Highest first, without @everyone. */
  roles: string[];
  emojis: string[];
}

export interface ChannelFacts {
  id: string;
  name: string;
  kind: "text" | "voice" | "announcements" | "stage" | "forum" | "thread";
  /** Of a thread: its channel. */
  category: string;
  topic: string;
  isHere: boolean;
  ageRestricted: boolean;
  /** What the asker may do there. */
  canWrite: boolean;
}

export interface MemberFacts {
  id: string;
  name: string;
  username: string;
  bot: boolean;
  /** ms since 1970; null: unknown. */
  joinedAt: number | null;
  roles: string[];
}

/** A channel is named by id, mention, link or exact name, a message by id or link. Left out: the channel of the turn, and its newest messages. */
export interface HistoryQuery {
  channel?: string | undefined;
  /** At most one of these two. */
  around?: string | undefined;
  before?: string | undefined;
  /** As people say it: "2h", "yesterday". */
  since?: string | undefined;
  limit: number;
}

export interface SearchQuery {
  words?: string | undefined;
  /** Id or mention of who wrote it. */
  author?: string | undefined;
  channel?: string | undefined;
  since?: string | undefined;
  order: "relevance" | "newest";
  limit: number;
}

export interface ToldMessages {
  /** In the order in which they are to be told. */
  messages: ToldMessage[];
  /** The channel they are from, where it is one. */
  channel: string;
  /** There are more than these. */
  more: boolean;
  /** Somebody's were left out, because they do not want to be read. */
  leftOut: boolean;
  /** Came without their text, because the Message Content intent is off. */
  blank: number;
  /** Channels that the asker may read were left out, because the answer is public. */
  onlyPublic: boolean;
  /** Whose words they are. */
  heard: Heard[];
}

export interface ToldMessage {
  id: string;
  channel: string;
  author: string;
  /** In the asker's time zone. */
  when: string;
  text: string;
  link: string;
}
