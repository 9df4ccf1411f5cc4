/** Material from outside between tags that say whose it is and that it is not to be obeyed. Used by context.ts and wherever a model reads what others wrote. */

import { visibleText } from "../kernel/visible-text.ts";

/** Of a file's or an author's name as the model sees it. */
const NAME_LENGTH = 100;

/** Somebody's message, also for a history that is to be read by a model later. `text` is not yet inert. */
export function quoteMessage(author: string, text: string): string {
  return fenceMessage(author, inert(text));
}

export function fenceMessage(author: string, text: string): string {
  return fence("message", text, ` author="${attribute(author)}"`);
}

/** As the value of a tag's attribute. */
export function attribute(name: string, length = NAME_LENGTH): string {
  return visibleText(name)
    .slice(0, length)
    .replace(/["<>＜＞\r\n\t]/g, "")
    .toWellFormed();
}

/** Outside material between tags; its text has been made `inert`, so that it cannot close them. */
export function fence(tag: string, text: string, attributes = ""): string {
  return `<${tag}${attributes} untrusted="true">\n${text}\n</${tag}>`;
}

/** Tags that we write, those by which programs mark who speaks, and those of models' own templates: nothing from outside may open or close one. */
const TAGS =
  /[<＜﹤](?=[\s/／]*(file|channel_messages|reply_chain|message|wishes|persona|summary|conversation|memories|mood\b|topics\b|result|source|system|assistant|developer|instructions?\b|tool_|function_|start_of_|end_of_|begin_of_|eot_|eom_|[|｜]|<sys))/gi;

/** Models read tags leniently, so any spelling counts. Before anything is measured or cut: it makes the text longer. What nobody sees is left out. */
export function inert(text: string): string {
  return visibleText(text).replaceAll(TAGS, "$&\u200b");
}
