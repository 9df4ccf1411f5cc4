/** What tools reach the world by. Made once per object, in deps/tools.ts, but for what a turn knows; tests hand in fakes. */
import type { Clock } from "../kernel/clock.ts";
import type { Heard } from "../kernel/echoes.ts";
import type { News } from "../net/feed/news.ts";
import type { GuardedFetch } from "../net/guarded-fetch.ts";
import type { Reddit } from "../net/reddit.ts";
import type { WebSearch } from "../net/search/web-search.ts";
import type { Weather } from "../net/weather.ts";
import type { Wikipedia } from "../net/wikipedia.ts";
import type { ToolDiscord } from "./discord-port.ts";
import type { McpClient } from "./mcp/client.ts";
import type { ToolPlace } from "./tool.ts";

export interface ToolPorts {
  clock: Clock;
  /** Servers that have tools of their own (mcp/). */
  mcp: Pick<McpClient, "call">;
  discord: ToolDiscord;
  webSearch: WebSearch;
  readPage: GuardedFetch;
  wikipedia: Wikipedia;
  news: News;
  reddit: Reddit;
  weather: Weather;
  /** Null: without IMAGE_MODEL. */
  pictures: ToolPictures | null;
  reminders: ToolReminders;
  /** Null: its asker wants nothing remembered. */
  memory: ToolMemory | null;
}

/** What a turn does not know by itself. */
export type SharedPorts = Omit<ToolPorts, "memory">;

/** The memory, as far as this turn may see it. Throw when D1 does. */
export interface ToolMemory {
  /** Lines, best first; and whose words they are besides the asker's. */
  recall(query: string): Promise<{ lines: string[]; heard: Heard[] }>;
  /** About the asker; the same `key` is the same fact. */
  remember(text: string, key: string): Promise<"stored" | "known" | "full" | "opted-out" | "gone" | "too-long">;
}

export interface ToolPictures {
  /**
   * Has a picture made and posts it beside the answer, within the asker's budget. `key`: of the call. `sentence`: for the model, why there is none.
   * `unknown`: it may have been posted. Rejects only with the signal's reason.
   */
  post(
    wanted: WantedPicture,
    place: ToolPlace,
    key: string,
    signal: AbortSignal,
  ): Promise<{ kind: "posted" } | { kind: "unknown" } | { kind: "failed"; sentence: string }>;
}

export type ReminderProblem = "when" | "past" | "too-soon" | "too-far" | "repeat" | "too-often" | "full";

export interface ToolReminders {
  /** For the asker, in the zone of `place`. The same `key` is the same reminder. Throws when D1 does. */
  set(
    wanted: { text: string; when: string; repeat: string },
    place: ToolPlace,
    key: string,
  ): Promise<{ at: number; direct: boolean; repeats: boolean } | { problem: ReminderProblem }>;
}

export interface WantedPicture {
  prompt: string;
  shape: "square" | "portrait" | "landscape";
}
