/**
 * Discord's and the model's ends of the outgoing calls, as plain as can be: they answer at once and note when what arrived. The strict stand-ins of the
 * playground check everything, which takes time of its own and would be measured along.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** In a prompt: what the model does with it. */
export const HOLD = "[hold]";
export const streamPrompt = (words: number, everyMs: number) => `What is the weather like today, and should I take an umbrella? [stream ${words} ${everyMs}]`;

/** The model calls a tool so many times, one round after the other, before it answers. */
export const toolPrompt = (rounds: number) => `What time is it in the capitals of the world? [tools ${rounds}] [stream 10 3]`;

export interface Story {
  /** `performance.now()` of each; NaN: not yet. */
  modelAskedAt: number;
  lastTokenAt: number;
  /** The edit without a Stop button has arrived. */
  finalEditAt: number;
  /** ms from the end of each round with a tool's call to the model's next request. */
  roundGaps: number[];
}

export interface StandIns {
  /** For DISCORD_API_BASE, with `/api/v10` below. */
  url: string;
  /** Edits that arrived so far, from whatever side. */
  edits(): number;
  /** Those among them that ended an answer. */
  finalEdits(): number;
  /** Requests that the model holds without an answer. */
  held(): number;
  /** Notes what happens from now on with the only answer under way. */
  follow(): Story;
  close(): Promise<void>;
}

export async function startStandIns(): Promise<StandIns> {
  let edits = 0;
  let finalEdits = 0;
  let held = 0;
  let current: Story | undefined;
  let calledAt: number | undefined;

  const server = createServer((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrivedAt = performance.now();
    let body = "";
    for await (const chunk of request) body += chunk;
    if (request.url?.endsWith("/chat/completions")) return answerAsModel(body, arrivedAt, response);
    if (request.method === "PATCH") {
      edits++;
      json(response, { id: "1500000000000000001", channel_id: "1500000000000000000", content: "" });
      // The buttons of a finished answer.
      if (!body.includes("follow-up:")) return;
      finalEdits++;
      if (current) current.finalEditAt = arrivedAt;
      return;
    }
    if (request.url?.endsWith("/users/@me")) return json(response, { id: "1500000000000000004" });
    json(response, request.method === "GET" ? CHANNEL : { id: "1500000000000000002" });
  }

  async function answerAsModel(body: string, arrivedAt: number, response: ServerResponse): Promise<void> {
    if (current) {
      if (Number.isNaN(current.modelAskedAt)) current.modelAskedAt = arrivedAt;
      if (calledAt !== undefined) current.roundGaps.push(arrivedAt - calledAt);
      calledAt = undefined;
    }
    if (body.includes(HOLD)) {
      // Never answered; the Worker waits for the first token.
      held++;
      response.on("close", () => held--);
      return;
    }
    const [, words = "20", everyMs = "5"] = /\[stream (\d+) (\d+)\]/.exec(body) ?? [];
    response.writeHead(200, { "content-type": "text/event-stream" });
    const send = (data: object | string) => response.write(`data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`);
    const chunk = (delta: object, finish_reason: string | null = null) => ({ ...HEAD, choices: [{ index: 0, delta, finish_reason }] });
    send(chunk({ role: "assistant", content: "" }));
    const rounds = Number(/\[tools (\d+)\]/.exec(body)?.[1] ?? 0);
    const round = body.split('"role":"tool"').length - 1;
    if (round < rounds) {
      const call = { index: 0, id: `call_${round}`, type: "function", function: { name: "current_time", arguments: `{"time_zone":"Etc/GMT+${round}"}` } };
      send(chunk({ tool_calls: [call] }));
      send(chunk({}, "tool_calls"));
      send("[DONE]");
      response.end();
      calledAt = performance.now();
      return;
    }
    for (let word = 0; word < Number(words); word++) {
      if (Number(everyMs) > 0) await new Promise((resolve) => setTimeout(resolve, Number(everyMs)));
      send(chunk({ content: `word-${word} ` }));
    }
    if (current) current.lastTokenAt = performance.now();
    send(chunk({}, "stop"));
    send({
      ...HEAD,
      choices: [],
      usage: { prompt_tokens: Math.ceil(body.length / 4), completion_tokens: Number(words), total_tokens: Math.ceil(body.length / 4) + Number(words) },
    });
    send("[DONE]");
    response.end();
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    edits: () => edits,
    finalEdits: () => finalEdits,
    held: () => held,
    follow() {
      current = { modelAskedAt: Number.NaN, lastTokenAt: Number.NaN, finalEditAt: Number.NaN, roundGaps: [] };
      return current;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const HEAD = { id: "chatcmpl-bench", object: "chat.completion.chunk", created: 1_700_000_000, model: "bench" };

/** What the channel's history looks like: 20 short messages. */
const CHANNEL = Array.from({ length: 20 }, (_, index) => ({
  id: `15000000000000001${String(index).padStart(2, "0")}`,
  channel_id: "1500000000000000000",
  type: 0,
  content: `Message ${index}: shall we meet at the lake on Saturday, or is it too cold?`,
  timestamp: "2026-11-20T12:00:00.000000+00:00",
  author: { id: "1500000000000000003", username: "ada", global_name: "Ada", bot: false },
  attachments: [],
  embeds: [],
}));

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
}
