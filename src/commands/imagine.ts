/** `/imagine`: a description becomes a job. No I/O here: what is wrong with it is visible in the payload. */
import { imagine as declaration } from "../../commands/imagine.ts";
import type { CommandInteraction } from "../discord/interaction.ts";
import { privately } from "../discord/reply.ts";
import type { ImagineInput } from "../jobs/types.ts";
import { pictureKey } from "../turns/picture-actions.ts";
import { readOptions } from "./options.ts";
import { referenceProblem } from "./picture-file.ts";
import type { Handler } from "./types.ts";

export const imagine: Handler<CommandInteraction> = (interaction, { texts, facts }) => {
  if (facts.imageHost === null) return privately(texts.imagine.off);
  const { prompt: typed = "", size: shape = "square", count = 1, image, refine = true } = readOptions(declaration, interaction);
  const prompt = typed.trim();
  if (prompt === "") return privately(texts.imagine.empty);
  const problem = image === undefined ? undefined : referenceProblem(image, texts);
  if (problem !== undefined) return privately(problem);
  const attachments = image === undefined ? [] : [image];
  const input: ImagineInput = { trigger: "imagine", action: "make", prompt, attachments, shape, count: Math.min(4, Math.max(1, count)), refine };
  const conversation = pictureKey(interaction.channelId, interaction.user.id);
  return { type: "job", kind: "imagine", conversation, input, private: false, target: "message" };
};
