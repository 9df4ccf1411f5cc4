/** The demo model's sentences, in English and German. Spoken by `words.ts`. */

export function quote(text: string, length: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > length ? `${line.slice(0, length).toWellFormed()}...` : line;
}

export interface Phrases {
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
  /** The beginning of a persona's prompt, where it asks for nothing that the demo can show otherwise. */
  told(name: string, sentence: string): string;
  remember(text: string, source: string): string;
  unknown(count: number): string;
  noMemories: string;
  notes(start: string): string;
  catchUp: string;
  parameters(list: string): string;
  /** What a tool returned, and what of it can be cited. */
  result(text: string): string;
  found(title: string, text: string, number: number): string;
  /** By itself, and how it is disposed. */
  unasked(action: string): string;
  mood(text: string): string;
  topics(text: string): string;
}

export const ENGLISH: Phrases = {
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
  told: (name, sentence) => `${name} was told: "${sentence}"`,
  remember: (text, source) => `I remember: "${text}"${source === "" ? "" : ` (${source})`}`,
  unknown: (count) => `I was given ${count} ${count === 1 ? "memory" : "memories"}, and none is about this: I do not know.`,
  noMemories: "No memories came with this question: I do not know.",
  notes: (start) => `From before I have notes: "${start}"`,
  catchUp: "What was said, in quotes (a demo understands nothing of it):",
  parameters: (list) => `These parameters arrived: ${list}.`,
  result: (text) => `The tool answered: "${text}"`,
  found: (title, text, number) => `In “${title}” I found: "${text}" [${number}]`,
  unasked: (action) => `Nobody asked me: this is \`${action}\`.`,
  mood: (text) => `My mood: "${text}"`,
  topics: (text) => `I may speak of: "${text}"`,
};

export const GERMAN: Phrases = {
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
  told: (name, sentence) => `${name} wurde gesagt: "${sentence}"`,
  remember: (text, source) => `Ich erinnere mich: "${text}"${source === "" ? "" : ` (${source})`}`,
  unknown: (count) => `Ich habe ${count} ${count === 1 ? "Erinnerung" : "Erinnerungen"} bekommen, und keine handelt davon: Ich weiß es nicht.`,
  noMemories: "Zu dieser Frage kamen keine Erinnerungen mit: Ich weiß es nicht.",
  notes: (start) => `Von vorher habe ich Notizen: "${start}"`,
  catchUp: "Was gesagt wurde, in Zitaten (verstanden hat ein Demo nichts davon):",
  parameters: (list) => `Diese Parameter sind angekommen: ${list}.`,
  result: (text) => `Das Werkzeug hat geantwortet: „${text}“`,
  found: (title, text, number) => `In „${title}“ habe ich gefunden: „${text}“ [${number}]`,
  unasked: (action) => `Gefragt hat mich niemand: Das ist \`${action}\`.`,
  mood: (text) => `Meine Stimmung: „${text}“`,
  topics: (text) => `Sprechen darf ich von: „${text}“`,
};
