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
/** Of a file's name as the model sees it. */
const NAME_LENGTH = 100;

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

  const fileBudget = (left * FILES_SHARE) / Math.max(1, material.files.length);
  const files = material.files.map(({ name, text }) => {
    const fenced = (content: string) => fence("file", content, ` name="${name.slice(0, NAME_LENGTH).replace(/["<>\n]/g, "")}"`);
    const whole = inert(text);
    const kept = shorten(whole, fileBudget - tokens(fenced("")) - 1, tokens);
    return { name, shortened: kept !== whole, block: kept === "" && whole !== "" ? "" : fenced(kept) };
  });
  const fileBlocks = files.map(({ block }) => block).filter((block) => tokens(block) <= fileBudget);
  left -= sum(fileBlocks, tokens);

  const channelFence = (lines: string[]) => fence("channel_messages", lines.toReversed().join("\n"));
  const channel = newestThatFit(material.channel.map(inert), left * CHANNEL_SHARE - tokens(channelFence([])), (line) => tokens(`${line}\n`));
  const channelBlock = channel.length === 0 ? [] : [channelFence(channel)];
  left -= sum(channelBlock, tokens);

  const history = newestThatFit(material.history, left, (message) => tokens(message.content + message.name) + 6);
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
      attachments: sum(fileBlocks, tokens) + (images.length === 0 ? 0 : estimateMessages([{ role: "user", content: images }], limits.bytesPerToken)),
      prompt: tokens(prompt),
      promptShortened: prompt !== material.prompt,
      filesShortened: files.filter(({ shortened, block }) => shortened || !fileBlocks.includes(block)).map(({ name }) => name),
    },
  };
}

const named = (name: string) => (name === "" ? {} : { name });

/** Outside material between tags; its text has been made `inert`, so that it cannot close them. */
function fence(tag: string, text: string, attributes = ""): string {
  return `<${tag}${attributes} untrusted="true">\n${text}\n</${tag}>`;
}

/** Models read tags leniently, so any spelling counts. Before anything is measured or cut: it makes the text longer. */
function inert(text: string): string {
  return text.replaceAll(/<(?=[\s/]*(file|channel_messages))/gi, "<\u200b");
}

function newestThatFit<T>(newestFirst: T[], budget: number, cost: (item: T) => number): T[] {
  let left = budget;
  const end = newestFirst.findIndex((item) => {
    left -= cost(item);
    return left < 0;
  });
  return end === -1 ? newestFirst : newestFirst.slice(0, end);
}

/** Keeps the beginning and the end: questions stand at either. Nothing where not even a few words fit. */
function shorten(text: string, budget: number, tokens: (text: string) => number): string {
  const size = tokens(text);
  if (size <= budget) return text;
  // Proportional first; where the ends are denser than the middle, that is still too much.
  for (let keep = Math.floor(text.length * (budget / size) * 0.95) - 8; keep > 0; keep = Math.floor(keep * 0.8)) {
    const head = Math.ceil(keep * 0.7);
    const short = `${text.slice(0, head).toWellFormed()}\n[...]\n${text.slice(text.length - (keep - head)).toWellFormed()}`;
    if (tokens(short) <= budget) return short;
  }
  return "";
}

function sum(texts: string[], tokens: (text: string) => number): number {
  return texts.reduce((total, text) => total + tokens(text), 0);
}
