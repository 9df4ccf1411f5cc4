/**
 * Fits a turn's material into the model's window. Stable parts come first (system layers, history), what changes every time last, so that providers'
 * prompt caches work. Untrusted material is fenced and labelled. Counts are estimates by UTF-8 length (llm/tokens.ts).
 */
import type { ContentPart, ModelMessage } from "../llm/model.ts";
import { estimateMessages, estimateTokens } from "../llm/tokens.ts";

export interface ContextMaterial {
  layers: { name: string; source: string; text: string }[];
  /** Newest first. */
  history: { role: "user" | "assistant"; content: string; name: string }[];
  /** Lines of the channel's preceding messages, newest first. */
  channel: string[];
  files: { name: string; text: string }[];
  images: { name: string; dataUrl: string }[];
  /** Said to the model about what could not be read. */
  remarks: string[];
  prompt: string;
  userName: string;
  /** Of this moment, for the model; changes every time. */
  now: string;
}

export interface ContextLimits {
  /** Tokens of the whole window. */
  window: number;
  /** Tokens kept free for the reply. */
  reply: number;
  bytesPerToken: number;
}

/** Tokens by part, and what had to give way. */
export interface ContextReport {
  budget: number;
  total: number;
  layers: { name: string; source: string; tokens: number }[];
  history: number;
  historyMessages: number;
  historyLeftOut: number;
  channel: number;
  channelMessages: number;
  attachments: number;
  prompt: number;
  promptShortened: boolean;
  filesShortened: string[];
}

/** Of what remains beside prompt and layers. History gets the rest. */
const FILES_SHARE = 0.5;
const CHANNEL_SHARE = 0.3;
/** The prompt may push out everything else, but must leave room for the layers. */
const PROMPT_SHARE = 0.7;
const MARGIN = 32;

export function buildContext(material: ContextMaterial, limits: ContextLimits): { messages: ModelMessage[]; report: ContextReport } {
  const tokens = (text: string) => estimateTokens(text, limits.bytesPerToken);
  const budget = Math.max(256, limits.window - limits.reply);
  const layers = material.layers.map(({ name, source, text }) => ({ name, source, tokens: tokens(text) }));
  const system: ModelMessage = { role: "system", content: material.layers.map((layer) => layer.text).join("\n\n") };
  const images: ContentPart[] = material.images.map(({ dataUrl }) => ({ type: "image", dataUrl }));
  const fixed = estimateMessages(
    [system, { role: "user", content: [...images, { type: "text", text: [material.now, ...material.remarks].join("\n") }] }],
    limits.bytesPerToken,
  );

  const prompt = shorten(material.prompt, Math.max(64, Math.min(budget * PROMPT_SHARE, budget - fixed)), tokens);
  let left = Math.max(0, budget - fixed - tokens(prompt) - MARGIN);

  const filesBudget = left * FILES_SHARE;
  const files = material.files.map((file) => ({ name: file.name, text: shorten(file.text, filesBudget / material.files.length, tokens) }));
  const fileBlocks = files.map((file) => fence("file", file.text, ` name="${file.name.replace(/["<>\n]/g, "")}"`));
  left -= sum(fileBlocks, tokens);

  const channel = newestThatFit(material.channel, left * CHANNEL_SHARE, tokens);
  const channelBlock = channel.length === 0 ? [] : [fence("channel_messages", channel.toReversed().join("\n"))];
  left -= sum(channelBlock, tokens);

  const history = newestThatFit(material.history, left, (message) => tokens(message.content) + 6);
  const last = [...channelBlock, ...fileBlocks, ...material.remarks, material.now, prompt].filter((part) => part !== "").join("\n\n");
  const messages: ModelMessage[] = [
    system,
    ...history
      .toReversed()
      .map(
        (message): ModelMessage =>
          message.role === "user" ? { role: "user", content: message.content, ...named(message.name) } : { role: "assistant", content: message.content },
      ),
    { role: "user", content: images.length === 0 ? last : [{ type: "text", text: last }, ...images], ...named(material.userName) },
  ];
  return {
    messages,
    report: {
      budget,
      total: estimateMessages(messages, limits.bytesPerToken),
      layers,
      history: history.reduce((total, message) => total + tokens(message.content), 0),
      historyMessages: history.length,
      historyLeftOut: material.history.length - history.length,
      channel: sum(channelBlock, tokens),
      channelMessages: channel.length,
      attachments: sum(fileBlocks, tokens) + estimateMessages([{ role: "user", content: images }], limits.bytesPerToken),
      prompt: tokens(prompt),
      promptShortened: prompt !== material.prompt,
      filesShortened: files.filter((file, index) => file.text !== material.files[index]?.text).map((file) => file.name),
    },
  };
}

const named = (name: string) => (name === "" ? {} : { name });

/** Outside material between tags that it cannot close itself. */
function fence(tag: string, text: string, attributes = ""): string {
  const inert = text.replaceAll(`</${tag}`, `<\u200b/${tag}`);
  return `<${tag}${attributes} untrusted="true">\n${inert}\n</${tag}>`;
}

function newestThatFit<T>(newestFirst: T[], budget: number, cost: (item: T) => number): T[] {
  let left = budget;
  const end = newestFirst.findIndex((item) => {
    left -= cost(item);
    return left < 0;
  });
  return end === -1 ? newestFirst : newestFirst.slice(0, end);
}

/** Keeps the beginning and the end: questions stand at either. */
function shorten(text: string, budget: number, tokens: (text: string) => number): string {
  const size = tokens(text);
  if (size <= budget) return text;
  const keep = Math.max(0, Math.floor(text.length * (budget / size) * 0.95) - 8);
  const head = Math.ceil(keep * 0.7);
  return `${text.slice(0, head).toWellFormed()}\n[...]\n${text.slice(text.length - (keep - head)).toWellFormed()}`;
}

function sum(texts: string[], tokens: (text: string) => number): number {
  return texts.reduce((total, text) => total + tokens(text), 0);
}
