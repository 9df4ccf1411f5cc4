/** Handlers of buttons and windows by name; an action without one does not compile. Read by edge/route.ts. */
import type { ComponentInteraction, ModalInteraction } from "../../discord/interaction.ts";
import type { AnswerAction } from "../../turns/actions.ts";
import type { Handler } from "../types.ts";
import { autonomyActions, autonomyModals } from "./autonomy.ts";
import { continueAnswer } from "./continue.ts";
import { approve, deny, denyWhy, denyWhySent } from "./decide.ts";
import { followUp, followUpSent } from "./follow-up.ts";
import { mcpActions, mcpModals } from "./mcp.ts";
import { memoryActions, memoryModals } from "./memory.ts";
import { modelActions } from "./model.ts";
import { modelsServerActions, modelsServerModals } from "./models-server.ts";
import { moodActions, moodModals } from "./moods.ts";
import { deleteAnswer, more, readAloud, thread } from "./more.ts";
import { notifyActions, notifyModals } from "./notify.ts";
import { panelActions, panelModals } from "./panel.ts";
import { personaActions, personaModals } from "./persona.ts";
import { pictureActionHandlers, pictureModals } from "./picture.ts";
import { privacyActions, privacyModals } from "./privacy.ts";
import { promptActions, promptModals } from "./prompt.ts";
import { regenerate } from "./regenerate.ts";
import { remindActions, remindModals } from "./remind.ts";
import { retry } from "./retry.ts";
import { scheduleActions } from "./schedule.ts";
import { settingsActions, settingsModals } from "./settings.ts";
import { setupActions, setupModals } from "./setup.ts";
import { show } from "./show.ts";
import { sources } from "./sources.ts";
import { stop } from "./stop.ts";
import { toolActions } from "./tools.ts";
import { why } from "./why.ts";

const answerActions = {
  stop,
  regenerate,
  continue: continueAnswer,
  "follow-up": followUp,
  more,
  why,
  sources,
  thread,
  delete: deleteAnswer,
  "read-aloud": readAloud,
  retry,
  show,
  approve,
  deny,
  "deny-why": denyWhy,
} satisfies Record<AnswerAction, Handler<ComponentInteraction>>;

export const actions: Readonly<Record<string, Handler<ComponentInteraction>>> = {
  ...answerActions,
  ...promptActions,
  ...personaActions,
  ...pictureActionHandlers,
  ...modelActions,
  ...modelsServerActions,
  ...mcpActions,
  ...notifyActions,
  ...panelActions,
  ...settingsActions,
  ...toolActions,
  ...setupActions,
  ...privacyActions,
  ...memoryActions,
  ...autonomyActions,
  ...moodActions,
  ...scheduleActions,
  ...remindActions,
};

export const modals: Readonly<Record<string, Handler<ModalInteraction>>> = {
  "follow-up": followUpSent,
  "deny-why": denyWhySent,
  ...promptModals,
  ...personaModals,
  ...pictureModals,
  ...panelModals,
  ...settingsModals,
  ...setupModals,
  ...modelsServerModals,
  ...mcpModals,
  ...notifyModals,
  ...privacyModals,
  ...memoryModals,
  ...autonomyModals,
  ...moodModals,
  ...remindModals,
};
