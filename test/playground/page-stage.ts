/** The page's server side with a bot and a Worker that do as they are told; shared by the tests of the page. */
import { type Channel, createDiscord, createKeyPair, type Discord, type User } from "../../scripts/playground/discord/discord.ts";
import { createMachine, type Machine } from "../../scripts/playground/machine.ts";
import { createPage, type Page } from "../../scripts/playground/page/page.ts";
import type { ActResult, Step, WireAction, WireEvent, World } from "../../scripts/playground/page/wire.ts";
import { buildWorld, createWorldClock } from "../../scripts/playground/world.ts";

const SEED = "01".repeat(32);
export const HERE = "http://127.0.0.1:8787";
const APPLICATION = "1100000000000000001";

export interface PageStage {
  discord: Discord;
  page: Page;
  machine: Machine;
  people: [User, User, User];
  /** What the bot answers. */
  bot: { answer: (request: Request) => Promise<Response> };
  /** Webhook events that the bot heard. */
  events: string[];
  /** What the Worker was told, and what it says to that. */
  worker: { told: { path: string; body: unknown }[]; answer: (path: string) => Response };
  /** As in the file; what is set here was there at the start. */
  shelf: { content: unknown };
  setup: { isFinished: boolean };
  general: string;
  channel: Channel;
  get<T>(path: string): Promise<T>;
  send(path: string, body: unknown): Promise<Response>;
  world(as?: User): Promise<World>;
  act(as: User, channel: string, action: WireAction): Promise<ActResult & { problem?: string }>;
  done(): Promise<Step["id"][]>;
  listen(as?: User): Promise<{ end(): Promise<WireEvent[]> }>;
}

export async function createPageStage(kept?: unknown): Promise<PageStage> {
  const clock = createWorldClock();
  const bot: PageStage["bot"] = { answer: async () => Response.json({ type: 4, data: { content: "hello", flags: 64 } }) };
  const worker: PageStage["worker"] = {
    told: [],
    answer: (path) => (path.endsWith("/cron") ? Response.json({ ranAt: clock.now(), ms: 3, failures: [] }) : new Response(null, { status: 204 })),
  };
  const shelf: PageStage["shelf"] = { content: kept };
  const setup = { isFinished: false };
  const events: string[] = [];
  const deliver = async (request: Request) => {
    if (!request.url.endsWith("/events")) return bot.answer(request);
    events.push(((await request.json()) as { event: { type: string } }).event.type);
    return new Response(null, { status: 204 });
  };
  const discord = createDiscord({ keys: await createKeyPair(SEED), applicationId: APPLICATION, clock, deliver });
  const people = buildWorld(discord, clock);
  const [mira, jonas, wei] = people;
  if (!mira || !jonas || !wei) throw new Error("the world has three people");
  const machine = createMachine({
    worldClock: clock,
    demo: { url: "http://127.0.0.1:1/v1", key: "demo", model: "demo" },
    channels: () => [...discord.state.channels.keys()],
    async tell(path, body) {
      worker.told.push({ path, body });
      return worker.answer(path);
    },
  });
  const page = createPage({
    discord,
    assets: Promise.resolve({ html: "<!doctype html>", script: "", style: "" }),
    people,
    machine,
    shelf: {
      load: () => shelf.content,
      save: (value) => {
        shelf.content = structuredClone(value);
      },
    },
    isOnDiscord: () => setup.isFinished,
  });
  const address = (path: string) => `${HERE}${path}`;
  const get = async <T>(path: string) => (await (await page.fetch(new Request(address(path)))).json()) as T;
  const send = (path: string, body: unknown) => page.fetch(new Request(address(path), { method: "POST", body: JSON.stringify(body) }));
  const channel = [...discord.state.channels.values()].find(({ name }) => name === "general");
  if (!channel) throw new Error("the world has a #general");
  const world = (as: User = mira) => get<World>(`/playground/world?as=${as.id}`);
  return {
    discord,
    page,
    machine,
    people: [mira, jonas, wei],
    bot,
    events,
    worker,
    shelf,
    setup,
    general: channel.id,
    channel,
    get,
    send,
    world,
    act: async (as, channel, action) => (await send(`/playground/act?as=${as.id}&channel=${channel}`, action)).json(),
    done: async () => (await world()).steps.filter((step) => step.done).map((step) => step.id),
    async listen(as = mira) {
      const leaving = new AbortController();
      const response = await page.fetch(new Request(address(`/playground/events?as=${as.id}`), { signal: leaving.signal }));
      const all = response.text();
      return {
        async end() {
          leaving.abort();
          return (await all).split("\n").flatMap((line) => (line.startsWith("data: ") ? [JSON.parse(line.slice(6)) as WireEvent] : []));
        },
      };
    },
  };
}

/** As `npm run dev` does it. */
export async function register(discord: Discord, declarations: readonly unknown[]): Promise<void> {
  const response = await discord.fetch(
    new Request(`https://discord.com/api/v10/applications/${APPLICATION}/commands`, {
      method: "PUT",
      headers: { authorization: `Bot ${discord.botToken}`, "content-type": "application/json", "user-agent": "DiscordBot (https://edgewise.example, 1.0)" },
      body: JSON.stringify(declarations),
    }),
  );
  if (!response.ok) throw new Error(await response.text());
}
