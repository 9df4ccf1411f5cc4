/** Buttons of the privacy notice: shows it, opts out and in again, hands out what is stored, and erases it once that is confirmed. */
import { parseCustomId } from "../../discord/components.ts";
import type { ComponentInteraction, ModalInteraction } from "../../discord/interaction.ts";
import { privately } from "../../discord/reply.ts";
import { inPlace, isTheirs } from "../in-place.ts";
import { eraseQuestion, privacyNotice } from "../privacy-notice.ts";
import type { Handler } from "../types.ts";

/** A new message, so that what the button stands under stays; back from a question, in its place. */
const show: Handler<ComponentInteraction> = async (interaction, deps) => {
  const message = await privacyNotice(interaction, deps);
  const [from] = parseCustomId(interaction.customId).args;
  return from === "back" ? inPlace(interaction, message) : { type: "message", message, private: true };
};

const opt: Handler<ComponentInteraction> = async (interaction, deps) => {
  const [way] = parseCustomId(interaction.customId).args;
  if (way !== "in" && way !== "out") return privately(deps.texts.edge.unknownAction);
  const optedOut = await deps.access.setOptOut(await deps.pseudonyms(interaction.user.id), way === "out", interaction.createdAt);
  return inPlace(interaction, await privacyNotice(interaction, deps, optedOut));
};

const job = { type: "job", conversation: null, input: null, private: true } as const;

const take: Handler<ComponentInteraction> = () => ({ ...job, kind: "export", target: "message" });

/** Asks first; nobody is erased by one press. */
const erase: Handler<ComponentInteraction> = (interaction, deps) => {
  const [confirmed] = parseCustomId(interaction.customId).args;
  if (confirmed !== "now") return inPlace(interaction, eraseQuestion(deps));
  return { ...job, kind: "erase", target: isTheirs(interaction) ? "update" : "message" };
};

export const privacyActions: Record<string, Handler<ComponentInteraction>> = {
  privacy: show,
  "privacy-opt": opt,
  "privacy-export": take,
  "privacy-erase": erase,
};

export const privacyModals: Record<string, Handler<ModalInteraction>> = {};
