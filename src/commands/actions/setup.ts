/** Buttons, selects and windows of the set-up after an invitation. */
import type { ComponentInteraction, ModalInteraction } from "../../discord/interaction.ts";
import type { Handler } from "../types.ts";

export const setupActions: Record<string, Handler<ComponentInteraction>> = {};

export const setupModals: Record<string, Handler<ModalInteraction>> = {};
