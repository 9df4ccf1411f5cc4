/** The panel's switches: the Message Content intent and faults that strike one REST call in five. Called by `page.ts`. */
import type { Discord } from "../discord/discord.ts";
import { FAULTS, type FaultName, type Switches } from "./wire.ts";

const RATE = 0.2;

export interface SwitchBoard {
  read(): Switches;
  set(wanted: Switches): void;
}

export function createSwitchBoard(discord: Discord): SwitchBoard {
  const active = new Map<FaultName, { remove(): void }>();
  return {
    read: () => ({ messageContent: discord.intents.messageContent, faults: [...active.keys()] }),
    set(wanted) {
      discord.intents.messageContent = wanted.messageContent;
      for (const kind of FAULTS) {
        const isOn = active.get(kind);
        if (isOn && !wanted.faults.includes(kind)) {
          isOn.remove();
          active.delete(kind);
        }
        if (!isOn && wanted.faults.includes(kind)) active.set(kind, discord.faults.add({ kind, rate: RATE, retryAfterMs: 1500 }));
      }
    },
  };
}
