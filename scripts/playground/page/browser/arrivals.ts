/** What happens to messages while a whole channel is being loaded: that is newer than what was loaded, and must not be overwritten by it. Made by `main.ts`. */
import type { WireMessage } from "../wire.ts";

export interface Arrivals {
  came(message: WireMessage): void;
  went(id: string): void;
  /** Those of that channel, as they are when all of them are there. */
  during(channelId: string, loading: Promise<WireMessage[]>): Promise<WireMessage[]>;
}

export function createArrivals(): Arrivals {
  /** Of each load under way: the last word on a message; null: it is gone. */
  const underWay = new Set<Map<string, WireMessage | null>>();
  const note = (id: string, message: WireMessage | null) => {
    for (const known of underWay) known.set(id, message);
  };
  return {
    came: (message) => note(message.id, message),
    went: (id) => note(id, null),
    async during(channelId, loading) {
      const newer = new Map<string, WireMessage | null>();
      underWay.add(newer);
      try {
        const loaded = await loading;
        const all = new Map<string, WireMessage | null>([...loaded.map((message) => [message.id, message] as const), ...newer]);
        return [...all.values()].filter((message) => message !== null).filter((message) => message.channelId === channelId);
      } finally {
        underWay.delete(newer);
      }
    },
  };
}
