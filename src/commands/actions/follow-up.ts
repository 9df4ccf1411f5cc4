/** Follow up: a window for the next question, and what becomes of it when it is sent. */
import type { ComponentInteraction, ModalInteraction } from "../../discord/interaction.ts";
import { TEXT_INPUT_LENGTH } from "../../discord/limits.ts";
import { privately } from "../../discord/reply.ts";
import type { Handler } from "../types.ts";
import { askAgain, isRefusal, readPress } from "./press.ts";

const PROMPT = "prompt";

export const followUp: Handler<ComponentInteraction> = (interaction, deps) => {
  const press = readPress(interaction, deps, "all-if-shared");
  if (isRefusal(press)) return press;
  const { followUpLabel, followUpPlaceholder, followUpTitle } = deps.texts.action;
  const field = {
    id: PROMPT,
    label: followUpLabel,
    style: "paragraph",
    required: true,
    maxLength: TEXT_INPUT_LENGTH,
    placeholder: followUpPlaceholder,
  } as const;
  return { type: "modal", modal: { customId: interaction.customId, title: followUpTitle, fields: [field] } };
};

export const followUpSent: Handler<ModalInteraction> = (interaction, deps) => {
  const press = readPress(interaction, deps, "all-if-shared");
  if (isRefusal(press)) return press;
  const prompt = interaction.fields[PROMPT]?.trim() ?? "";
  return prompt === "" ? privately(deps.texts.ask.empty) : askAgain(interaction, press, "follow-up", "message", prompt);
};
