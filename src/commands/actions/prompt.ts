/** Buttons, selects and windows of the prompt commands: undo, a layer in full, the text field. */
import type { ComponentInteraction, ModalInteraction } from "../../discord/interaction.ts";
import type { Handler } from "../types.ts";

export const promptActions: Record<string, Handler<ComponentInteraction>> = {};

export const promptModals: Record<string, Handler<ModalInteraction>> = {};
