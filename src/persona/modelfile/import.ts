/** A file or a pasted text -> personas, whichever form it has. The one entry for importing. */
import { checkPersona } from "./check.ts";
import { setText } from "./edit.ts";
import { parseModelfile } from "./parse.ts";
import { personaOf } from "./persona.ts";
import { type ImportResult, importPersonaJson } from "./persona-json.ts";
import { printModelfile } from "./syntax.ts";

/** A Modelfile stays as it is written, to the letter. `from`: what takes the place of its FROM, which then may be anything. */
export function importPersona(given: string, from?: string): ImportResult {
  const text = withoutFence(given);
  if (/^[\s\uFEFF]*[{[]/.test(text)) return importPersonaJson(text);
  const parsed = parseModelfile(text);
  if (!parsed.ok) return parsed;
  const pointed = from === undefined ? parsed : setText(parsed.modelfile, "FROM", from);
  const { modelfile } = pointed.ok ? pointed : parsed;
  const { problems, notices } = checkPersona(modelfile);
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, personas: [{ persona: personaOf(modelfile), text: printModelfile(modelfile), notices }] };
}

/** People paste code as Discord shows it. The fence's lines stay as empty ones, so that line numbers hold. */
function withoutFence(text: string): string {
  const lead = text.length - text.trimStart().length;
  const close = text.trimEnd().length - 3;
  const line = text.indexOf("\n", lead);
  const fenced =
    text.startsWith("```", lead) && text.startsWith("```", close) && line !== -1 && line < close && !/[^\w-]/.test(text.slice(lead + 3, line).trim());
  return fenced ? text.slice(0, lead) + text.slice(line, close) : text;
}
