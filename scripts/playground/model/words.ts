/** What the demo model says: visibly made out of the system prompt, the history, the files and the pictures it was given. Called by `demo-model.ts`. */
import { BEHAVIOURS, type Behaviour } from "./behaviour.ts";
import { inCharacter } from "./character.ts";
import type { ChatMessage, ChatRequest } from "./request.ts";

/** The words, and what commands in the prompt asked for. */
export interface Composition {
  text: string;
  behaviour: Behaviour;
}

export function compose(request: ChatRequest): Composition {
  const turns = request.messages.filter((message) => message.role === "user");
  const last = turns.at(-1);
  const system = request.messages
    .filter((message) => message.role === "system" || message.role === "developer")
    .map((message) => message.text)
    .join("\n");
  const asked = withoutFences(last?.text ?? "");
  const question = questionOf(asked);
  const german = /\b(german|deutsch|auf deutsch)\b/i.test(system) || isGerman(question);
  const say = german ? GERMAN : ENGLISH;

  if (/^continue your last answer|^setze deine letzte antwort/i.test(question)) return { text: say.continued, behaviour: {} };

  const parts = [say.intro(nameIn(system)), say.asked(question)];
  if (last) parts.push(...describe(last, say));
  const earlier = turns
    .slice(0, -1)
    .map((message) => questionOf(withoutFences(message.text)))
    .filter((text) => text !== "");
  const previous = earlier.at(-1);
  if (previous !== undefined) parts.push(say.earlier(quote(previous, 120), earlier.length));
  if (asked.includes("[code]")) parts.push(say.code, CODE);
  if (asked.includes("[long]")) parts.push(...longText(say));
  if (asked.includes("[slow]")) parts.push(Array.from({ length: 180 }, (_, index) => say.word(index + 1)).join(" "));
  return { text: inCharacter(parts, system, german), behaviour: commandsIn(asked) };
}

/** What stands in fences is material, not an instruction: commands in it are not obeyed. */
function withoutFences(text: string): string {
  return text.replace(/<(\w+)[^>]*\buntrusted="true"[^>]*>[\s\S]*?<\/\1>/g, "").trim();
}

/** The prompt stands behind remarks and the time, as the last paragraph. */
function questionOf(text: string): string {
  const paragraphs = text.split(/\n{2,}/);
  return (paragraphs.at(-1) ?? "").replace(/\[[a-z][a-z\d-]*(?: \d+)?\]/g, "").trim();
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
  if (channel !== undefined) parts.push(say.channel(channel.split("\n").filter((line) => /^\d\d:\d\d /.test(line)).length || channel.split("\n").length));
  return parts;
}

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

function quote(text: string, length: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > length ? `${line.slice(0, length).toWellFormed()}...` : line;
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

interface Phrases {
  intro(name: string): string;
  asked(question: string): string;
  earlier(question: string, count: number): string;
  image(index: number, type: string, bytes: number): string;
  link(index: number): string;
  message(author: string, text: string): string;
  file(name: string, length: number, start: string): string;
  channel(count: number): string;
  paragraph(index: number): string;
  word(index: number): string;
  code: string;
  continued: string;
}

const ENGLISH: Phrases = {
  intro: (name) =>
    `This is the **demo model**${name === "" ? "" : `, speaking as **${name}**`}: a script, not an AI. Set OPENAI_BASE_URL and OPENAI_API_KEY for a real one.`,
  asked: (question) => (question === "" ? "You asked nothing in words." : `You asked: "${quote(question, 200)}"`),
  earlier: (question, count) => `Earlier you asked "${question}" (${count} earlier ${count === 1 ? "question" : "questions"} in this conversation).`,
  image: (index, type, bytes) => `Picture ${index} arrived: ${type}, ${bytes.toLocaleString("en")} bytes.`,
  link: (index) => `Picture ${index} arrived as a link.`,
  message: (author, text) => `It is about what ${author} wrote: "${text}"`,
  file: (name, length, start) => `The file ${name} arrived: ${length.toLocaleString("en")} characters, beginning with "${start}".`,
  channel: (count) => `I was given ${count} preceding ${count === 1 ? "message" : "messages"} of this channel.`,
  paragraph: (index) =>
    `Paragraph ${index} of this long answer. It has a few sentences, so that it looks like something that a person would read. Nothing in it matters; what matters is that every word of it arrives once and in order. This sentence ends paragraph ${index}, with an emoji 🦜 and a [link](https://example.com/${index}).`,
  word: (index) => `word ${index},`,
  code: "Here is some code:",
  continued: "and this is how it goes on: the demo model was asked to continue, and continues from where it stopped.",
};

const GERMAN: Phrases = {
  intro: (name) =>
    `Hier spricht das **Demo-Modell**${name === "" ? "" : ` als **${name}**`}: ein Skript, keine KI. Mit OPENAI_BASE_URL und OPENAI_API_KEY antwortet ein echtes.`,
  asked: (question) => (question === "" ? "Gefragt hast du nichts in Worten." : `Du hast gefragt: "${quote(question, 200)}"`),
  earlier: (question, count) => `Vorhin hast du gefragt: "${question}" (${count} frühere ${count === 1 ? "Frage" : "Fragen"} in diesem Gespräch).`,
  image: (index, type, bytes) => `Bild ${index} ist angekommen: ${type}, ${bytes.toLocaleString("de")} Bytes.`,
  link: (index) => `Bild ${index} ist als Link angekommen.`,
  message: (author, text) => `Es geht um das, was ${author} geschrieben hat: „${text}“`,
  file: (name, length, start) => `Die Datei ${name} ist angekommen: ${length.toLocaleString("de")} Zeichen, sie beginnt mit "${start}".`,
  channel: (count) => `Ich habe ${count} vorausgehende ${count === 1 ? "Nachricht" : "Nachrichten"} dieses Kanals bekommen.`,
  paragraph: (index) =>
    `Absatz ${index} dieser langen Antwort. Er hat ein paar Sätze, damit er aussieht wie etwas, das jemand lesen würde. Nichts davon ist wichtig; wichtig ist, dass jedes Wort einmal und in der richtigen Reihenfolge ankommt. Dieser Satz beendet Absatz ${index}, mit einem Emoji 🦜 und einem [Link](https://example.com/${index}).`,
  word: (index) => `Wort ${index},`,
  code: "Hier ist etwas Code:",
  continued: "und so geht es weiter: Das Demo-Modell sollte fortfahren und fährt dort fort, wo es aufgehört hat.",
};
