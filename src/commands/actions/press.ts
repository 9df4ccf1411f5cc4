/** What every button of an answer needs first: its ids, read and checked, and whether this person may press it. No I/O. */
import { parseCustomId } from "../../discord/components.ts";
import type { ComponentInteraction, ModalInteraction } from "../../discord/interaction.ts";
import { allows, permission } from "../../discord/permissions.ts";
import type { Reply } from "../../discord/reply.ts";
import { privately } from "../../discord/reply.ts";
import type { AskInput } from "../../jobs/types.ts";
import { type InteractionId, isSnowflake, type UserId } from "../../kernel/ids.ts";
import { conversationKey } from "../../memory/store.ts";
import { FOR_ALL, IN_PANEL, IN_PLACE } from "../../turns/actions.ts";
import type { CommandDeps, JobRequest } from "../types.ts";

export interface Press {
  turnId: InteractionId;
  /** Who asked for the answer; the pressing person may be a moderator. */
  askerId: UserId;
  /** A new answer fits into the message with the button. */
  inPlace: boolean;
  /** The message is visible to its asker alone, so what follows from it is too. */
  private: boolean;
}

/** Who may press besides the asker: moderators, nobody, or anybody where it was said in everybody's conversation. */
type Others = "moderators" | "nobody" | "all-if-shared";

/** The press, or the sentence that refuses it. */
export function readPress(interaction: ComponentInteraction | ModalInteraction, { texts }: CommandDeps, others: Others = "moderators"): Press | Reply {
  const { args } = parseCustomId(interaction.customId);
  const [turnId = "", askerId = "", flag] = args;
  if (!isSnowflake(turnId) || !isSnowflake(askerId)) return privately(texts.edge.unknownAction);
  // A modal without its message: nobody knows where it came from, so nobody else may see the result.
  const isPrivate = flag !== IN_PANEL && (interaction.message?.ephemeral ?? true);
  // What they ask is theirs, whoever asked before; whether it still is everybody's conversation the turn finds out.
  if (others === "all-if-shared" && flag === FOR_ALL && !isPrivate)
    return { turnId: turnId as InteractionId, askerId: interaction.user.id, inPlace: false, private: false };
  const moderates = !isPrivate && interaction.memberPermissions !== null && allows(interaction.memberPermissions, permission.manageMessages);
  if (interaction.user.id !== askerId && others === "nobody") return privately(texts.action.onlyAsker);
  if (interaction.user.id !== askerId && !moderates) return privately(texts.action.notYours);
  return { turnId: turnId as InteractionId, askerId: askerId as UserId, inPlace: flag === IN_PLACE, private: isPrivate };
}

export function isRefusal(press: Press | Reply): press is Reply {
  return "type" in press;
}

/** The asker's conversation goes on, whoever pressed. */
export function askAgain(
  interaction: ComponentInteraction | ModalInteraction,
  press: Press,
  trigger: Exclude<AskInput["trigger"], "ask">,
  target: JobRequest["target"],
  prompt = "",
): JobRequest {
  const shown = trigger === "regenerate" && target === "update" ? { shown: interaction.message?.content ?? "" } : {};
  const input: AskInput = { trigger, parentId: press.turnId, prompt, attachments: [], readChannel: true, ...shown };
  return {
    type: "job",
    kind: "ask",
    conversation: conversationKey(interaction.channelId, press.askerId, press.private),
    input,
    private: press.private,
    target,
  };
}
