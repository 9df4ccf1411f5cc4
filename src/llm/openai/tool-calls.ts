/** Puts tool calls together out of what a stream brings of them, in whatever way the server cuts them. Used by `chat.ts`. */
import type { ToolCall } from "../model.ts";
import { isRecord, readNumber, readString } from "./json.ts";

/** A piece of a call, as it arrived. */
export interface ToolCallFragment {
  index: number | undefined;
  id: string;
  name: string;
  arguments: string;
}

/** `tool_calls` of a delta or a message. Arguments are a string; Ollama and its kind send the object itself. */
export function readToolCalls(value: unknown): ToolCallFragment[] {
  if (!Array.isArray(value)) return [];
  return (value as unknown[]).filter(isRecord).map((fragment) => {
    const called = isRecord(fragment.function) ? fragment.function : {};
    const given = called.arguments;
    return {
      index: readNumber(fragment.index),
      id: readString(fragment.id),
      name: readString(called.name),
      arguments: isRecord(given) ? JSON.stringify(given) : readString(given),
    };
  });
}

/** More than anybody asks for at once; a model that runs wild is not followed. */
const MOST_CALLS = 32;

export function createToolCalls() {
  const calls: ToolCallFragment[] = [];

  /**
   * The call that a fragment belongs to. A place of its own or another id begins a new one, since some servers give all calls the same index. Without an
   * id it goes on with the one in that place, unless it is a whole one and so is that; without a place, too, a name begins a new one.
   */
  const find = ({ index, id, name, arguments: given }: ToolCallFragment) => {
    const known = index === undefined ? calls.at(-1) : calls.findLast((call) => call.index === index);
    if (known === undefined) return undefined;
    if (id !== "" && known.id !== "") return calls.findLast((call) => call.id === id && (index === undefined || call.index === index));
    if (index === undefined) return name !== "" && known.name !== "" ? undefined : known;
    const isWhole = name !== "" && given !== "" && isJson(known.arguments);
    return isWhole ? undefined : known;
  };

  return {
    add(fragments: readonly ToolCallFragment[]): void {
      for (const fragment of fragments) {
        const known = find(fragment);
        if (known === undefined) {
          if (calls.length < MOST_CALLS && (fragment.name !== "" || fragment.arguments !== "" || fragment.id !== "")) calls.push({ ...fragment });
          continue;
        }
        known.id ||= fragment.id;
        known.name ||= fragment.name;
        known.arguments += fragment.arguments;
      }
    },

    /** Calls without a name call nothing. Ids that are missing or there twice are made up, in a form that Mistral takes, too. */
    finish(): ToolCall[] {
      const taken = new Set<string>();
      return calls
        .filter(({ name }) => name !== "")
        .map(({ id: given, name, arguments: written }, index) => {
          const id = given === "" || taken.has(given) ? `call${String(index).padStart(5, "0")}` : given;
          taken.add(id);
          return { id, name, arguments: written.trim() === "" ? "{}" : written };
        });
    },
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
