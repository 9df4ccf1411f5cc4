/** A persona as plain data, out of a Modelfile and into one. Used by whatever shows, edits or plays a persona. */

import { type EditResult, type Wish, writeInstruction } from "./edit.ts";
import { type ExtraKey, extraReason, mostOf, trimExtra } from "./extra-values.ts";
import { readExtras, writeExtraLine } from "./extras.ts";
import type { InstructionName } from "./instructions.ts";
import { type ParameterName, type Parameters, parameterNames, writeParameter } from "./parameters.ts";
import { parseModelfile } from "./parse.ts";
import type { ProblemDetail } from "./problems.ts";
import type { Message, Modelfile } from "./syntax.ts";

/** `FROM default`: whatever model would answer without a persona. */
export const DEFAULT_MODEL = "default";

export interface PersonaDefinition {
  /** 1 to 32 characters, none of them special on Discord. */
  name?: string;
  emoji?: string;
  avatarUrl?: string;
  /** Put before its answers; blanks count. */
  stylePrefix?: string;
  mood?: string;
  imageStyle?: string;
  /** FROM. */
  model: string;
  /** Without blanks around it, with plain line ends; so are the messages. */
  system: string;
  template: string | null;
  /** A LoRA's id or name. */
  adapter: string | null;
  license: string[];
  requires: string | null;
  parameters: Parameters;
  messages: Message[];
}

const EXTRA_FIELDS = {
  name: "name",
  emoji: "emoji",
  avatarUrl: "avatar_url",
  stylePrefix: "style_prefix",
  mood: "mood",
  imageStyle: "image_style",
} as const satisfies Partial<Record<keyof PersonaDefinition, ExtraKey>>;
const extraFields = Object.keys(EXTRA_FIELDS) as (keyof typeof EXTRA_FIELDS)[];

/** As a model is told it. In the file a text may begin with an empty line, or have Windows' line ends. */
const tidy = (text: string): string => text.replace(/\r\n?/g, "\n").trim();

/** Extras that are wrong are left out; check.ts names them. */
export function personaOf(modelfile: Modelfile): PersonaDefinition {
  const { extras } = readExtras(modelfile);
  const own = extraFields.flatMap((field) => (extras[EXTRA_FIELDS[field]] === undefined ? [] : [[field, extras[EXTRA_FIELDS[field]]]]));
  return {
    ...Object.fromEntries(own),
    model: modelfile.from.toLowerCase() === DEFAULT_MODEL ? DEFAULT_MODEL : modelfile.from,
    system: tidy(modelfile.system ?? ""),
    template: modelfile.template,
    adapter: modelfile.adapter,
    license: [...modelfile.licenses],
    requires: modelfile.requires,
    parameters: { ...modelfile.parameters },
    messages: modelfile.messages.map(({ role, content }) => ({ role, content: tidy(content) })),
  };
}

/** In the order in which people read it. */
export function modelfileOf(persona: PersonaDefinition): EditResult {
  const problems: ProblemDetail[] = [];
  const write = (wishes: readonly Wish[]) =>
    wishes.flatMap((wish) => {
      const written = writeInstruction(wish);
      if (!written.ok) problems.push(written.problem);
      return written.ok ? [written.text] : [];
    });
  const text = (name: InstructionName, value: string | null): Wish[] => (value === null ? [] : [{ name, key: "", value }]);
  const groups = [
    extraFields.flatMap((field) => extraLine(EXTRA_FIELDS[field], persona[field], problems)),
    write([
      ...text("FROM", persona.model),
      ...text("REQUIRES", persona.requires),
      ...text("ADAPTER", persona.adapter),
      ...parameterNames.flatMap((name) => parameterWishes(name, persona.parameters[name])),
    ]),
    write(text("TEMPLATE", persona.template)),
    write(text("SYSTEM", spaced(tidy(persona.system)))),
    write(persona.messages.map(({ role, content }) => ({ name: "MESSAGE", key: role, value: tidy(content) }))),
    write(persona.license.map((value) => ({ name: "LICENSE", key: "", value }))),
  ];
  if (problems.length > 0) return { ok: false, problems };
  const filled = groups.filter((lines) => lines.length > 0);
  return parseModelfile(`${filled.map((lines) => lines.join("\n")).join("\n\n")}\n`);
}

function extraLine(key: ExtraKey, value: string | undefined, problems: ProblemDetail[]): string[] {
  if (value === undefined) return [];
  const reason = extraReason(key, value);
  if (reason !== null) problems.push({ code: "bad-extra", key, reason, most: mostOf(key) });
  return reason === null ? [writeExtraLine(key, trimExtra(key, value))] : [];
}

function parameterWishes(name: ParameterName, value: Parameters[ParameterName]): Wish[] {
  const values = value === undefined ? [] : typeof value === "object" ? value : [writeParameter(value)];
  return values.map((one) => ({ name: "PARAMETER", key: name, value: one }));
}

/** The quotes of a text of several lines stand in lines of their own, unless the text's own end would close it too early. */
function spaced(text: string): string {
  return text.includes("\n") && !text.endsWith('"""') ? `\n${text}\n` : text;
}
