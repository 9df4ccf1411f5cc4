/** A Modelfile as it is written: every character in order, and typed views on it. Printing it gives back the text. Built by parse.ts. */
import type { InstructionName, Role } from "./instructions.ts";
import { roleNamed } from "./instructions.ts";
import { type Parameters, parameterNamed, readParameter } from "./parameters.ts";

/** Comments are whole lines, with their end; so are empty lines. A byte order mark counts as an empty line. */
export interface Trivia {
  kind: "comment" | "empty";
  raw: string;
}

export interface Instruction {
  kind: "instruction";
  name: InstructionName;
  /** The name of a PARAMETER, the role of a MESSAGE, in lower case; else empty. */
  key: string;
  /** Without quotes, otherwise just as it stands there. */
  value: string;
  /** The keyword and all blanks up to the value. */
  before: string;
  /** The value with its quotes. */
  written: string;
  /** Blanks and the line's end. */
  after: string;
}

export type Item = Trivia | Instruction;

export interface Message {
  role: Role;
  content: string;
}

/** Where one that counts once stands several times, the last one counts, as with Ollama. */
export interface Modelfile {
  readonly items: readonly Item[];
  readonly from: string;
  readonly system: string | null;
  readonly template: string | null;
  readonly adapter: string | null;
  readonly requires: string | null;
  readonly licenses: readonly string[];
  readonly parameters: Readonly<Parameters>;
  readonly messages: readonly Message[];
}

export const printItem = (item: Item): string => (item.kind === "instruction" ? item.before + item.written + item.after : item.raw);

export function printModelfile({ items }: Pick<Modelfile, "items">): string {
  return items.map(printItem).join("");
}

/** `items` hold one FROM at least and no value that is wrong. */
export function modelfileFrom(items: readonly Item[]): Modelfile {
  const all = items.filter((item) => item.kind === "instruction");
  const last = (name: InstructionName) => all.findLast((instruction) => instruction.name === name)?.value ?? null;
  return {
    items,
    from: last("FROM") ?? "",
    system: last("SYSTEM"),
    template: last("TEMPLATE"),
    adapter: last("ADAPTER"),
    requires: last("REQUIRES"),
    licenses: all.filter(({ name }) => name === "LICENSE").map(({ value }) => value),
    parameters: parametersOf(all.filter(({ name }) => name === "PARAMETER")),
    messages: all
      .filter(({ name }) => name === "MESSAGE")
      .flatMap(({ key, value }) => {
        const role = roleNamed(key);
        return role === undefined ? [] : [{ role, content: value }];
      }),
  };
}

function parametersOf(lines: readonly Instruction[]): Parameters {
  const stop = lines.filter(({ key }) => key === "stop").map(({ value }) => value);
  const others = lines.flatMap(({ key, value }): [string, unknown][] => {
    const name = parameterNamed(key);
    if (name === undefined || name === "stop") return [];
    const read = readParameter(name, value);
    return "value" in read ? [[name, read.value]] : [];
  });
  return { ...(Object.fromEntries(others) as Parameters), ...(stop.length === 0 ? {} : { stop }) };
}
