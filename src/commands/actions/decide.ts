/** Approve, Deny, and Deny and say why: what becomes of calls that a turn's model wants to make. Whoever asked decides, or a moderator. */
import type { ComponentInteraction, ModalInteraction } from "../../discord/interaction.ts";
import { allows, permission } from "../../discord/permissions.ts";
import type { AskInput } from "../../jobs/types.ts";
import type { CommandDeps, Handler, JobRequest } from "../types.ts";
import { askAgain, isRefusal, readPress } from "./press.ts";

const REASON = "reason";
const REASON_LENGTH = 500;

const decide = (interaction: ComponentInteraction | ModalInteraction, decision: NonNullable<AskInput["decision"]>, deps: CommandDeps) => {
  const press = readPress(interaction, deps);
  if (isRefusal(press)) return press;
  const { memberPermissions } = interaction;
  const moderates = !press.private && memberPermissions !== null && allows(memberPermissions, permission.manageMessages);
  // What took several messages is answered in another one: only that with the buttons could be replaced.
  const request: JobRequest = askAgain(interaction, press, "decide", press.inPlace ? "update" : "message");
  return { ...request, kind: "decide", input: { ...(request.input as object), decision: { ...decision, moderates } } };
};

export const approve: Handler<ComponentInteraction> = (interaction, deps) => decide(interaction, { verdict: "approved" }, deps);

export const deny: Handler<ComponentInteraction> = (interaction, deps) => decide(interaction, { verdict: "denied" }, deps);

export const denyWhy: Handler<ComponentInteraction> = (interaction, deps) => {
  const press = readPress(interaction, deps);
  if (isRefusal(press)) return press;
  const { whyTitle: title, whyLabel: label } = deps.texts.tools.approval;
  const field = { id: REASON, label, style: "paragraph", required: true, maxLength: REASON_LENGTH } as const;
  return { type: "modal", modal: { customId: interaction.customId, title, fields: [field] } };
};

export const denyWhySent: Handler<ModalInteraction> = (interaction, deps) => {
  const reason = interaction.fields[REASON]?.trim() ?? "";
  return decide(interaction, { verdict: "denied", ...(reason === "" ? {} : { reason }) }, deps);
};
