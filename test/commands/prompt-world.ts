/** The edge with the real store of prompts behind it; each interaction has an id of its own. Used by the tests of the prompt commands. */
import { createPromptStore, type PromptStore } from "../../src/persona/store.ts";
import { type Callback, createWorld, type Overrides, type World } from "../edge/fakes.ts";
import { ASKER, CHANNEL, GUILD, INTERACTION, MESSAGE } from "../edge/payloads.ts";
import { openDatabase } from "../fakes/database.ts";

export const MANAGE_CHANNELS = 1n << 4n;
export const MANAGE_GUILD = 1n << 5n;
export const ADMINISTRATOR = 1n << 3n;
export const EPHEMERAL = 64;
export const MINE = `user:${ASKER}` as const;
export const THE_CHANNELS = `channel:${CHANNEL}` as const;
export const THE_SERVERS = `server:${GUILD}` as const;
export const THREAD = "1100000000000000011";

export interface PromptWorld {
  edge: World;
  store: PromptStore;
  /** As one person's action at the n-th moment; a payload without `n` is a new one. */
  act(where: object, what: object, n?: number): Promise<Callback>;
  held(scope: `user:${string}` | `channel:${string}` | `server:${string}`): Promise<string | undefined>;
}

export async function createPromptWorld(over: Overrides = {}): Promise<PromptWorld> {
  const store = createPromptStore(await openDatabase());
  const edge = await createWorld({ ...over, prompts: { ...store, ...over.prompts } });
  let acts = 0;
  return {
    edge,
    store,
    act: async (where, what, n = ++acts) => {
      const { status, body } = await edge.interact({ ...where, ...what, id: String(BigInt(INTERACTION) + BigInt(n)) });
      if (status !== 200) throw new Error(`status ${status}`);
      return body;
    },
    held: async (scope) => (await store.read([scope])).get(scope)?.text,
  };
}

/** A press on a select. */
export const choose = (custom_id: string, value: string) => ({
  type: 3,
  data: { custom_id, component_type: 3, id: 2, values: [value] },
  message: { id: MESSAGE, channel_id: CHANNEL, flags: EPHEMERAL, content: "" },
});

/** A thread of the channel. */
export const inThread = { channel_id: THREAD, channel: { id: THREAD, type: 11, name: "a thread", parent_id: CHANNEL } };

interface Component {
  label?: string;
  custom_id: string;
  options?: { label: string; value: string }[];
}
const components = (body: Callback) => (body.data?.components ?? []).flatMap((row) => (row as { components: Component[] }).components);

export const labels = (body: Callback) => components(body).flatMap(({ label }) => (label === undefined ? [] : [label]));
export const options = (body: Callback) => components(body).flatMap((component) => component.options ?? []);
export function idOf(body: Callback, label: string): string {
  const found = components(body).find((component) => component.label === label);
  if (found === undefined) throw new Error(`no button ${label} among ${labels(body).join(", ")}`);
  return found.custom_id;
}
