/** The instructions that Ollama knows (2026), and what people write in their place. Used by the parser. */
import { closest } from "../../kernel/closest.ts";

export const instructions = [
  "FROM",
  "PARAMETER",
  "TEMPLATE",
  "SYSTEM",
  "ADAPTER",
  "LICENSE",
  "MESSAGE",
  "REQUIRES",
  // Newer than the reference page; the parser takes them.
  "DRAFT",
  "RENDERER",
  "PARSER",
] as const;
export type InstructionName = (typeof instructions)[number];

/** Kept, and without effect where the endpoint is somebody else's. */
export const unusedInstructions: ReadonlySet<InstructionName> = new Set(["TEMPLATE", "REQUIRES", "DRAFT", "RENDERER", "PARSER"]);

export const roles = ["system", "user", "assistant"] as const;
export type Role = (typeof roles)[number];

const ALIASES: ReadonlyMap<string, InstructionName> = new Map([
  ["PROMPT", "SYSTEM"],
  ["INSTRUCTION", "SYSTEM"],
  ["INSTRUCTIONS", "SYSTEM"],
  ["MODEL", "FROM"],
  ["OPTION", "PARAMETER"],
  ["LORA", "ADAPTER"],
]);

export function instructionNamed(word: string): InstructionName | undefined {
  const name = word.toUpperCase();
  return instructions.find((known) => known === name);
}

export function suggestInstruction(word: string): InstructionName | null {
  return ALIASES.get(word.toUpperCase()) ?? closest(word, instructions);
}

export function roleNamed(word: string): Role | undefined {
  const name = word.toLowerCase();
  return roles.find((known) => known === name);
}
