/** Why an answer is as it is: the record behind `/why`. Plain JSON, stored with the turn. */

export interface Explanation {
  /** Prompt layers in order, with where each came from. */
  layers: { name: string; source: string; tokens: number }[];
  /** Models that were tried, in order. */
  models: string[];
  /** Estimated tokens by part of the prompt. */
  context: { budget: number; history: number; historyMessages: number; channel: number; channelMessages: number; attachments: number; prompt: number };
  /** Sentences about what could not be read, was left out or shortened, in the asker's language. */
  notices: string[];
  restarts: string[];
  times: { queuedMs: number; preparedMs: number; firstTokenMs: number | null; modelMs: number; deliveredMs: number };
  /** How it reached the channel: by the interaction, by the bot after the token died, or not at all. */
  delivery: "interaction" | "bot" | "notice" | "undeliverable";
}
