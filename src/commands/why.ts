/** `/why`: explains the newest that was said here to the person, or by the bot itself to everybody; to whoever asks alone. */
import type { CommandInteraction } from "../discord/interaction.ts";
import { privately } from "../discord/reply.ts";
import { renderWhy } from "./render-why.ts";
import type { Handler } from "./types.ts";

export const why: Handler<CommandInteraction> = async (interaction, { texts, turns }) => {
  const turn = await turns.newestHere(interaction.user.id, interaction.applicationId, interaction.channelId);
  return privately(turn === null ? texts.why.none : renderWhy(turn, texts));
};
