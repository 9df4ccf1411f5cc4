/** What the side panel's switches and buttons do. Given to the panel by `main.ts`. */
import type { WireChannel } from "../wire.ts";
import type { Api } from "./api.ts";
import type { PanelOptions } from "./panel.ts";

interface PanelActsOptions {
  /** Of whom one speaks as by now. */
  api(): Api;
  here(): WireChannel | undefined;
  /** undefined: it did not work, and the person was told why. */
  attempt<T>(work: Promise<T>): Promise<T | undefined>;
}

export function panelActs({ api, here, attempt }: PanelActsOptions): Omit<PanelOptions, "root" | "openModel"> {
  return {
    onSwitch: (switches) => attempt(api().setSwitches(switches)),
    onInstall: (isOn) => attempt(api().install(isOn)),
    expireTokens: () => attempt(api().expireTokens()),
    async permissions(who) {
      const channel = here();
      return channel ? api().permissions(channel.id, who) : [];
    },
    async setPermission(who, name, allowed) {
      const channel = here();
      return channel ? api().setPermission(channel.id, who, name, allowed) : [];
    },
    moveTo: (offsetMs) => attempt(api().moveClock(offsetMs)),
    runCron: () => attempt(api().runCron()),
    async letTalk() {
      const channel = here();
      if (channel) await attempt(api().letTalk(channel.id));
    },
    details: (id) => api().details(id),
    backToDemo: () => attempt(api().connectModel({ kind: "demo" })),
  };
}
