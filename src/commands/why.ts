/** `/why`: explains the person's newest answer in this channel, to that person alone. */
import type { CommandInteraction } from "../discord/interaction.ts";
import { privately } from "../discord/reply.ts";
import { renderWhy } from "./render-why.ts";
import type { Handler } from "./types.ts";

export const why: Handler<CommandInteraction> = async (interaction, { texts, turns }) => {
  const turn = await turns.newest(interaction.user.id, interaction.channelId);
  return privately(turn === null ? texts.why.none : renderWhy(turn, texts));
};
