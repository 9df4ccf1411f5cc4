/** A small strict Discord for tests of the REST adapter: checks every request, then answers from a script. */
import { createDiscordRest } from "../../src/discord/rest.ts";
import type { ApplicationId, ChannelId, MessageId } from "../../src/kernel/ids.ts";
import { createSkippingClock } from "./skipping-clock.ts";

export const BOT_TOKEN = "bot-token-secret";
export const target = { applicationId: "100000000000000001" as ApplicationId, token: "aW50ZXJhY3Rpb24tdG9rZW4tc2VjcmV0" };
export const channel = "200000000000000002" as ChannelId;
export const messageId = "300000000000000003" as MessageId;

export interface Seen {
  method: string;
  path: string;
  at: number;
  authorization: string | null;
  json: Record<string, unknown>;
  files: { index: number; name: string; type: string; text: string }[];
  /** Whether the answer's body was read to its end or cancelled. */
  drained: boolean;
}

type Script = (seen: Seen, signal: AbortSignal) => Response | Promise<Response>;

export const created = (headers: Record<string, string> = {}) => Response.json({ id: messageId, content: "" }, { headers });
export const refused = (status: number, code: number, message: string, extra: object = {}) => Response.json({ code, message, ...extra }, { status });
export const limited = (retryAfter: number, headers: Record<string, string> = {}, extra: object = {}) =>
  Response.json(
    { message: "You are being rate limited.", retry_after: retryAfter, global: false, ...extra },
    { status: 429, headers: { "retry-after": String(Math.ceil(retryAfter)), ...headers } },
  );
export const bucket = (name: string, limit: number, remaining: number, resetAfter: number) => ({
  "x-ratelimit-bucket": name,
  "x-ratelimit-limit": String(limit),
  "x-ratelimit-remaining": String(remaining),
  "x-ratelimit-reset-after": String(resetAfter),
});
export const resets = () => {
  throw new TypeError(`connection to https://discord.test/api/v10/webhooks/${target.applicationId}/${target.token} lost, Bot ${BOT_TOKEN}`);
};
/** Never answers; lets go when the client does. */
export const hangs: Script = (_, signal) => new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

/** `answers` are used up in order; the last one stays. */
export function createResponder(...answers: Script[]) {
  const clock = createSkippingClock();
  const seen: Seen[] = [];
  const mistakes: string[] = [];
  const logged: string[] = [];
  const api = createDiscordRest({
    baseUrl: "https://discord.test/api/v10",
    botToken: BOT_TOKEN,
    version: "1.2.3",
    clock,
    random: () => 1,
    log: { info: (event, fields) => logged.push(JSON.stringify([event, fields])), error: (event, fields) => logged.push(JSON.stringify([event, fields])) },
    async fetch(url, init) {
      const request = new Request(url, init);
      const one = await inspect(request, clock.now());
      seen.push(one);
      mistakes.push(...mistakesIn(request, one));
      const script = answers.length > 1 ? answers.shift() : answers[0];
      if (!script) throw new Error("no answer scripted");
      return watched(await script(one, init.signal ?? new AbortController().signal), one);
    },
  });
  return { api, clock, seen, mistakes, logged, run: clock.run };
}

async function inspect(request: Request, at: number): Promise<Seen> {
  const url = new URL(request.url);
  const seen: Seen = {
    method: request.method,
    path: url.pathname.replace("/api/v10", "") + url.search,
    at,
    authorization: request.headers.get("authorization"),
    json: {},
    files: [],
    drained: false,
  };
  const type = request.headers.get("content-type") ?? "";
  if (type.startsWith("application/json")) seen.json = await request.json();
  if (type.startsWith("multipart/form-data")) {
    const entries: [string, unknown][] = [];
    (await request.formData()).forEach((value, key) => {
      entries.push([key, value]);
    });
    for (const [key, value] of entries) {
      if (key === "payload_json") seen.json = JSON.parse(String(value)) as Record<string, unknown>;
      else if (value instanceof File)
        seen.files.push({ index: Number(/^files\[(\d+)\]$/.exec(key)?.[1]), name: value.name, type: value.type, text: await value.text() });
    }
  }
  return seen;
}

function mistakesIn(request: Request, seen: Seen): string[] {
  const wrong: string[] = [];
  if (request.redirect !== "manual") wrong.push("redirect");
  if (request.headers.get("user-agent") !== "DiscordBot (https://github.com/edgewise-bot/edgewise, 1.2.3)") wrong.push("user-agent");
  if (seen.method !== "GET" && seen.method !== "DELETE" && JSON.stringify(seen.json.allowed_mentions) !== '{"parse":[]}') wrong.push("allowed_mentions");
  if (seen.path.startsWith("/webhooks") && seen.authorization !== null) wrong.push("bot token where none is needed");
  if (seen.path.startsWith("/channels") && seen.authorization !== `Bot ${BOT_TOKEN}`) wrong.push("authorization");
  const attached = (seen.json.attachments ?? []) as { id: string; filename: string }[];
  if (JSON.stringify(attached.map(({ id, filename }) => [id, filename])) !== JSON.stringify(seen.files.map(({ index, name }) => [String(index), name])))
    wrong.push("attachments");
  return wrong;
}

function watched(response: Response, seen: Seen): Response {
  if (response.body === null) {
    seen.drained = true;
    return response;
  }
  const reader = response.body.getReader();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (!done) return controller.enqueue(value);
      seen.drained = true;
      controller.close();
    },
    cancel() {
      seen.drained = true;
    },
  });
  return new Response(body, { status: response.status, statusText: response.statusText, headers: response.headers });
}
