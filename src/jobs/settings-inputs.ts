/** Inputs of the job kinds behind /settings. Handed on by types.ts. */
import type { ActionRow } from "../discord/components.ts";

/** Input of the job kind `check`. */
export interface CheckInput {
  /** `channel`: what works right here. `server`: the permissions in every channel, at the end of the set-up. */
  scope: "channel" | "server";
  /** Stand under the findings: the check is part of a panel. */
  rows: ActionRow[];
  /** The asker manages the server or runs the bot: settings by their names, and what only they can change. */
  details: boolean;
  /** What the bot may do in the channel, a bit field as text; null where it is no member. */
  permissions: string | null;
  isThread: boolean;
}

/** Input of the job kind `endpoint`: a server's own endpoint is tested, and kept if it works. */
export type EndpointInput = {
  /** Stand under the words: the test is part of a panel. */
  rows: ActionRow[];
} & (
  | {
      action: "set";
      address: string;
      /** Sealed before it came here; null: none was typed, so the one that is set stays for the same host. */
      sealedKey: string | null;
      /** Empty: all that the endpoint lists. */
      models: string[];
    }
  | { action: "test" }
);

/** Input of the job kind `mcp-server`: a server that has tools is asked for them, and kept if it answers. */
export type McpServerInput = {
  /** Stand under the words: it is part of a panel. */
  rows: ActionRow[];
} & (
  | {
      action: "add";
      name: string;
      address: string;
      /** Sealed before they came here; null: none are needed. */
      sealedHeaders: string | null;
    }
  | { action: "refresh"; id: string }
);
