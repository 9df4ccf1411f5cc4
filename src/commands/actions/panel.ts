/** Buttons and the window of the panel behind "Ask AI privately". Each answer is a message of its own, so that the panel stays. */
import { createOptOutCheck } from "../../access/opt-outs.ts";
import { customId, parseCustomId } from "../../discord/components.ts";
import type { ComponentInteraction, MessageSnapshot, ModalInteraction } from "../../discord/interaction.ts";
import { TEXT_INPUT_LENGTH } from "../../discord/limits.ts";
import { privately, type Reply } from "../../discord/reply.ts";
import type { AskInput } from "../../jobs/types.ts";
import { isSnowflake, type UserId } from "../../kernel/ids.ts";
import { conversationKey } from "../../memory/store.ts";
import { rememberMessage } from "../memory-quote.ts";
import { isPanelTask, type PanelTask, quotedIn } from "../panel.ts";
import { isReply } from "../target.ts";
import type { CommandDeps, Handler, JobRequest } from "../types.ts";

const QUESTION = "question";

type Press = ComponentInteraction | ModalInteraction;

const pressed: Handler<ComponentInteraction> = (interaction, deps) => {
  const [task = "", ...author] = parseCustomId(interaction.customId).args;
  if (!isPanelTask(task)) return privately(deps.texts.edge.unknownAction);
  if (task !== "question") return perform(task, "", author, interaction, deps);
  const { questionTitle, questionLabel, questionPlaceholder } = deps.texts.menus;
  const field = {
    id: QUESTION,
    label: questionLabel,
    style: "paragraph",
    required: true,
    maxLength: TEXT_INPUT_LENGTH,
    placeholder: questionPlaceholder,
  } as const;
  return { type: "modal", modal: { customId: customId("panel-question", ...author), title: questionTitle, fields: [field] } };
};

const asked: Handler<ModalInteraction> = (interaction, deps) => {
  const question = interaction.fields[QUESTION]?.trim() ?? "";
  if (question === "") return privately(deps.texts.ask.empty);
  return perform("question", question, parseCustomId(interaction.customId).args, interaction, deps);
};

const remember: Handler<ComponentInteraction> = async (interaction, deps) => {
  const target = await quoted(parseCustomId(interaction.customId).args, interaction, deps);
  return isReply(target) ? target : rememberMessage(target, interaction, deps);
};

export const panelActions: Record<string, Handler<ComponentInteraction>> = { panel: pressed, "panel-remember": remember };

export const panelModals: Record<string, Handler<ModalInteraction>> = { "panel-question": asked };

async function perform(task: PanelTask, prompt: string, author: string[], interaction: Press, deps: CommandDeps): Promise<Reply | JobRequest> {
  const target = await quoted(author, interaction, deps);
  if (isReply(target)) return target;
  const input: AskInput = { trigger: "panel", task, target, prompt, attachments: [], readChannel: true };
  const conversation = conversationKey(interaction.channelId, interaction.user.id, true);
  return { type: "job", kind: "ask", conversation, input, private: true, target: "message" };
}

/** The author may have opted out since the panel was opened. */
async function quoted([id = "", bot]: string[], interaction: Press, deps: CommandDeps): Promise<MessageSnapshot | Reply> {
  const { menus } = deps.texts;
  const target = isSnowflake(id) ? quotedIn(interaction.message, { id: id as UserId, bot: bot === "1" }) : undefined;
  if (target === undefined) return privately(menus.panelGone);
  if (target.author.bot || target.author.id === interaction.user.id) return target;
  const optedOut = await createOptOutCheck(deps)([target.author.id]);
  if (optedOut === null) return privately(menus.uncheckedAuthor);
  return optedOut.size > 0 ? privately(menus.optedOut) : target;
}
