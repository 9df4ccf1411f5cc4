/** Try again, under a failure: the same question, and the failure's text is replaced in place. */
import type { ComponentInteraction } from "../../discord/interaction.ts";
import type { Handler } from "../types.ts";
import { askAgain, isRefusal, readPress } from "./press.ts";

export const retry: Handler<ComponentInteraction> = (interaction, deps) => {
  const press = readPress(interaction, deps);
  return isRefusal(press) ? press : askAgain(interaction, press, "retry", "update");
};
