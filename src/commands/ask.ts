/** `/ask`: a question becomes a job. No I/O here: what is wrong with it is visible in the payload. */
import { ask as declaration } from "../../commands/ask.ts";
import { isQuietGuest } from "../discord/access.ts";
import type { AutocompleteInteraction, CommandInteraction } from "../discord/interaction.ts";
import { CHOICE_LENGTH } from "../discord/limits.ts";
import { quote } from "../discord/quote.ts";
import { privately } from "../discord/reply.ts";
import type { AskInput } from "../jobs/types.ts";
import { conversationKey } from "../memory/store.ts";
import { findModelId } from "../models/policy.ts";
import { attachmentProblem } from "./attachments.ts";
import { offered } from "./model.ts";
import { namesOf } from "./model-about.ts";
import { serverOfModels } from "./model-view.ts";
import { readAttachments, readOptions } from "./options.ts";
import { byTypedOption } from "./subcommands.ts";
import type { Handler } from "./types.ts";

export const ask: Handler<CommandInteraction> = (interaction, { models, texts }) => {
  const options = readOptions(declaration, interaction);
  const attachments = readAttachments(declaration, interaction);
  const prompt = options.prompt?.trim() ?? "";
  if (prompt === "") return privately(texts.ask.empty);
  const problem = attachmentProblem(attachments, texts);
  if (problem !== undefined) return privately(problem);

  const wanted = options.model?.trim() ?? "";
  const known = findModelId(wanted, models);
  // A server may have an endpoint of its own, whose models stand in D1: there the turn decides.
  const model = known ?? (wanted !== "" && wanted.length <= CHOICE_LENGTH && serverOfModels(interaction) !== null ? wanted : undefined);
  if (wanted !== "" && model === undefined) return privately(texts.models.unknown(quote(wanted), namesOf(models, texts)));

  const isPrivate = options.private ?? false;
  const input: AskInput = { trigger: "ask", prompt, attachments, readChannel: options.context ?? true, ...(model === undefined ? {} : { model }) };
  const conversation = conversationKey(interaction.channelId, interaction.user.id, isPrivate || isQuietGuest(interaction));
  return { type: "job", kind: "ask", conversation, input, private: isPrivate, target: "message" };
};

/** Choices for the option `model`. */
const completeModel: Handler<AutocompleteInteraction> = async (interaction, deps) => ({
  type: "choices",
  choices: await offered(interaction, interaction.focused.value.trim().toLowerCase(), deps),
});

export const completeAsk = byTypedOption(declaration, { model: completeModel });
