/** What can go wrong with an MCP server, as words that have a sentence each: for the model here, for a server's managers in locales/. */

export type McpFailure =
  | "private" // its address is one that is not allowed (any more)
  | "no-key" // its headers cannot be opened: SECRET_KEY is another one
  | "unreachable" // no connection, DNS, TLS
  | "slow" // no answer in time
  | "unauthorized" // 401, 403
  | "not-found" // 404, 405, 410: nothing speaks MCP at that address
  | "moved" // a redirect to another host, or too many
  | "busy" // 429
  | "ill" // 5xx, or it broke off
  | "not-mcp" // an answer, but no MCP
  | "old-protocol" // no version in common
  | "too-large"
  | "refused" // it answered with an error of its own
  | "needs-input" // it wants to ask the person something first
  | "unknown-tool";

/** Thrown within this folder alone. `detail`: the server's own words, untrusted. `before`: what was asked for has certainly not been done. */
export class McpError extends Error {
  override name = "McpError";
  readonly failure: McpFailure;
  readonly detail: string;
  readonly before: boolean;
  constructor(failure: McpFailure, { detail = "", before = false }: { detail?: string; before?: boolean } = {}) {
    super(failure);
    this.failure = failure;
    this.detail = detail;
    this.before = before;
  }
}

const SENTENCES: Readonly<Record<McpFailure, string>> = {
  private: "Its address may not be used.",
  "no-key": "Its key can't be read any more; a manager of the Discord server has to add it anew.",
  unreachable: "It can't be reached.",
  slow: "It did not answer in time.",
  unauthorized: "It does not accept the key; a manager of the Discord server has to add it anew.",
  "not-found": "Nothing is there any more.",
  moved: "It points to another place, which is not followed.",
  busy: "It is too busy just now.",
  ill: "It broke.",
  "not-mcp": "What it answered can't be understood.",
  "old-protocol": "It speaks a version that is not understood.",
  "too-large": "Its answer was too large.",
  refused: "It refused the call.",
  "needs-input": "It wants to ask somebody something first, which is not possible here.",
  "unknown-tool": "It has no such tool any more.",
};

/** For the model to read and to tell. */
export const failureSentence = (server: string, failure: McpFailure): string =>
  `The tool server "${server}" is of no help: ${SENTENCES[failure]} Go on without it, and say so.`;
