/** Buttons of the privacy notice: shows it, opts out and in again. */
import { parseCustomId } from "../../discord/components.ts";
import type { ComponentInteraction, ModalInteraction } from "../../discord/interaction.ts";
import { privately } from "../../discord/reply.ts";
import { inPlace } from "../in-place.ts";
import { privacyNotice } from "../privacy-notice.ts";
import type { Handler } from "../types.ts";

/** A new message: what the button stands under stays. */
const show: Handler<ComponentInteraction> = async (interaction, deps) => {
  const optedOut = await deps.access.optedOut(await deps.pseudonyms(interaction.user.id));
  return { type: "message", message: await privacyNotice(optedOut.size > 0, interaction, deps), private: true };
};

const opt: Handler<ComponentInteraction> = async (interaction, deps) => {
  const [way] = parseCustomId(interaction.customId).args;
  if (way !== "in" && way !== "out") return privately(deps.texts.edge.unknownAction);
  const optedOut = await deps.access.setOptOut(await deps.pseudonyms(interaction.user.id), way === "out", interaction.createdAt);
  return inPlace(interaction, await privacyNotice(optedOut, interaction, deps));
};

export const privacyActions: Record<string, Handler<ComponentInteraction>> = { privacy: show, "privacy-opt": opt };

export const privacyModals: Record<string, Handler<ModalInteraction>> = {};
