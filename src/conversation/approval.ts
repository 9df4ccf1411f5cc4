/** What a model wants to do, as somebody reads it who has to agree: every value to the letter. Used by compose.ts. */
import type { ToolCall } from "../llm/model.ts";
import { type Texts, word } from "../locales/index.ts";
import type { PendingTurn } from "../turn/types.ts";

/** Of a value that stands in its line. */
const SHORT = 80;
const CHANNEL = /^(?:<#)?(\d{17,20})>?$/;

export function approvalWords({ rounds }: PendingTurn, texts: Texts): string {
  const last = rounds.at(-1);
  const waiting = (last?.calls ?? []).filter((_, index) => last?.results[index] === null);
  return [texts.tools.approval.ask, ...waiting.map((call) => callWords(call, texts))].join("\n");
}

function callWords({ name, arguments: written }: ToolCall, { tools: say }: Texts): string {
  const label = word(say.label, name);
  const title = label === undefined ? `**${visible(name)}**` : `**${label}** (${visible(name)})`;
  const fields = read(written);
  const values = fields === null ? [block(written)] : Object.entries(fields).map(([field, value]) => `- ${nameWords(field)}: ${valueWords(value)}`);
  return [title, ...values].join("\n");
}

function read(written: string): Record<string, unknown> | null {
  try {
    const value: unknown = written.trim() === "" ? {} : JSON.parse(written);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function valueWords(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value, null, 1) ?? "");
  const channel = CHANNEL.exec(text.trim())?.[1];
  if (channel !== undefined) return `<#${channel}> (\`${channel}\`)`;
  return text.length > SHORT || /[\n`]/.test(text) ? `\n${block(text)}` : `\`${visible(text) || " "}\``;
}

/** The model may make up names, too: one that is no plain word stands as what it is, on one line. */
const nameWords = (field: string): string => (/^[a-z]\w{0,63}$/i.test(field) ? field : block(JSON.stringify(field)));

/** Nothing in it ends the block. */
const block = (text: string): string => `\`\`\`\n${visible(text).replaceAll("```", "`\u200b``")}\n\`\`\``;

/** Signs that nobody sees, or that turn the text around, are named. */
const visible = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\u{e0000}-\u{e007f}]/gu, (sign) => (sign === "\n" || sign === "\t" ? sign : `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`));
