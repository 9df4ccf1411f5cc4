/** Regenerate: the same question again, in place where the answer is one message. */
import type { ComponentInteraction } from "../../discord/interaction.ts";
import type { Handler } from "../types.ts";
import { askAgain, isRefusal, readPress } from "./press.ts";

export const regenerate: Handler<ComponentInteraction> = (interaction, deps) => {
  const press = readPress(interaction, deps);
  return isRefusal(press) ? press : askAgain(interaction, press, "regenerate", press.inPlace ? "update" : "message");
};
