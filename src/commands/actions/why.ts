/** Why: explains the answer under which the button stands, to the person who pressed. */
import type { ComponentInteraction } from "../../discord/interaction.ts";
import { privately } from "../../discord/reply.ts";
import { renderWhy } from "../render-why.ts";
import type { Handler } from "../types.ts";
import { isRefusal, readPress } from "./press.ts";

export const why: Handler<ComponentInteraction> = async (interaction, deps) => {
  const press = readPress(interaction, deps);
  if (isRefusal(press)) return press;
  const turn = await deps.turns.find(press.turnId);
  if (turn === null) return privately(deps.texts.why.gone);
  // The record decides, not the button: a moderator sees public turns of the channel they moderate, nothing else.
  const mayRead = turn.userId === interaction.user.id || (!turn.private && turn.channelId === interaction.channelId);
  return privately(mayRead ? renderWhy(turn, deps.texts) : deps.texts.why.notYours);
};
