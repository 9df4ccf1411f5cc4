/** The buttons under pictures. What is shown is read from the message itself, what was asked for from the turn: they work as long as both are there. */
import { parseCustomId } from "../../discord/components.ts";
import type { ComponentInteraction, ModalInteraction } from "../../discord/interaction.ts";
import { allows, permission } from "../../discord/permissions.ts";
import { privately, type Reply } from "../../discord/reply.ts";
import type { AnswerJobInput, ImagineInput } from "../../jobs/types.ts";
import { type PictureAction, pictureKey } from "../../turns/picture-actions.ts";
import type { CommandDeps, Handler, JobRequest } from "../types.ts";
import { isRefusal, type Press, readPress } from "./press.ts";

const PROMPT = "prompt";
/** As the command's own option. */
const LONGEST_PROMPT = 2_000;

type Pressed = ComponentInteraction | ModalInteraction;

/** The press, unless it is refused. */
function readPicturePress(interaction: Pressed, deps: CommandDeps): Press | Reply {
  const press = readPress(interaction, deps);
  return isRefusal(press) || deps.facts.imageHost !== null ? press : privately(deps.texts.imagine.off);
}

/** The pictures of whoever asked first are made again, whoever pressed. */
function again(interaction: Pressed, press: Press, more: Pick<ImagineInput, "action"> & Partial<ImagineInput>, target: JobRequest["target"]): JobRequest {
  const input: ImagineInput = { trigger: "imagine", parentId: press.turnId, prompt: "", attachments: [], shape: "square", count: 1, refine: true, ...more };
  const conversation = pictureKey(interaction.channelId, press.askerId);
  return { type: "job", kind: "imagine", conversation, input, private: press.private, target };
}

const reroll: Handler<ComponentInteraction> = (interaction, deps) => {
  const press = readPicturePress(interaction, deps);
  return isRefusal(press) ? press : again(interaction, press, { action: "reroll" }, "message");
};

const retry: Handler<ComponentInteraction> = (interaction, deps) => {
  const press = readPicturePress(interaction, deps);
  return isRefusal(press) ? press : again(interaction, press, { action: "retry" }, "update");
};

const edit: Handler<ComponentInteraction> = async (interaction, deps) => {
  const press = readPicturePress(interaction, deps);
  if (isRefusal(press)) return press;
  const { texts } = deps;
  const turn = await deps.turns.find(press.turnId);
  if (turn === null || turn.trigger !== "imagine" || turn.channelId !== interaction.channelId) return privately(texts.failure.turnGone);
  if (turn.private && turn.userId !== interaction.user.id) return privately(texts.action.onlyAsker);
  // Written by conversation/picture/record.ts alone; null where nothing was to be kept.
  const asked = JSON.parse(turn.input) as ImagineInput | null;
  if (asked === null) return privately(texts.privacy.notKept);
  const { editTitle, editLabel } = texts.imagine;
  const field = { id: PROMPT, label: editLabel, style: "paragraph", required: true, maxLength: LONGEST_PROMPT, value: asked.prompt } as const;
  return { type: "modal", modal: { customId: interaction.customId, title: editTitle, fields: [field] } };
};

const edited: Handler<ModalInteraction> = (interaction, deps) => {
  const press = readPicturePress(interaction, deps);
  if (isRefusal(press)) return press;
  const prompt = interaction.fields[PROMPT]?.trim() ?? "";
  return prompt === "" ? privately(deps.texts.imagine.empty) : again(interaction, press, { action: "edit", prompt }, "message");
};

const withPicture =
  (action: "vary" | "upscale"): Handler<ComponentInteraction> =>
  (interaction, deps) => {
    const press = readPicturePress(interaction, deps);
    if (isRefusal(press)) return press;
    // Discord hands it over with addresses that work now.
    const picture = interaction.message.attachments[Number(parseCustomId(interaction.customId).args[2] ?? 0)];
    if (picture === undefined) return privately(deps.texts.imagine.pictureGone);
    return again(interaction, press, { action, attachments: [picture] }, "message");
  };

/** It can be deleted where nothing can be painted any more. */
const remove: Handler<ComponentInteraction> = (interaction, deps) => {
  const press = readPress(interaction, deps);
  if (isRefusal(press)) return press;
  if (!interaction.botPresent) return privately(deps.texts.more.cannotDelete);
  const input: AnswerJobInput = { turnId: press.turnId, moderates: allows(interaction.memberPermissions ?? 0n, permission.manageMessages) };
  // What is deleted cannot be edited: what came of it is told in a message of its own.
  return { type: "job", kind: "delete-answer", conversation: null, input, private: true, target: "message" };
};

export const pictureActionHandlers = {
  "imagine-reroll": reroll,
  "imagine-edit": edit,
  "imagine-vary": withPicture("vary"),
  "imagine-upscale": withPicture("upscale"),
  "imagine-delete": remove,
  "imagine-retry": retry,
} satisfies Record<PictureAction, Handler<ComponentInteraction>>;

export const pictureModals = { "imagine-edit": edited } satisfies Partial<Record<PictureAction, Handler<ModalInteraction>>>;
