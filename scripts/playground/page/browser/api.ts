/** The page's own server, as functions; used by `main.ts` and the composer. */
import type { ActResult, Switches, WireAction, WireEvent, WireMessage, World } from "../wire.ts";

export interface Api {
  world(): Promise<World>;
  messages(channelId: string): Promise<WireMessage[]>;
  post(channelId: string, message: { content: string; files: string[]; replyTo?: string }): Promise<void>;
  act(channelId: string, action: WireAction): Promise<ActResult>;
  upload(file: File): Promise<string>;
  setSwitches(switches: Switches): Promise<Switches>;
  /** Returns the function that ends it. `onState`: whether the connection is there. */
  listen(onEvent: (event: WireEvent) => void, onState: (isOpen: boolean) => void): () => void;
}

/** A sentence for the person. */
class Problem extends Error {
  override name = "Problem";
}

/** As this person. */
export function createApi(me: string): Api {
  const address = (path: string, query: Record<string, string> = {}) => `/playground/${path}?${new URLSearchParams({ as: me, ...query })}`;
  return {
    world: () => call(address("world")),
    messages: (channel) => call(address("messages", { channel })),
    post: (channel, message) => call(address("messages", { channel }), json(message)),
    act: (channel, action) => call(address("act", { channel }), json(action)),
    async upload(file) {
      const size = await pictureSize(file);
      const query = { name: file.name, ...(size ? { width: String(size.width), height: String(size.height) } : {}) };
      const headers = { "content-type": file.type === "" ? "application/octet-stream" : file.type };
      const { id } = await call<{ id: string }>(address("files", query), { method: "POST", headers, body: file });
      return id;
    },
    setSwitches: (switches) => call(address("switches"), json(switches)),
    listen(onEvent, onState) {
      const source = new EventSource(address("events"));
      source.onopen = () => onState(true);
      source.onerror = () => onState(false);
      source.onmessage = (event) => onEvent(JSON.parse(event.data) as WireEvent);
      return () => source.close();
    },
  };
}

function json(value: unknown): RequestInit {
  return { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(value) };
}

async function call<T>(address: string, init?: RequestInit): Promise<T> {
  const response = await fetch(address, init).catch(() => {
    throw new Problem("The playground does not answer. Is `npm run dev` still running?");
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return body as T;
  const problem = typeof body === "object" && body !== null && "problem" in body ? String(body.problem) : `The playground answered ${response.status}.`;
  throw new Problem(problem);
}

async function pictureSize(file: File): Promise<{ width: number; height: number } | undefined> {
  if (!file.type.startsWith("image/")) return undefined;
  const picture = await createImageBitmap(file).catch(() => undefined);
  return picture && { width: picture.width, height: picture.height };
}
