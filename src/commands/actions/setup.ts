/** Buttons of the set-up and of the welcome message: its steps, the check at their end, and a first question. */
import { button, customId, parseCustomId, row } from "../../discord/components.ts";
import type { ComponentInteraction, ModalInteraction } from "../../discord/interaction.ts";
import { TEXT_INPUT_LENGTH } from "../../discord/limits.ts";
import { privately } from "../../discord/reply.ts";
import type { AskInput } from "../../jobs/types.ts";
import { conversationKey } from "../../memory/store.ts";
import { checkRequest } from "../check.ts";
import { inPlace } from "../in-place.ts";
import { managedServer } from "../settings-panel.ts";
import { CHECK, setupStep, setupSteps } from "../setup-steps.ts";
import type { Handler } from "../types.ts";

const PROMPT = "prompt";

const setup: Handler<ComponentInteraction> = async (interaction, deps) => {
  const server = managedServer(interaction, deps.texts);
  if (typeof server === "string") return privately(server);
  const [place = ""] = parseCustomId(interaction.customId).args;
  if (place === CHECK) {
    const { setup: say } = deps.texts;
    const last = String(setupSteps.length);
    const buttons = [
      button(say.back, customId("setup", last)),
      button(say.again, customId("setup", CHECK)),
      button(say.settings, customId("settings", "server")),
    ];
    return checkRequest(interaction, "server", row(buttons), deps);
  }
  const step = setupSteps.find((_, index) => String(index + 1) === place);
  if (step === undefined) return privately(deps.texts.edge.unknownAction);
  return inPlace(interaction, await setupStep(step, server.guildId, deps));
};

/** Anybody may try: an ordinary question, answered for everybody to see. */
const tryIt: Handler<ComponentInteraction> = (_interaction, { texts }) => {
  const { tryLabel, tryPlaceholder, tryTitle } = texts.setup;
  const field = { id: PROMPT, label: tryLabel, style: "paragraph", required: true, maxLength: TEXT_INPUT_LENGTH, placeholder: tryPlaceholder } as const;
  return { type: "modal", modal: { customId: customId("try"), title: tryTitle, fields: [field] } };
};

const tried: Handler<ModalInteraction> = (interaction, { texts }) => {
  const prompt = interaction.fields[PROMPT]?.trim() ?? "";
  if (prompt === "") return privately(texts.ask.empty);
  const input: AskInput = { trigger: "ask", prompt, attachments: [], readChannel: true };
  const conversation = conversationKey(interaction.channelId, interaction.user.id, false);
  return { type: "job", kind: "ask", conversation, input, private: false, target: "message" };
};

export const setupActions: Record<string, Handler<ComponentInteraction>> = { setup, try: tryIt };

export const setupModals: Record<string, Handler<ModalInteraction>> = { try: tried };
