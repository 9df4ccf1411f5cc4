/** Sets, removes and takes back instructions, and says what holds then. Used by /setprompt, /resetprompt, their buttons and their window. */
import { type ActionRow, button, customId, type Embed, row } from "../discord/components.ts";
import type { CommandInteraction, ComponentInteraction, ModalInteraction } from "../discord/interaction.ts";
import { TEXT_INPUT_LENGTH } from "../discord/limits.ts";
import { clip } from "../discord/quote.ts";
import { privately, type Reply } from "../discord/reply.ts";
import { cleanText } from "../kernel/clean-text.ts";
import type { Texts } from "../locales/index.ts";
import { placeholders, unknownPlaceholders } from "../persona/placeholders.ts";
import { inPlace } from "./in-place.ts";
import { type Chosen, noteChosen } from "./prompt-scope.ts";
import type { CommandDeps } from "./types.ts";

/** Of a text that is shown so that it is recognised. */
const EXCERPT_LENGTH = 1_000;
const EMBED_LENGTH = 4_096;
/** Unknown words that a sentence names. */
const NAMED = 10;
/** Of the window's text field. */
const FIELD = "text";
const PLACEHOLDER_LENGTH = 100;

export async function storePrompt(interaction: CommandInteraction | ModalInteraction, chosen: Chosen, typed: string, deps: CommandDeps): Promise<Reply> {
  const { prompts: say } = deps.texts;
  const text = readText(typed, deps.texts);
  if (typeof text !== "string") return text;
  const [made] = await Promise.all([
    deps.prompts.set(chosen.scope, text, { userId: interaction.user.id, at: interaction.createdAt, change: interaction.id }),
    noteChosen(chosen, interaction, deps),
  ]);
  const before = made.before?.text ?? "";
  const embeds = [embed(say.holds, made.text), ...(before === "" ? [] : [embed(say.replaces, before)])];
  return inPlace(interaction, { content: say.stored[chosen.kind], embeds, components: undoAndView(chosen, made.id, deps.texts) });
}

/** What was typed as it is kept, or the reply that refuses it: what was typed is handed back, and whatever the window was opened from stays. */
export function readText(typed: string, texts: Texts): string | Reply {
  const text = cleanText(typed);
  const problem = problemOf(text, texts);
  if (problem === undefined) return text;
  return { type: "message", message: { content: problem, embeds: text === "" ? [] : [embed(texts.prompts.yourText, text, EMBED_LENGTH)] }, private: true };
}

export async function removePrompt(interaction: CommandInteraction, chosen: Chosen, deps: CommandDeps): Promise<Reply> {
  const { prompts: say } = deps.texts;
  const made = await deps.prompts.set(chosen.scope, "", { userId: interaction.user.id, at: interaction.createdAt, change: interaction.id });
  const before = made.before?.text ?? "";
  if (before === "") return privately(say.nothingToRemove[chosen.kind]);
  return inPlace(interaction, {
    content: say.removed[chosen.kind],
    embeds: [embed(say.replaces, before)],
    components: undoAndView(chosen, made.id, deps.texts),
  });
}

export async function undoPrompt(interaction: ComponentInteraction, chosen: Chosen, id: number, deps: CommandDeps): Promise<Reply> {
  const { prompts: say } = deps.texts;
  const components = row([button(say.button.view, customId("prompt-view"))]);
  const now = await deps.prompts.undo(chosen.scope, id, interaction.createdAt);
  if (now === "changed") return inPlace(interaction, { content: say.changedMeanwhile, components });
  if (now === null || now.text === "") return inPlace(interaction, { content: say.undoneToNothing, components });
  return inPlace(interaction, { content: say.undone, embeds: [embed(say.holds, now.text)], components });
}

/** The window with a large field, filled with what holds. `opens`: the custom id under which it is sent. */
export async function promptWindow({ target, kind, scope }: Chosen, deps: CommandDeps, opens = customId("prompt-text", target)): Promise<Reply> {
  const { modal } = deps.texts.prompts;
  const held = (await deps.prompts.read([scope])).get(scope)?.text ?? "";
  const field = {
    id: FIELD,
    label: modal.label,
    style: "paragraph",
    required: true,
    maxLength: TEXT_INPUT_LENGTH,
    placeholder: clip(modal.placeholder(placeholders.map((name) => `{${name}}`).join(" ")), PLACEHOLDER_LENGTH),
    ...(held === "" ? {} : { value: clip(held, TEXT_INPUT_LENGTH) }),
  } as const;
  return { type: "modal", modal: { customId: opens, title: modal.title[kind], fields: [field] } };
}

export const typedText = (interaction: ModalInteraction) => interaction.fields[FIELD] ?? "";

export function undoButton({ target }: Chosen, id: number, label: string) {
  return button(label, customId("prompt-undo", target, String(id)));
}

function undoAndView(chosen: Chosen, id: number, { prompts: { button: say } }: Texts): ActionRow[] {
  return row([undoButton(chosen, id, say.undo), button(say.view, customId("prompt-view"))]);
}

function problemOf(text: string, { prompts: say }: Texts): string | undefined {
  if (text === "") return say.empty;
  if (text.length > TEXT_INPUT_LENGTH) return say.tooLong(text.length, TEXT_INPUT_LENGTH);
  const unknown = unknownPlaceholders(text).map((name) => clip(name, 40));
  if (unknown.length === 0) return undefined;
  const inBraces = (names: readonly string[]) => names.map((name) => `\`{${name}}\``).join(", ");
  return say.unknown(inBraces(unknown.slice(0, NAMED)), inBraces(placeholders), `\`{{${unknown[0]}}}\``);
}

function embed(title: string, text: string, length = EXCERPT_LENGTH): Embed {
  return { title, description: clip(text, length) };
}
