/** What the demo model says: visibly made out of the system prompt, the history, the files and the pictures it was given. Called by `demo-model.ts`. */
import { BEHAVIOURS, type Behaviour } from "./behaviour.ts";
import { callsFor, isFromTools, resultsIn, withoutCalls } from "./calls.ts";
import { hasManner, inCharacter } from "./character.ts";
import { refinedIn } from "./descriptions.ts";
import { remembering } from "./memories.ts";
import { noticedIn } from "./notices.ts";
import { ENGLISH, GERMAN, type Phrases, quote } from "./phrases.ts";
import type { ChatMessage, ChatRequest } from "./request.ts";
import { catchUp, notesOn } from "./summaries.ts";
import { speakUp } from "./unasked.ts";

/** The words, and what commands in the prompt asked for. */
export interface Composition {
  text: string;
  /** It names the stops that it was given, so it does not end there. */
  namesStops?: boolean;
  behaviour: Behaviour;
}

export function compose(request: ChatRequest): Composition {
  const turns = request.messages.filter((message) => message.role === "user" && !isFromTools(message));
  const last = turns.at(-1);
  // Notes of earlier stand among the instructions, as material.
  const told = request.messages
    .filter((message) => message.role === "system" || message.role === "developer")
    .map((message) => message.text)
    .join("\n");
  const system = withoutFences(told);
  const asked = withoutFences(last?.text ?? "");
  const question = questionOf(asked);
  const german = /\b(german|deutsch|auf deutsch)\b/i.test(system) || isGerman(question);
  const say = german ? GERMAN : ENGLISH;

  if (/^continue your last answer|^setze deine letzte antwort/i.test(question)) return { text: say.continued, behaviour: {} };
  const noticed = noticedIn(last?.text ?? "");
  if (noticed !== undefined) return { text: noticed, behaviour: {} };
  const refined = refinedIn(last?.text ?? "");
  if (refined !== undefined) return { text: refined, behaviour: {} };
  const notes = notesOn(last?.text ?? "");
  if (notes !== undefined) return { text: notes, behaviour: commandsIn(asked) };

  const unasked = speakUp(request, last?.text ?? "", say.intro(personaIn(system)?.name ?? nameIn(system)), say);
  if (unasked !== undefined) return { ...unasked, text: inCharacter({ intro: unasked.text, said: [], rest: [] }, system, german) };
  const toolCalls = callsFor(request, asked, question);
  if (toolCalls.length > 0) return { text: "", behaviour: { ...commandsIn(asked), toolCalls } };

  const persona = personaIn(system);
  const summary = catchUp(last?.text ?? "", question);
  const intro = say.intro(persona?.name ?? nameIn(system));
  // The question of a catch-up is the deployer's whole instruction.
  const said = summary === undefined ? [say.asked(question)] : [say.catchUp, summary];
  if (persona && !hasManner(persona.text)) said.push(say.told(persona.name, quote(firstSentence(persona.text), 160)));
  const memory = remembering(last?.text ?? "", question, say);
  if (memory !== undefined) said.push(memory);
  said.push(...resultsIn(request, say), ...seenByTools(request, say));
  if (asked.includes("[parameters]")) said.push(say.parameters(parametersIn(request)));
  const text = inCharacter({ intro, said, rest: details(turns, told, asked, say) }, system, german);
  return { text, behaviour: commandsIn(asked), namesStops: asked.includes("[parameters]") };
}

/** Pictures that tools returned. */
const seenByTools = ({ messages }: ChatRequest, say: Phrases): string[] => messages.filter(isFromTools).flatMap((message) => describe(message, say));

/** What came along besides the question, and what commands in it ask for. */
function details(turns: readonly ChatMessage[], told: string, asked: string, say: Phrases): string[] {
  const last = turns.at(-1);
  const parts = last ? describe(last, say) : [];
  const notes = /<summary untrusted="true">\n([\s\S]*?)\n<\/summary>/.exec(told)?.[1];
  if (notes !== undefined) parts.push(say.notes(quote(notes, 200)));
  const earlier = earlierTurns(turns, told)
    .map((message) => questionOf(withoutFences(message.text)))
    .filter((text) => text !== "");
  const previous = earlier.at(-1);
  if (previous !== undefined) parts.push(say.earlier(quote(previous, 120), earlier.length));
  if (asked.includes("[code]")) parts.push(say.code, CODE);
  if (asked.includes("[long]")) parts.push(...longText(say));
  if (asked.includes("[slow]")) parts.push(Array.from({ length: 180 }, (_, index) => say.word(index + 1)).join(" "));
  return parts;
}

