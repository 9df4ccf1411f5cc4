/** A small server with the stand-in and a scriptable bot, for the tests of the stand-in itself. */
import {
  type Channel,
  createDiscord,
  createKeyPair,
  type Discord,
  type DiscordOptions,
  type Guild,
  type InteractionHandle,
  type User,
} from "../../scripts/playground/discord/discord.ts";

export const USER_AGENT = "DiscordBot (https://github.com/example/edgewise, 0.1.0)";
export const QUIET = { allowed_mentions: { parse: [] } };

export interface ApiAnswer {
  status: number;
  code: number | undefined;
  json: Record<string, unknown>;
  headers: Headers;
}

export interface Scene {
  discord: Discord;
  guild: Guild;
  channel: Channel;
  ada: User;
  bob: User;
  time: { ms: number };
  /** What the bot answers to the next interactions. */
  bot: { answer: (payload: Record<string, unknown>, request: Request) => Promise<Response> | Response; seen: Record<string, unknown>[] };
  api(method: string, path: string, body?: unknown, headers?: Record<string, string | undefined>): Promise<ApiAnswer>;
  /** `/webhooks/...` of an interaction. */
  hook(handle: InteractionHandle, rest?: string): string;
  ask(spec?: Partial<{ user: User; channel: Channel; install: "guild" | "user" | "both" }>): Promise<InteractionHandle>;
}

export async function createScene(options: Partial<DiscordOptions> = {}): Promise<Scene> {
  const time = { ms: Date.UTC(2026, 10, 20) };
  const bot: Scene["bot"] = { answer: () => Response.json({ type: 5 }), seen: [] };
  const discord = createDiscord({
    keys: await createKeyPair(),
    clock: { now: () => time.ms },
    deliver: async (request) => {
      const payload = JSON.parse(await request.clone().text()) as Record<string, unknown>;
      bot.seen.push(payload);
      return bot.answer(payload, request);
    },
    ...options,
  });
  const guild = discord.addGuild();
  const channel = discord.addChannel(guild);
  const [ada, bob] = [discord.addUser("ada"), discord.addUser("bob")];
  discord.addMember(guild, ada);
  discord.addMember(guild, bob);
  const scene: Scene = {
    discord,
    guild,
    channel,
    ada,
    bob,
    time,
    bot,
    async api(method, path, body, headers = {}) {
      const all: Record<string, string | undefined> = {
        "user-agent": USER_AGENT,
        authorization: `Bot ${discord.botToken}`,
        "content-type": "application/json",
        ...headers,
      };
      if (body instanceof FormData) delete all["content-type"];
      const sent = Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
      const payload = body === undefined ? {} : { body: body instanceof FormData || typeof body === "string" ? body : JSON.stringify(body) };
      const response = await discord.fetch(new Request(`https://discord.com/api/v10${path}`, { method, headers: sent, ...payload }));
      const text = await response.text();
      const json = (text === "" ? {} : JSON.parse(text)) as Record<string, unknown>;
      return { status: response.status, code: typeof json.code === "number" ? json.code : undefined, json, headers: response.headers };
    },
    hook: (handle, rest = "") => `/webhooks/${discord.applicationId}/${handle.token}${rest}`,
    ask: (spec = {}) => discord.interact({ kind: "slash", user: ada, channel, command: "ask", options: { prompt: "hi" }, ...spec }),
  };
  return scene;
}

export function multipart(payload: unknown, ...files: { name: string; type: string; bytes: Uint8Array<ArrayBuffer> }[]): FormData {
  const form = new FormData();
  form.append("payload_json", JSON.stringify(payload));
  files.forEach((file, index) => {
    form.append(`files[${index}]`, new File([file.bytes], file.name, { type: file.type }));
  });
  return form;
}
