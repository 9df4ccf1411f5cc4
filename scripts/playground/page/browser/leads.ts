/** Where each step of the checklist leads. Given to the checklist by `main.ts`. */
import type { StepId } from "../wire.ts";
import type { Composer } from "./composer.ts";
import { openDiscordDialog } from "./discord-dialog.ts";
import type { MessageMenu } from "./message-menu.ts";
import type { Panel } from "./panel.ts";
import type { Shell } from "./shell.ts";

interface Places {
  composer: Composer;
  messageMenu: MessageMenu;
  shell: Shell;
  panel: Panel;
  openModel(): void;
}

export function createLeads({ composer, messageMenu, shell, panel, openModel }: Places): (step: StepId) => void {
  const leads: Readonly<Record<StepId, () => void>> = {
    ask: () => composer.prefill("/ask "),
    menu: messageMenu.openSomewhere,
    prompt: () => composer.prefill("/setprompt text: Talk like a pirate"),
    clock() {
      shell.openPanel();
      panel.focusClock();
    },
    model: openModel,
    discord: () => openDiscordDialog(() => undefined),
  };
  return (step) => leads[step]();
}
