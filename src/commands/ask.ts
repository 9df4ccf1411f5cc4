/** `/ask`: a question becomes a job. No I/O here: what is wrong with it is visible in the payload. */
import { ask as declaration } from "../../commands/ask.ts";
import { isQuietGuest } from "../discord/access.ts";
import type { AutocompleteInteraction, CommandInteraction } from "../discord/interaction.ts";
import { AUTOCOMPLETE_CHOICES, CHOICE_LENGTH } from "../discord/limits.ts";
import { quote } from "../discord/quote.ts";
import { privately } from "../discord/reply.ts";
import type { AskInput } from "../jobs/types.ts";
import { conversationKey } from "../memory/store.ts";
import { attachmentProblem } from "./attachments.ts";
import { readAttachments, readOptions } from "./options.ts";
import { byTypedOption } from "./subcommands.ts";
import type { CommandDeps, Handler } from "./types.ts";

/** Names listed in a sentence; the rest is in the autocomplete. */
const MODELS_NAMED = 15;

export const ask: Handler<CommandInteraction> = (interaction, { models, texts }) => {
  const options = readOptions(declaration, interaction);
  const attachments = readAttachments(declaration, interaction);
  const prompt = options.prompt?.trim() ?? "";
  if (prompt === "") return privately(texts.ask.empty);
  const problem = attachmentProblem(attachments, texts);
  if (problem !== undefined) return privately(problem);

  const wanted = options.model?.trim() ?? "";
  const model = models.find(({ id }) => id.toLowerCase() === wanted.toLowerCase())?.id;
  if (wanted !== "" && model === undefined) {
    const allowed = models.slice(0, MODELS_NAMED).map(({ id }) => `\`${quote(id)}\``);
    return privately(texts.ask.unknownModel(quote(wanted), allowed.join(", ")));
  }

  const isPrivate = options.private ?? false;
  const input: AskInput = { trigger: "ask", prompt, attachments, readChannel: options.context ?? true, ...(model === undefined ? {} : { model }) };
  const conversation = conversationKey(interaction.channelId, interaction.user.id, isPrivate || isQuietGuest(interaction));
  return { type: "job", kind: "ask", conversation, input, private: isPrivate, target: "message" };
};

/** Choices for the option `model`: what contains the typed letters, with prices where they are known. */
const completeModel: Handler<AutocompleteInteraction> = ({ focused }, deps) => {
  const typed = focused.value.trim().toLowerCase();
  // A longer id cannot be a choice's value; it can still be typed.
  const fitting = deps.models.filter(({ id }) => id.length <= CHOICE_LENGTH && id.toLowerCase().includes(typed));
  return { type: "choices", choices: fitting.slice(0, AUTOCOMPLETE_CHOICES).map((model) => ({ name: label(model, deps), value: model.id })) };
};

export const completeAsk = byTypedOption(declaration, { model: completeModel });

function label(model: CommandDeps["models"][number], { texts }: CommandDeps): string {
  if (model.inputPrice === undefined || model.outputPrice === undefined) return model.id;
  const name = `${model.id} · ${texts.ask.price(String(model.inputPrice), String(model.outputPrice))}`;
  return name.length <= CHOICE_LENGTH ? name : model.id;
}
