/** The page's JSON routes: what the browser asks for and what its switches do. The list is in `wire.ts`. Made by `page.ts`. */
import { ConnectProblem, findOllama, listModels, tryServer } from "../connect.ts";
import type { Discord } from "../discord/discord.ts";
import { asArray, asObject, asString, copy, type JsonObject } from "../discord/json.ts";
import { visibleTo } from "../discord/messages.ts";
import { isDirect, permission } from "../discord/permissions.ts";
import type { Channel, Guild, User } from "../discord/types.ts";
import type { Machine } from "../machine.ts";
import { letThemTalk, TalkProblem } from "../talk.ts";
import { act, PageError, post, startThread, upload } from "./act.ts";
import type { Checklist } from "./checklist.ts";
import { hasPermission, setPermission, viewPermissions } from "./permissions.ts";
import type { SwitchBoard } from "./switches.ts";
import type { TrafficLog } from "./traffic.ts";
import { viewChannel, viewGuild, viewMessage, viewPerson } from "./view.ts";
import { viewCommands, viewMenus } from "./view-commands.ts";
import { type ConnectResult, FAULTS, type FoundModels, type StepId, type WireEvent, type World } from "./wire.ts";

export interface RouteDeps {
  discord: Discord;
  people: readonly User[];
  machine: Machine;
  checklist: Checklist;
  switches: SwitchBoard;
  traffic: TrafficLog;
  tellAll(event: WireEvent): void;
  /** What is true now, whoever did it. */
  stillDone(): StepId[];
  /** OLLAMA_HOST, where it is set. */
  ollamaHost: string | undefined;
}

/** One request, read. */
interface Asked {
  me: User;
  url: URL;
  request: Request;
  body: JsonObject;
  channel(): Channel;
}

type Handler = (asked: Asked) => unknown;

/** Ten years: further away dates stop being dates in some places. */
const FURTHEST_MS = 10 * 366 * 24 * 60 * 60_000;

export function createRoutes(deps: RouteDeps): ReadonlyMap<string, Handler> {
  const { discord, machine, checklist, switches, traffic, tellAll } = deps;
  const { state } = discord;
  let isTalking = false;

  const connect = async (attempt: () => Promise<ConnectResult>): Promise<ConnectResult> => {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ConnectProblem)) throw error;
      return { problem: error.message, ...(error.models ? { models: error.models } : {}) };
    }
  };

  const whose = ({ url }: Asked): User => state.users.get(url.searchParams.get("who") ?? "") ?? fail("This person is unknown.");
  const text = (body: JsonObject, key: string) => asString(body[key]) ?? "";

  return new Map<string, Handler>([
    ["GET world", ({ me }) => viewWorld(deps, me)],
    ["GET messages", ({ me, channel }) => visibleTo(state, me, channel()).map((record) => viewMessage(state, record))],
    [
      "POST messages",
      ({ me, channel, body }) => {
        post(discord, me, channel(), body);
        return {};
      },
    ],
    ["POST threads", ({ me, channel, body }) => startThread(discord, me, channel(), body)],
    ["POST files", ({ request, url }) => upload(discord, request, url)],
    ["POST act", ({ me, channel, body }) => act(discord, me, channel(), body)],
    [
      "POST switches",
      ({ body }) => {
        switches.set({ messageContent: body["messageContent"] === true, faults: FAULTS.filter((kind) => asArray(body["faults"]).includes(kind)) });
        tellAll({ type: "switches", switches: switches.read() });
        return switches.read();
      },
    ],
    ["GET traffic", ({ url }) => traffic.details(url.searchParams.get("id") ?? "") ?? fail("This request is too long ago.")],
    ["GET permissions", (asked) => viewPermissions(discord, asked.channel(), whose(asked))],
    [
      "POST permissions",
      (asked) => {
        setPermission(discord, asked.channel(), whose(asked), text(asked.body, "name"), asked.body["allowed"] === true);
        tellAll({ type: "world" });
        return viewPermissions(discord, asked.channel(), whose(asked));
      },
    ],
    [
      "POST install",
      async ({ me, body }) => {
        await install(discord, me, state.guilds.get(text(body, "guild")), body["installed"] === true);
        tellAll({ type: "world" });
        return {};
      },
    ],
    ["POST tokens", () => ({ expired: discord.expireTokens() })],
    [
      "POST clock",
      async ({ body }) => {
        const offsetMs = body["offsetMs"];
        if (typeof offsetMs !== "number" || !(offsetMs >= 0 && offsetMs <= FURTHEST_MS)) fail("The clock moves up to ten years ahead.");
        await machine.moveClock(Math.round(offsetMs));
        return machine.clock;
      },
    ],
    ["POST cron", () => machine.runCron()],
    [
      "POST talk",
      async ({ channel }) => {
        if (isTalking) fail("People are talking already.");
        isTalking = true;
        try {
          await letThemTalk(deps, channel());
        } catch (error) {
          throw error instanceof TalkProblem ? new PageError(error.message) : error;
        } finally {
          isTalking = false;
        }
        return {};
      },
    ],
    [
      "POST steps",
      () => {
        checklist.reset(deps.stillDone());
        return checklist.read();
      },
    ],
    ["GET model", async (): Promise<FoundModels> => ({ ollama: await findOllama(deps.ollamaHost) })],
    ["POST model/list", ({ body }) => connect(async () => ({ models: (await listModels(text(body, "url"), text(body, "key").trim())).models }))],
    [
      "POST model",
      ({ body }) =>
        connect(async () => {
          if (body["kind"] === "demo") return { connected: await machine.useModel(undefined) };
          const server = await tryServer({ url: text(body, "url"), key: text(body, "key"), model: text(body, "model") });
          return { connected: await machine.useModel(server) };
        }),
    ],
  ]);
}

