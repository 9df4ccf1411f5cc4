/** ModelRequest -> body of POST /chat/completions. Used by `chat.ts`. */
import type OpenAI from "openai";
import { loraSupport } from "../lora.ts";
import type { ContentPart, ModelMessage, ModelRequest } from "../model.ts";
import { type Dialect, isOpenAiHost, type OptionalParameter } from "./dialect.ts";

type Body = OpenAI.Chat.ChatCompletionCreateParams;
type Message = OpenAI.Chat.ChatCompletionMessageParam;

/** Source: OpenAI API reference, `stop`. */
const OPENAI_STOPS = 4;

export function buildRequest(request: ModelRequest, model: string, host: string, dialect: Dialect): Body {
  const body: Body = {
    model,
    messages: request.messages.flatMap((message) => buildMessage(message, dialect)),
    stream: dialect.stream,
    [dialect.maxTokens]: request.maxOutputTokens,
  };
  if (dialect.stream && dialect.streamOptions) body.stream_options = { include_usage: true };
  for (const [name, value] of Object.entries(sampled(request, host)))
    if (value !== undefined && !dialect.without.includes(name)) Object.assign(body, { [name]: value });
  const tools = dialect.tools ? (request.tools ?? []).filter(({ name }) => !dialect.withoutTools.includes(name)) : [];
  if (tools.length > 0) {
    if (request.toolsClosed === true) body.tool_choice = "none";
    body.tools = tools.map(({ name, description, parameters }) => ({ type: "function", function: { name, description, parameters } }));
  }
  if (request.lora !== undefined && loraSupport(host) === "parameter") Object.assign(body, { lora: request.lora });
  // Others refuse what they don't know, and it is none of their business.
  if (request.safetyIdentifier !== undefined && isOpenAiHost(host)) body.safety_identifier = request.safetyIdentifier;
  return body;
}

/** vLLM, SGLang and OpenRouter call one of them repetition_penalty, llama.cpp and Ollama repeat_penalty; OpenAI refuses what it doesn't know. */
function sampled({ temperature, sampling = {} }: ModelRequest, host: string): Partial<Record<OptionalParameter, unknown>> {
  const { topP, topK, minP, seed, stop, repeatPenalty, frequencyPenalty, presencePenalty } = sampling;
  const known = { temperature, top_p: topP, seed, stop, frequency_penalty: frequencyPenalty, presence_penalty: presencePenalty };
  if (isOpenAiHost(host)) return { ...known, stop: stop?.slice(0, OPENAI_STOPS) };
  return { ...known, top_k: topK, min_p: minP, repetition_penalty: repeatPenalty, repeat_penalty: repeatPenalty };
}

function buildMessage(message: ModelMessage, dialect: Dialect): Message[] {
  if (message.role === "assistant") return buildAnswer(message, dialect);
  // Who knows no tools is told what came of them in words.
  if (message.role === "tool")
    return [dialect.tools ? { role: "tool", tool_call_id: message.callId, content: message.content } : { role: "user", content: message.content }];
  return [message.role === "system" ? { role: "system", content: message.content } : buildQuestion(message, dialect)];
}

function buildAnswer({ content, toolCalls = [] }: Extract<ModelMessage, { role: "assistant" }>, dialect: Dialect): Message[] {
  if (toolCalls.length === 0) return [{ role: "assistant", content }];
  if (!dialect.tools) return content === "" ? [] : [{ role: "assistant", content }];
  const calls = toolCalls.map(({ id, name, arguments: written }) => ({ id, type: "function" as const, function: { name, arguments: written } }));
  return [{ role: "assistant", content: content === "" ? null : content, tool_calls: calls }];
}

function buildQuestion(message: Extract<ModelMessage, { role: "user" }>, dialect: Dialect): Message {
  const { name: called = "" } = message;
  if (called.trim() === "") return { role: "user", content: buildContent(message.content) };
  const name = cleanName(called);
  if (dialect.names && name !== "") return { role: "user", content: buildContent(message.content), name };
  const label: ContentPart = { type: "text", text: `${called}: ` };
  return { role: "user", content: buildContent(typeof message.content === "string" ? label.text + message.content : [label, ...message.content]) };
}

/** A plain string wherever there is no image: text-only servers refuse arrays. */
function buildContent(content: string | ContentPart[]): string | OpenAI.Chat.ChatCompletionContentPart[] {
  if (typeof content === "string") return content;
  if (content.every((part) => part.type === "text")) return content.map((part) => part.text).join("\n");
  return content
    .filter((part) => part.type === "image" || part.text !== "")
    .map((part) => (part.type === "text" ? { type: "text", text: part.text } : { type: "image_url", image_url: { url: part.dataUrl } }));
}

/** OpenAI takes [a-zA-Z0-9_-]{1,64}. Accents are dropped rather than the letter; of a name in another script nothing is left, so it stands before the words. */
function cleanName(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[^a-zA-Z0-9_-]+/g, "_")
    .replace(/^_+/, "")
    .slice(0, 64)
    .replace(/_+$/, "");
}
