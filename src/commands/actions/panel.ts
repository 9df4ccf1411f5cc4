/** Buttons, selects and windows of the panel behind "Ask AI privately". */
import type { ComponentInteraction, ModalInteraction } from "../../discord/interaction.ts";
import type { Handler } from "../types.ts";

export const panelActions: Record<string, Handler<ComponentInteraction>> = {};

export const panelModals: Record<string, Handler<ModalInteraction>> = {};
