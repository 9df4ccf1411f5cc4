/** How Ollama reads a Modelfile, told a second time and as naively as can be: a buffer that grows by a character. The fuzz test compares our parser with it. */

export interface Command {
  /** In upper case. */
  name: string;
  /** The parameter's name or the role. */
  key: string;
  value: string;
}

const NAMES = ["FROM", "LICENSE", "TEMPLATE", "SYSTEM", "ADAPTER", "DRAFT", "RENDERER", "PARSER", "PARAMETER", "MESSAGE", "REQUIRES"];
const isNewline = (char: string) => char === "\n" || char === "\r";
const isSpace = (char: string) => char === " " || char === "\t";

/** null: not closed yet. */
function unquote(text: string): string | null {
  for (const quote of ['"""', '"']) {
    if (!text.startsWith(quote)) continue;
    return text.length >= 2 * quote.length && text.endsWith(quote) ? text.slice(quote.length, text.length - quote.length) : null;
  }
  return text;
}

/** null: Ollama refuses it. Characters that Ollama silently drops (what Go calls not printable) are kept. */
export function readAsOllama(file: string): Command[] | null {
  const text = file.replace(/^\uFEFF/, "");
  const commands: Command[] = [];
  let at = 0;
  const word = (allowed: RegExp) => {
    const start = at;
    while (at < text.length && allowed.test(text[at] ?? "")) at++;
    return text.slice(start, at);
  };
  while (at < text.length) {
    const char = text[at] ?? "";
    if (isSpace(char) || isNewline(char)) {
      at++;
      continue;
    }
    if (char === "#") {
      while (at < text.length && !isNewline(text[at] ?? "")) at++;
      continue;
    }
    const name = word(/[a-z]/i).toUpperCase();
    if (!NAMES.includes(name) || !isSpace(text[at] ?? "")) return null;
    at++;
    let key = "";
    if (name === "PARAMETER" || name === "MESSAGE") {
      key = word(name === "PARAMETER" ? /\w/ : /[a-z]/i);
      if (!isSpace(text[at] ?? "")) return null;
      if (name === "MESSAGE" && !["system", "user", "assistant"].includes(key)) return null;
      // Two blanks make a parameter without a name, and its names are in lower case: it reads both and then knows no such parameter. We take them.
      if (name === "PARAMETER" && !/^[a-z\d_]+$/.test(key)) return null;
      at++;
    }
    let buffer = "";
    let value: string | null = null;
    for (; at < text.length; at++) {
      value = isNewline(text[at] ?? "") ? unquote(buffer.trim()) : null;
      if (value !== null) break;
      buffer += text[at];
    }
    value ??= unquote(buffer.trim());
    if (value === null) return null;
    commands.push({ name, key, value });
  }
  return commands.some(({ name }) => name === "FROM") ? commands : null;
}
