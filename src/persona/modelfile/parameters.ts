/** Parameters of a Modelfile: which there are, what they take, who can use them. Names and defaults are Ollama's (docs/modelfile.mdx and api/types.go, 2026). */
import { closest } from "../../kernel/closest.ts";

/** `min` and `max` say nothing of a boolean. */
export interface Wanted {
  kind: "integer" | "number" | "boolean";
  min: number;
  max: number;
}

/** `standard`: any OpenAI-compatible endpoint, or ourselves; `extension`: servers that take more than OpenAI's; `none`: only who loads the model itself. */
type Reach = "standard" | "extension" | "none";

const integer = (min: number, max: number, reach: Reach) => ({ kind: "integer", min, max, reach }) as const;
const number = (min: number, max: number, reach: Reach) => ({ kind: "number", min, max, reach }) as const;
const boolean = { kind: "boolean", min: 0, max: 1, reach: "none" } as const;
/** As good as no limit. */
const MANY = 1_000_000_000;

const PARAMETERS = {
  temperature: number(0, 2, "standard"),
  top_p: number(0, 1, "standard"),
  seed: integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, "standard"),
  stop: { kind: "text", reach: "standard" },
  /** -1: no end, -2: as much as the window holds. */
  num_predict: integer(-2, MANY, "standard"),
  num_ctx: integer(1, MANY, "standard"),
  presence_penalty: number(-2, 2, "standard"),
  frequency_penalty: number(-2, 2, "standard"),
  top_k: integer(-1, MANY, "extension"),
  min_p: number(0, 1, "extension"),
  typical_p: number(0, 1, "extension"),
  repeat_penalty: number(0, 10, "extension"),
  repeat_last_n: integer(-1, MANY, "extension"),
  draft_num_predict: integer(0, MANY, "none"),
  // Of older files, and of those who run the model themselves.
  tfs_z: number(0, 100, "none"),
  mirostat: integer(0, 2, "none"),
  mirostat_tau: number(0, 100, "none"),
  mirostat_eta: number(0, 1, "none"),
  penalize_newline: boolean,
  num_keep: integer(-1, MANY, "none"),
  num_batch: integer(1, MANY, "none"),
  num_gqa: integer(0, MANY, "none"),
  num_gpu: integer(-1, MANY, "none"),
  main_gpu: integer(0, MANY, "none"),
  num_thread: integer(0, MANY, "none"),
  rope_frequency_base: number(0, MANY, "none"),
  rope_frequency_scale: number(0, MANY, "none"),
  numa: boolean,
  low_vram: boolean,
  f16_kv: boolean,
  logits_all: boolean,
  vocab_only: boolean,
  use_mmap: boolean,
  use_mlock: boolean,
  embedding_only: boolean,
} as const satisfies Record<string, (Wanted | { kind: "text" }) & { reach: Reach }>;

type Table = typeof PARAMETERS;
export type ParameterName = keyof Table;
type ValueOf<Kind> = Kind extends "text" ? string[] : Kind extends "boolean" ? boolean : number;
/** By the names in the file. `stop` gathers all its lines, of the others the last one counts. */
export type Parameters = { [Name in ParameterName]?: ValueOf<Table[Name]["kind"]> };
export type ParameterValue = string | number | boolean;

export const parameterNames = Object.keys(PARAMETERS) as ParameterName[];
export const reachOf = (name: ParameterName): Reach => PARAMETERS[name].reach;

const ALIASES: ReadonlyMap<string, ParameterName> = new Map([
  ["max_tokens", "num_predict"],
  ["max_output_tokens", "num_predict"],
  ["max_completion_tokens", "num_predict"],
  ["context_length", "num_ctx"],
  ["context_window", "num_ctx"],
  ["repetition_penalty", "repeat_penalty"],
  ["stop_sequence", "stop"],
]);

export function parameterNamed(word: string): ParameterName | undefined {
  const name = word.toLowerCase();
  return parameterNames.find((known) => known === name);
}

export function suggestParameter(word: string): ParameterName | null {
  return ALIASES.get(word.toLowerCase()) ?? closest(word, parameterNames);
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const INTEGER = /^[+-]?\d+$/;
/** As Go's ParseBool takes them. */
const TRUE: readonly string[] = ["1", "t", "T", "TRUE", "true", "True"];
const FALSE: readonly string[] = ["0", "f", "F", "FALSE", "false", "False"];

export function readParameter(name: ParameterName, text: string): { value: ParameterValue } | { wanted: Wanted } {
  const wanted = PARAMETERS[name];
  if (wanted.kind === "text") return { value: text };
  if (wanted.kind === "boolean") {
    const value = TRUE.includes(text) ? true : FALSE.includes(text) ? false : null;
    return value === null ? { wanted: plain(wanted) } : { value };
  }
  const value = Number(text);
  const fits = (wanted.kind === "integer" ? INTEGER : NUMBER).test(text) && value >= wanted.min && value <= wanted.max;
  return fits ? { value } : { wanted: plain(wanted) };
}

const plain = ({ kind, min, max }: Wanted): Wanted => ({ kind, min, max });

/** As it stands in the file; reads back the same. */
export function writeParameter(value: ParameterValue): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
