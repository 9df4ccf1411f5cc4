/** Buttons, selects and windows of /privacy. */
import type { ComponentInteraction, ModalInteraction } from "../../discord/interaction.ts";
import type { Handler } from "../types.ts";

export const privacyActions: Record<string, Handler<ComponentInteraction>> = {};

export const privacyModals: Record<string, Handler<ModalInteraction>> = {};