/** A persona's examples have nobody's name; where the one who asks has none either, they cannot be told apart. */
function earlierTurns(turns: readonly ChatMessage[], told: string): ChatMessage[] {
  const before = turns.slice(0, -1);
  const hasExamples = turns.at(-1)?.name !== undefined && personaIn(told) !== undefined;
  return hasExamples ? before.filter(({ name }) => name !== undefined) : before;
}

interface Persona {
  name: string;
  text: string;
}

function personaIn(system: string): Persona | undefined {
  const [, name, text = ""] = /<persona name="([^"]*)"[^>]*>\n?([\s\S]*?)\n?<\/persona>/.exec(system) ?? [];
  return name === undefined ? undefined : { name, text };
}

function firstSentence(text: string): string {
  return /^[\s\S]*?[.!?\n](?=\s|$)/.exec(text.trim())?.[0].trim() ?? text.trim();
}

/** As they were sent; what was left out is not listed. */
function parametersIn({ model, parameters }: ChatRequest): string {
  return [["model", model] as const, ...Object.entries(parameters)]
    .map(([name, value]) => `${name} \`${typeof value === "string" ? value : JSON.stringify(value)}\``)
    .join(", ");
}

/** What stands in fences is material, not an instruction: commands in it are not obeyed. */
function withoutFences(text: string): string {
  return text.replace(/<(\w+)[^>]*\buntrusted="true"[^>]*>[\s\S]*?<\/\1>/g, "").trim();
}

/** The prompt stands behind remarks and the time, as the last paragraph. */
function questionOf(text: string): string {
  const paragraphs = text.split(/\n{2,}/);
  return withoutCalls(paragraphs.at(-1) ?? "")
    .replace(/\[[a-z][a-z\d-]*(?: \d+)?\]/g, "")
    .trim();
}

function commandsIn(text: string): Behaviour {
  const behaviour: Behaviour = text.includes("[slow]") ? { delayMs: 55 } : {};
  for (const [, name = "", number] of text.matchAll(/\[([a-z][a-z\d-]*)(?: (\d+))?\]/g)) {
    if (name === "error") Object.assign(behaviour, { status: Number(number ?? 500) });
    if (Object.hasOwn(BEHAVIOURS, name)) Object.assign(behaviour, BEHAVIOURS[name as keyof typeof BEHAVIOURS]);
  }
  return behaviour;
}

function describe(message: ChatMessage, say: Phrases): string[] {
  const parts: string[] = [];
  for (const [, author = "", content = ""] of message.text.matchAll(/<message author="([^"]*)" untrusted="true">\n([\s\S]*?)\n<\/message>/g)) {
    parts.push(say.message(author, quote(content, 120)));
  }
  for (const [index, image] of message.images.entries())
    parts.push(image.type === "link" ? say.link(index + 1) : say.image(index + 1, image.type, image.bytes));
  for (const [, name = "", content = ""] of message.text.matchAll(/<file name="([^"]*)" untrusted="true">\n([\s\S]*?)\n<\/file>/g)) {
    parts.push(say.file(name, content.length, quote(content, 60)));
  }
  const channel = /<channel_messages untrusted="true">\n([\s\S]*?)\n<\/channel_messages>/.exec(message.text)?.[1];
  if (channel !== undefined) parts.push(say.channel(channel.split("\n").filter((line) => LINE_OF_CHANNEL.test(line)).length || channel.split("\n").length));
  return parts;
}

/** With its time, or its number before that; further lines of the same message have neither. */
const LINE_OF_CHANNEL = /^(\[\d{1,5}\] |\d\d:\d\d )/;

function nameIn(system: string): string {
  return (
    /\byou are (?!an? |the )([\p{L}][\p{L}\d _-]{0,40}?)[,.;\n]/iu.exec(system)?.[1] ??
    /\bdu bist ([\p{Lu}][\p{L}\d _-]{0,40}?)[,.;\n]/u.exec(system)?.[1] ??
    ""
  );
}

function isGerman(text: string): boolean {
  const hits = text.match(/\b(der|die|das|und|ist|nicht|ich|du|wie|was|warum|wer|wo|bitte|kannst|mir|ein|eine|hallo|danke|für|über|auf)\b|[äöüß]/giu) ?? [];
  return hits.length >= 2;
}

/** About 6,000 characters: over three Discord messages, with a code block that has to be split well. */
function longText(say: Phrases): string[] {
  const paragraphs = Array.from({ length: 14 }, (_, index) => say.paragraph(index + 1));
  return [
    ...paragraphs.slice(0, 7),
    `\`\`\`ts\n${Array.from({ length: 34 }, (_, index) => `export const line${index + 1} = ${(index + 1) * (index + 1)}; // ${index + 1} squared`).join("\n")}\n\`\`\``,
    ...paragraphs.slice(7),
  ];
}

const CODE = '```ts\nexport function greet(name: string): string {\n  return "Hello, " + name + "!";\n}\n```';
