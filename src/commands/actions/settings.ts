/** Buttons, selects and windows of /settings. */
import type { ComponentInteraction, ModalInteraction } from "../../discord/interaction.ts";
import type { Handler } from "../types.ts";

export const settingsActions: Record<string, Handler<ComponentInteraction>> = {};

export const settingsModals: Record<string, Handler<ModalInteraction>> = {};
