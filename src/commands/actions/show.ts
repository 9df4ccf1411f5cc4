/** Show, under the notice of a private answer: shows it to its asker by this press's fresh token. */
import type { ComponentInteraction } from "../../discord/interaction.ts";
import type { ShowInput } from "../../jobs/types.ts";
import type { Handler } from "../types.ts";
import { isRefusal, readPress } from "./press.ts";

export const show: Handler<ComponentInteraction> = (interaction, deps) => {
  const press = readPress(interaction, deps, "nobody");
  if (isRefusal(press)) return press;
  const input: ShowInput = { turnId: press.turnId };
  // No conversation: the answer is finished, showing it need not wait for another that runs.
  return { type: "job", kind: "show", conversation: null, input, private: true, target: "message" };
};
