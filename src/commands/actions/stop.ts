/** Stop: ends the running answer where it is; the job itself makes that visible. */
import type { ComponentInteraction } from "../../discord/interaction.ts";
import { privately } from "../../discord/reply.ts";
import type { Handler } from "../types.ts";
import { isRefusal, readPress } from "./press.ts";

export const stop: Handler<ComponentInteraction> = async (interaction, deps) => {
  const press = readPress(interaction, deps);
  if (isRefusal(press)) return press;
  const running = await deps.jobs.stop(interaction.channelId, press.turnId);
  return running ? { type: "deferred-update" } : privately(deps.texts.action.alreadyFinished);
};
