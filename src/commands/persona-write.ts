/** Keeps what came from a window or a pasted text as personas, and says what came of it. Used by /persona and its windows. */
import type { Embed } from "../discord/components.ts";
import type { CommandInteraction, ComponentInteraction, ModalInteraction } from "../discord/interaction.ts";
import { EMBED_DESCRIPTION_LENGTH } from "../discord/limits.ts";
import { clip, quote } from "../discord/quote.ts";
import type { Reply } from "../discord/reply.ts";
import type { Texts } from "../locales/index.ts";
import { admissionLines, admitText, type Overrides, savedLine } from "../persona/admit.ts";
import { importedWords } from "../persona/imported-words.ts";
import type { NamedPersona, PersonaOwner } from "../persona/personas.ts";
import { readPersona } from "../persona/speaker.ts";
import { rewritePersona, type TypedPersona, writePersona } from "../persona/write.ts";
import { inPlace } from "./in-place.ts";
import { admissionPlace, loadPersona, mayChange } from "./persona-place.ts";
import { personaButtons, personaView } from "./persona-show.ts";
import { FIELD } from "./persona-window.ts";
import type { CommandDeps } from "./types.ts";

type Sent = CommandInteraction | ModalInteraction;

const byOf = ({ id, user, createdAt }: Sent | ComponentInteraction) => ({ userId: user.id, at: createdAt, change: id });

export async function importText(
  interaction: Sent,
  owner: PersonaOwner,
  text: string,
  given: Overrides & { replace: boolean },
  deps: CommandDeps,
): Promise<Reply> {
  const admission = admitText(text, given, await admissionPlace(interaction, deps));
  if (!admission.ok) return refuse(admissionLines(admission.problems, deps.texts.personas, deps.texts.modelfile), text, deps.texts);
  const saved = await deps.personas.save(owner, admission.personas, byOf(interaction), given.replace);
  if (!saved.ok) return refuse(savedLine(saved, deps.texts.personas), text, deps.texts);
  const [first] = saved.personas;
  const components = saved.personas.length === 1 && first !== undefined ? personaButtons(interaction, refOf(first), deps.texts) : [];
  return inPlace(interaction, { content: importedWords(admission.personas, deps.texts.personas, deps.texts.modelfile), components });
}

export async function createPersona(interaction: ModalInteraction, owner: PersonaOwner, deps: CommandDeps): Promise<Reply> {
  const { commands } = await admissionPlace(interaction, deps);
  const typed = readTyped(interaction);
  const written = writePersona(typed, { commands });
  if (!written.ok) return refuse(admissionLines(written.problems, deps.texts.personas, deps.texts.modelfile), typedText(typed), deps.texts);
  const saved = await deps.personas.save(owner, [written], byOf(interaction), false);
  if (!saved.ok)
    return refuse(
      saved.reason === "taken" ? deps.texts.personas.takenName(quote(written.name)) : savedLine(saved, deps.texts.personas),
      typedText(typed),
      deps.texts,
    );
  const [made] = saved.personas;
  const components = made === undefined ? [] : personaButtons(interaction, refOf(made), deps.texts);
  return inPlace(interaction, { content: deps.texts.personas.made(quote(written.name)), components });
}

/** `seenAt`: its last change as the window showed it. */
export async function editPersona(interaction: ModalInteraction, ref: string, seenAt: number, deps: CommandDeps): Promise<Reply> {
  const { personas: say } = deps.texts;
  const typed = readTyped(interaction);
  const persona = await loadPersona(ref, interaction, deps);
  const stored = persona?.stored ?? null;
  if (persona === null || stored === null) return refuse(say.noSuch, typedText(typed), deps.texts);
  if (!mayChange(interaction, persona)) return refuse(say.forbidden.server, typedText(typed), deps.texts);
  // The second delivery of the same window finds what the first has made.
  const isRepeat = stored.changedAt === interaction.createdAt;
  if (stored.changedAt !== seenAt && !isRepeat) return refuse(say.changedMeanwhile, typedText(typed), deps.texts);
  const { commands } = await admissionPlace(interaction, deps);
  const written = rewritePersona(persona, typed, { commands });
  if (!written.ok) return refuse(admissionLines(written.problems, deps.texts.personas, deps.texts.modelfile), typedText(typed), deps.texts);
  const isSame = written.modelfile === persona.modelfile && written.name === persona.name;
  if (isSame) return inPlace(interaction, personaView(interaction, persona, deps.texts, isRepeat ? say.edited(quote(persona.name)) : say.unchanged));
  const saved = await deps.personas.change(stored.id, stored.owner as PersonaOwner, written, byOf(interaction), seenAt);
  if (!saved.ok) return refuse(saved.reason === "taken" ? say.takenName(quote(written.name)) : say.changedMeanwhile, typedText(typed), deps.texts);
  const [now] = saved.personas;
  const changed = now === undefined ? null : readPersona({ ...now, modelfile: written.modelfile });
  return inPlace(interaction, personaView(interaction, changed ?? persona, deps.texts, say.edited(quote(written.name))));
}

/** What was typed is handed back, and whatever the window was opened from stays. */
function refuse(content: string, typed: string, { personas: say }: Texts): Reply {
  const first = typed.slice(0, EMBED_DESCRIPTION_LENGTH).replace(/[\uD800-\uDBFF]$/, "");
  const rest = typed.slice(first.length);
  // Two embeds hold no more; nothing longer can be typed.
  const embeds: Embed[] =
    first.trim() === "" ? [] : [{ title: say.typed, description: first }, ...(rest.trim() === "" ? [] : [{ description: clip(rest, 1_800) }])];
  return { type: "message", message: { content, embeds }, private: true };
}

const refOf = (stored: NamedPersona) => ({ ref: String(stored.id), stored });

function readTyped({ fields }: ModalInteraction): TypedPersona {
  const text = (id: string) => (fields[id] ?? "").toWellFormed().replaceAll("\0", "");
  const prompt = fields[FIELD.prompt] === undefined ? {} : { prompt: text(FIELD.prompt) };
  return { name: text(FIELD.name), emoji: text(FIELD.emoji), prefix: text(FIELD.prefix), ...prompt, image: text(FIELD.image) };
}

const typedText = ({ name, emoji, prefix, prompt, image }: TypedPersona): string =>
  [name, emoji, prefix, image, prompt ?? ""].filter((part) => part.trim() !== "").join("\n");
