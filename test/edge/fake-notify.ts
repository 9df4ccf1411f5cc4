/** The notify room's store as a recording fake, with addresses read as they are for real. Part of fakes.ts. */

import { readWebhookAddress } from "../../src/discord/webhook-address.ts";
import type { AppDeps } from "../../src/edge/types.ts";
import { isTopic, readNtfyAddress } from "../../src/net/ntfy.ts";

type Recorded = <A extends unknown[], R>(name: string, act: (...args: A) => R) => (...args: A) => R;

export function fakeNotify(recorded: Recorded): AppDeps["notify"] {
  return {
    list: async () => [],
    overview: async () => ({ targets: [], latest: [] }),
    add: recorded("notify.add", async (target) => ({
      added: true,
      targets: [{ ...target, enabled: true, quietFrom: null, quietTo: null, problem: "", workedAt: null, changedAt: 0 }],
    })),
    change: recorded("notify.change", async () => []),
    remove: recorded("notify.remove", async () => []),
  };
}

export const fakeNotifyAddresses: AppDeps["notifyAddresses"] = {
  readWebhook: (typed) => readWebhookAddress(typed, "https://discord.com/api/v10"),
  readNtfy: (typed) => readNtfyAddress(typed, false),
  isTopic,
  seal: async () => "sealed",
};
