/** Headers as managers type them, a line each. Read by the window that adds a server. */

/** Of all of them, characters. */
export const HEADERS_LENGTH = 2_000;
const MOST = 10;
const NAME = /^[!#$%&'*+\-.^_`|~\dA-Za-z]{1,100}$/;
const VALUE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;
/** What belongs to the connection or to the protocol; `cookie` would be somebody's session. */
const OURS =
  /^(?:host|content-.*|accept.*|connection|transfer-encoding|upgrade|te|trailer|keep-alive|proxy-.*|cookie|origin|referer|user-agent|mcp-.*|last-event-id|cf-.*|expect)$/;

/** By lower-case names; null where a line is none, or one that may not be set. */
export function readHeaderLines(typed: string): Record<string, string> | null {
  const lines = typed
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (typed.length > HEADERS_LENGTH || lines.length > MOST) return null;
  const pairs = lines.map((line): [string, string] => {
    const at = line.indexOf(":");
    return [line.slice(0, Math.max(0, at)).trim().toLowerCase(), line.slice(at + 1).trim()];
  });
  return pairs.every(([name, value]) => NAME.test(name) && !OURS.test(name) && VALUE.test(value)) ? Object.fromEntries(pairs) : null;
}
