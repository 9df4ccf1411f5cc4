/** The page's own server, as functions; used by `main.ts` and the composer. */
import type {
  ActResult,
  ConnectResult,
  FoundModels,
  ModelChoice,
  Step,
  Switches,
  TrafficDetails,
  WireAction,
  WireClock,
  WireCron,
  WireEvent,
  WireMessage,
  WirePermission,
  World,
} from "../wire.ts";

export interface Api {
  world(): Promise<World>;
  messages(channelId: string): Promise<WireMessage[]>;
  post(channelId: string, message: { content: string; files: string[]; replyTo?: string }): Promise<void>;
  startThread(channelId: string, thread: { name: string; message: string }): Promise<{ id: string }>;
  act(channelId: string, action: WireAction): Promise<ActResult>;
  upload(file: File): Promise<string>;
  setSwitches(switches: Switches): Promise<Switches>;
  details(trafficId: string): Promise<TrafficDetails>;
  permissions(channelId: string, who: string): Promise<WirePermission[]>;
  setPermission(channelId: string, who: string, name: string, allowed: boolean): Promise<WirePermission[]>;
  install(installed: boolean): Promise<void>;
  expireTokens(): Promise<{ expired: number }>;
  moveClock(offsetMs: number): Promise<WireClock>;
  runCron(): Promise<WireCron>;
  letTalk(channel: string): Promise<unknown>;
  restartSteps(): Promise<Step[]>;
  findModels(): Promise<FoundModels>;
  listModels(server: { url: string; key: string }): Promise<ConnectResult>;
  connectModel(choice: ModelChoice): Promise<ConnectResult>;
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
    startThread: (channel, thread) => call(address("threads", { channel }), json(thread)),
    act: (channel, action) => call(address("act", { channel }), json(action)),
    async upload(file) {
      const size = await pictureSize(file);
      const query = { name: file.name, ...(size ? { width: String(size.width), height: String(size.height) } : {}) };
      const headers = { "content-type": file.type === "" ? "application/octet-stream" : file.type };
      const { id } = await call<{ id: string }>(address("files", query), { method: "POST", headers, body: file });
      return id;
    },
    setSwitches: (switches) => call(address("switches"), json(switches)),
    details: (id) => call(address("traffic", { id })),
    permissions: (channel, who) => call(address("permissions", { channel, who })),
    setPermission: (channel, who, name, allowed) => call(address("permissions", { channel, who }), json({ name, allowed })),
    install: (installed) => call(address("install"), json({ installed })),
    expireTokens: () => call(address("tokens"), json({})),
    moveClock: (offsetMs) => call(address("clock"), json({ offsetMs })),
    runCron: () => call(address("cron"), json({})),
    letTalk: (channel) => call(address("talk", { channel }), json({})),
    restartSteps: () => call(address("steps"), json({})),
    findModels: () => call(address("model")),
    listModels: (server) => call(address("model/list"), json(server)),
    connectModel: (choice) => call(address("model"), json(choice)),
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
