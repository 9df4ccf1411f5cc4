/** The personas that come with the bot: real Modelfiles, `.md` because those are bundled as text. A new one is a file and a line here. Used by /persona. */
import { ConfigError } from "../../kernel/errors.ts";
import { checkPersona } from "../modelfile/check.ts";
import { parseModelfile } from "../modelfile/parse.ts";
import { type PersonaDefinition, personaOf } from "../modelfile/persona.ts";
import captainQuill from "./captain-quill.modelfile.md";
import hazel from "./hazel.modelfile.md";
import juniper from "./juniper.modelfile.md";
import magpie from "./magpie.modelfile.md";
import oldWick from "./old-wick.modelfile.md";
import rivet from "./rivet.modelfile.md";

const FILES = {
  juniper,
  rivet,
  "captain-quill": captainQuill,
  hazel,
  magpie,
  "old-wick": oldWick,
} as const;

export type ShippedName = keyof typeof FILES;
const shippedNames = Object.keys(FILES) as ShippedName[];

export interface ShippedPersona {
  /** Its file's name: never changes, so that it can be stored. */
  id: ShippedName;
  /** The Modelfile. */
  text: string;
  persona: PersonaDefinition;
}

/** Read on first use, once per isolate. A cache of constants, not state. */
const cache: { personas?: readonly ShippedPersona[] } = {};

/** In the order in which people see them. Throws ConfigError where a file is not as it should be, so that whoever edits one hears of it at once. */
export function shippedPersonas(): readonly ShippedPersona[] {
  cache.personas ??= shippedNames.map((id) => ({ id, text: FILES[id], persona: readShipped(id) }));
  return cache.personas;
}

function readShipped(id: ShippedName): PersonaDefinition {
  const parsed = parseModelfile(FILES[id]);
  const problems = parsed.ok ? checkPersona(parsed.modelfile).problems : parsed.problems;
  const [first] = problems;
  if (!parsed.ok || first !== undefined)
    throw new ConfigError(`src/persona/shipped/${id}.modelfile.md, line ${first?.line}, column ${first?.column}: ${JSON.stringify(first)}`);
  return personaOf(parsed.modelfile);
}