/** Discord tells the bot by a webhook event; whether that arrived shows among the violations. */
async function install(discord: Discord, me: User, guild: Guild | undefined, isInstalled: boolean): Promise<void> {
  const { state } = discord;
  if (guild && !hasPermission(guild, me, permission.manageGuild)) fail("Only who may manage the server adds and removes bots.");
  if (isInstalled) return void (await discord.authorize(me, guild).catch(() => undefined));
  if (guild) discord.removeFromGuild(guild);
  else state.app.users.delete(me.id);
  await discord.sendEvent("APPLICATION_DEAUTHORIZED", { user: copy(me) }).catch(() => undefined);
}

export function personOf(people: readonly User[], id: string | null): User {
  return people.find((candidate) => candidate.id === id) ?? people[0] ?? fail("There is nobody to speak as.");
}

/** Undefined: there is no such route. */
export async function answer(deps: RouteDeps, routes: ReadonlyMap<string, Handler>, request: Request, url: URL): Promise<unknown> {
  const handler = routes.get(`${request.method} ${url.pathname.replace(/^\/playground\//, "")}`);
  if (!handler) return undefined;
  const isJson = request.method === "POST" && !url.pathname.endsWith("/files");
  return handler({
    me: personOf(deps.people, url.searchParams.get("as")),
    url,
    request,
    body: isJson ? asObject(await request.json().catch(() => undefined)) : {},
    channel: () => deps.discord.state.channels.get(url.searchParams.get("channel") ?? "") ?? fail("This channel does not exist any more; reload the page."),
  });
}

function viewWorld({ discord, people, machine, checklist, switches, traffic }: RouteDeps, me: User): World {
  const { state } = discord;
  const directs = [...state.channels.values()].filter((channel) => isDirect(channel) && channel.recipients.includes(me.id));
  return {
    me: me.id,
    app: { id: discord.applicationId, name: state.app.name },
    people: people.map(viewPerson),
    users: [...state.users.values()].map(viewPerson),
    guilds: [...state.guilds.values()].filter((guild) => guild.members.has(me.id)).map((guild) => viewGuild(state, me, guild)),
    directs: directs.map((channel) => viewChannel(state, me, channel)).filter((channel) => channel !== undefined),
    hasApp: state.app.users.has(me.id),
    commands: viewCommands(state),
    menus: viewMenus(state),
    steps: checklist.read(),
    switches: switches.read(),
    clock: machine.clock,
    cron: machine.cron,
    model: machine.model,
    traffic: [...traffic.entries],
    violations: [...discord.violations],
  };
}

function fail(sentence: string): never {
  throw new PageError(sentence);
}
