/** One persona in full: who it is, how it is told to the model, what of its file has no effect here. Used by /persona show and its buttons. */
import { type ActionRow, button, customId, type Embed, row } from "../discord/components.ts";
import type { Interaction } from "../discord/interaction.ts";
import { EMBED_DESCRIPTION_LENGTH } from "../discord/limits.ts";
import { mentionOf } from "../discord/mentions.ts";
import { clip, code, quote } from "../discord/quote.ts";
import type { MessageBody } from "../discord/reply.ts";
import type { Texts } from "../locales/index.ts";
import { checkPersona } from "../persona/modelfile/check.ts";
import { parseModelfile } from "../persona/modelfile/parse.ts";
import { DEFAULT_MODEL, type PersonaDefinition } from "../persona/modelfile/persona.ts";
import { noticeSentence } from "../persona/modelfile/sentences.ts";
import type { Persona } from "../persona/speaker.ts";
import { groupOf, MASK, mayChange } from "./persona-place.ts";
import { fitsWindow } from "./persona-window.ts";

/** Of one embed's field, and of all fields together beside the prompt. Source: Discord reference, "Embed Limits". */
const FIELD_LENGTH = 1_024;
const EMBEDS_LENGTH = 6_000;

export function personaView(interaction: Interaction, persona: Persona, texts: Texts, lead = ""): MessageBody {
  const { show: say } = texts.personas;
  const { definition, name, stored } = persona;
  const group = groupOf(persona);
  const owner = say.owner[group === "mine" ? "user" : group];
  const changed = stored === null ? "" : `, ${say.changed(`${mentionOf(stored.setBy, texts.prompts.somebody)} <t:${Math.floor(stored.changedAt / 1_000)}:R>`)}`;
  const fields = fieldsOf(persona, texts).map(([title, value]) => ({ name: title, value: clip(value, FIELD_LENGTH) }));
  const title = clip(`${definition.emoji ?? MASK} ${name}`, 256);
  const used = fields.reduce((sum, field) => sum + field.name.length + field.value.length, title.length);
  const prompt = clip(definition.system, Math.min(EMBED_DESCRIPTION_LENGTH, EMBEDS_LENGTH - used));
  const embed: Embed = { title, description: prompt, ...(fields.length === 0 ? {} : { fields }) };
  const isCut = prompt !== definition.system || fieldsOf(persona, texts).some(([, value]) => value.length > FIELD_LENGTH);
  const isLong = mayChange(interaction, persona) && !fitsWindow(definition.system);
  const content = [lead, `-# ${owner}${changed}`, ...(isCut ? [say.cut] : []), ...(isLong ? [say.longPrompt] : [])].filter((line) => line !== "").join("\n");
  return { content, embeds: [embed], components: personaButtons(interaction, persona, texts) };
}

/** What can be done with it. */
export function personaButtons(interaction: Interaction, persona: Pick<Persona, "ref" | "stored">, { personas: { button: say } }: Texts): ActionRow[] {
  const { ref } = persona;
  const own = mayChange(interaction, persona)
    ? [button(say.edit, customId("persona-edit", ref), "secondary", "✏️"), button(say.remove, customId("persona-delete", ref), "danger")]
    : [];
  return row([
    button(say.use, customId("persona-use", ref), "primary"),
    button(say.export, customId("persona-export", ref), "secondary", "📄"),
    ...own,
    button(say.list, customId("persona-list"), "secondary", "🎭"),
  ]);
}

function fieldsOf({ definition, modelfile }: Persona, texts: Texts): [title: string, value: string][] {
  const { show: say } = texts.personas;
  const { model, parameters, messages, license } = definition;
  const told = Object.entries(parameters).flatMap(([key, value]) =>
    (Array.isArray(value) ? value.map((one) => code(one)) : [value]).map((one) => `${key} ${one}`),
  );
  const examples = messages.map(({ role, content }) => `**${role}** ${quote(content, 160)}`);
  const notices = noticesOf(modelfile).map((notice) => `- ${noticeSentence(notice, texts.modelfile)}`);
  const fields: [string, string][] = [
    [say.model, model === DEFAULT_MODEL ? say.defaultModel : code(model)],
    [say.parameters, told.join(" · ")],
    [say.extras, looksOf(definition, texts).join(" · ")],
    [say.examples(messages.length), examples.join("\n")],
    [say.license, license.map((text) => quote(text, 200)).join("\n")],
    [say.notices, notices.join("\n")],
  ];
  return fields.filter(([, value]) => value.trim() !== "");
}

function looksOf({ stylePrefix, mood, imageStyle, avatarUrl, adapter }: PersonaDefinition, { personas: { show: say } }: Texts): string[] {
  return [
    stylePrefix === undefined ? say.noPrefix : say.prefix(quote(stylePrefix)),
    ...(mood === undefined ? [] : [say.mood(quote(mood))]),
    ...(imageStyle === undefined ? [] : [say.image(quote(imageStyle, 300))]),
    ...(avatarUrl === undefined ? [] : [say.avatar]),
    ...(adapter === null ? [] : [say.adapter(quote(adapter))]),
  ];
}

function noticesOf(modelfile: string) {
  const parsed = parseModelfile(modelfile);
  return parsed.ok ? checkPersona(parsed.modelfile).notices : [];
}
