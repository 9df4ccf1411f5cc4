/** Sources: what an answer found on the web, to the person who pressed. */
import type { ComponentInteraction } from "../../discord/interaction.ts";
import { MESSAGE_LENGTH } from "../../discord/limits.ts";
import { clip, exact } from "../../discord/quote.ts";
import { privately } from "../../discord/reply.ts";
import type { Handler } from "../types.ts";
import { isRefusal, readPress } from "./press.ts";

export const sources: Handler<ComponentInteraction> = async (interaction, deps) => {
  const press = readPress(interaction, deps);
  if (isRefusal(press)) return press;
  const { why, tools } = deps.texts;
  const turn = await deps.turns.find(press.turnId);
  if (turn === null) return privately(why.gone);
  const mayRead = turn.userId === interaction.user.id || (!turn.private && turn.channelId === interaction.channelId);
  if (!mayRead) return privately(why.notYours);
  const found = turn.explanation.sources ?? [];
  if (found.length === 0) return privately(tools.noSources);
  const lines = found.map(({ number, title, url, cited }) => `${number}. [${exact(title)}](<${url}>)${cited ? "" : ` ${tools.notCited}`}`);
  const fitting = lines.filter((_, index) => lines.slice(0, index + 1).join("\n").length < MESSAGE_LENGTH - 60);
  return privately(clip([`**${tools.sources}**`, ...fitting].join("\n"), MESSAGE_LENGTH));
};
