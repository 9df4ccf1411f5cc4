/** The windows of /persona: a new one, changing one, a text to import. Used by /persona and its buttons; what is sent is read in persona-write.ts. */
import { customId } from "../discord/components.ts";
import { TEXT_INPUT_LENGTH } from "../discord/limits.ts";
import { clip } from "../discord/quote.ts";
import type { Modal, Reply } from "../discord/reply.ts";
import type { Texts } from "../locales/index.ts";
import { type ExtraKey, mostOf } from "../persona/modelfile/extra-values.ts";
import type { PersonaDefinition } from "../persona/modelfile/persona.ts";
import type { Persona } from "../persona/speaker.ts";

export const FIELD = { name: "name", emoji: "emoji", prefix: "prefix", prompt: "prompt", image: "image", text: "text", model: "model" } as const;

const TITLE_LENGTH = 45;
const PLACEHOLDER_LENGTH = 100;
/** UTF-16 units of one emoji. */
const EMOJI_UNITS = 32;
const MODEL_LENGTH = 100;

/** Of so many characters; a window that could not hold what is there would take it away. */
const unitsOf = (key: ExtraKey): number => mostOf(key) * 2;

/** A longer one would be cut by the window. */
export const fitsWindow = (system: string): boolean => system.length <= TEXT_INPUT_LENGTH;

type Field = Modal["fields"][number];

/** Whether there is something in it already. */
const filled = (value: string | undefined, most: number) => (value === undefined || value === "" || value.length > most ? {} : { value });

/** `opens`: the custom id under which it is sent. */
function personaFields(texts: Texts, name: string, held: Partial<PersonaDefinition>): Field[] {
  const { window: say } = texts.personas;
  const short = { style: "short" as const, required: false };
  const prompt: Field = {
    id: FIELD.prompt,
    label: say.prompt,
    style: "paragraph",
    required: true,
    maxLength: TEXT_INPUT_LENGTH,
    placeholder: clip(say.promptPlaceholder, PLACEHOLDER_LENGTH),
    ...filled(held.system, TEXT_INPUT_LENGTH),
  };
  return [
    {
      ...short,
      id: FIELD.name,
      label: say.name,
      required: true,
      maxLength: unitsOf("name"),
      placeholder: say.namePlaceholder,
      ...filled(name, unitsOf("name")),
    },
    { ...short, id: FIELD.emoji, label: say.emoji, maxLength: EMOJI_UNITS, placeholder: say.emojiPlaceholder, ...filled(held.emoji, EMOJI_UNITS) },
    {
      ...short,
      id: FIELD.prefix,
      label: say.prefix,
      maxLength: unitsOf("style_prefix"),
      placeholder: say.prefixPlaceholder,
      ...filled(held.stylePrefix, unitsOf("style_prefix")),
    },
    ...(fitsWindow(held.system ?? "") ? [prompt] : []),
    {
      ...short,
      id: FIELD.image,
      label: say.image,
      maxLength: unitsOf("image_style"),
      placeholder: say.imagePlaceholder,
      ...filled(held.imageStyle, unitsOf("image_style")),
    },
  ];
}

export function createWindow(whose: "me" | "server", texts: Texts): Reply {
  return { type: "modal", modal: { customId: customId("persona-create", whose), title: texts.personas.window.create, fields: personaFields(texts, "", {}) } };
}

/** The moment of its last change goes along, so that somebody else's meanwhile is not overwritten. */
export function editWindow({ ref, name, definition, stored }: Persona, texts: Texts): Reply {
  const opens = customId("persona-edit", ref, String(stored?.changedAt ?? 0));
  return {
    type: "modal",
    modal: { customId: opens, title: clip(texts.personas.window.edit(name), TITLE_LENGTH), fields: personaFields(texts, name, definition) },
  };
}

export function importWindow(whose: "me" | "server", replace: boolean, given: { name?: string; model?: string }, texts: Texts): Reply {
  const { window: say, show } = texts.personas;
  const short = { style: "short" as const, required: false };
  const fields: Field[] = [
    { id: FIELD.text, label: say.text, style: "paragraph", required: true, maxLength: TEXT_INPUT_LENGTH, placeholder: say.textPlaceholder },
    { ...short, id: FIELD.name, label: say.name, maxLength: unitsOf("name"), placeholder: say.namePlaceholder, ...filled(given.name, unitsOf("name")) },
    { ...short, id: FIELD.model, label: show.model, maxLength: MODEL_LENGTH, placeholder: "default", ...filled(given.model, MODEL_LENGTH) },
  ];
  return { type: "modal", modal: { customId: customId("persona-import", whose, replace ? "1" : "0"), title: say.import, fields } };
}
