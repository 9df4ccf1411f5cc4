/** Why an answer is as it is: the record behind `/why`. Plain JSON, stored with the turn. */

export interface Explanation {
  /** Prompt layers in order, with where each came from; `set`: who set it on Discord, and when (ms since 1970). */
  layers: { name: string; source: string; tokens: number; set?: { by: string; at: number } }[];
  /** Who spoke; missing: nobody but the bot itself. */
  persona?: {
    /** A number, or the id of one that ships (persona/speaker.ts). */
    ref: string;
    name: string;
    emoji?: string;
    /** An address. */
    avatar?: string;
    /** What its answers begin with. */
    prefix?: string;
    /** Whose choice it was: a kind of scope, or `kept` from the answer that is continued; who made it, and when. */
    kind: string;
    by: string;
    at: number;
    /** As its Modelfile has them: `temperature 0.2`. */
    parameters: string[];
  };
  /** Models that were tried, in order. */
  models: string[];
  /** Who decided about the first (models/policy.ts, ModelSource); missing: nobody did. */
  modelFrom?: string;
  /** It came from the server's own endpoint, which pays: its host, and whether the model's price is known. */
  own?: { host: string; priced: boolean };
  /** Estimated tokens by part of the prompt. */
  context: {
    budget: number;
    /** Of what was said before the history; older records lack it. */
    summary?: number;
    history: number;
    historyMessages: number;
    channel: number;
    channelMessages: number;
    /** How the persona talks; older records lack it. */
    examples?: number;
    /** The message in question, and what it replies to; older records lack it. */
    quoted?: number;
    /** What was remembered beside it; older records lack it. */
    memories?: number;
    attachments: number;
    prompt: number;
  };
  /** What was remembered, in the order in which it was told; older records lack it. */
  memories?: RecalledSource[];
  /** Sentences about what could not be read, was left out or shortened, in the asker's language. */
  notices: string[];
  restarts: string[];
  /** What the model called, in order; missing: nothing. */
  tools?: { name: string; failed: boolean; ms: number }[];
  /** What it found on the web. */
  sources?: { number: number; title: string; url: string; cited: boolean }[];
  times: { queuedMs: number; preparedMs: number; firstTokenMs: number | null; modelMs: number; deliveredMs: number };
  /** Nobody asked: which gates its moment had passed, and again right before the post. */
  unasked?: {
    action: string;
    mood: string;
    gates: GateRecord[];
    again?: { passed: boolean; gates: GateRecord[] };
    /** By the persona's webhook. */
    webhook?: true;
    rehearsal?: true;
  };
  /** Messages in which it was read aloud, which go when it does. */
  voices?: string[];
  /** How it reached the channel: by the interaction, as a reply to somebody's message, by the bot after the token died or of itself, or not at all. */
  delivery: "interaction" | "reply" | "bot" | "notice" | "post" | "nothing" | "undeliverable";
}

/** One check on the way to speaking (autonomy/types.ts): what was measured, and what it had to reach or to stay below. */
export interface GateRecord {
  gate: string;
  passed: boolean;
  value?: number;
  bar?: number;
}

/** Where something comes from that was remembered: never the words themselves, nor whose they are. */
export type RecalledSource =
  | {
      kind: "message" | "fact";
      /** ms since 1970 */
      at: number;
      link?: { guildId: string | null; channelId: string; messageId: string };
    }
  /** By the name of the document. */
  | { kind: "knowledge"; name: string };
