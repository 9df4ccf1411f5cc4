/** Continue: goes on where an answer was cut, in a new message. */
import type { ComponentInteraction } from "../../discord/interaction.ts";
import type { Handler } from "../types.ts";
import { askAgain, isRefusal, readPress } from "./press.ts";

export const continueAnswer: Handler<ComponentInteraction> = (interaction, deps) => {
  const press = readPress(interaction, deps);
  return isRefusal(press) ? press : askAgain(interaction, press, "continue", "message");
};
