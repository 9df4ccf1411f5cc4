/** A watcher over the object's real SQLite and the real D1, before the strict Discord, with a clock that stands still. For the tests of looks. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import {
  type Channel,
  createDiscord,
  createKeyPair,
  type Discord,
  type Guild,
  type MessageRecord,
  type User,
} from "../../scripts/playground/discord/discord.ts";
import { createAccessStore } from "../../src/access/store.ts";
import { createAutonomyStore } from "../../src/autonomy/store.ts";
import { createWatchMemory, type Life } from "../../src/autonomy/watch-memory.ts";
import { createWatchStore } from "../../src/autonomy/watch-store.ts";
import { createDiscordRest } from "../../src/discord/rest.ts";
import { createAlarm } from "../../src/jobs/alarm.ts";
import { createPeopleCheck } from "../../src/jobs/people-check.ts";
import type { Job, SpeakInput } from "../../src/jobs/types.ts";
import { createWatchPlaces } from "../../src/jobs/watch-places.ts";
import { createWatcher, type Watcher } from "../../src/jobs/watcher.ts";
import type { ApplicationId } from "../../src/kernel/ids.ts";
import { createLog } from "../../src/kernel/log.ts";
import { createPseudonyms } from "../../src/kernel/pseudonym.ts";
import { createErasureStore } from "../../src/privacy/store.ts";
import { openDatabase } from "../fakes/database.ts";

/** A Wednesday, noon. */
const NOON = Date.UTC(2026, 10, 25, 12);
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

export interface Stage {
  discord: Discord;
  guild: Guild;
  channel: Channel;
  ada: User;
  bob: User;
  watcher: Watcher;
  store: ReturnType<typeof createWatchStore>;
  access: ReturnType<typeof createAccessStore>;
  erasures: ReturnType<typeof createErasureStore>;
  pseudonyms: ReturnType<typeof createPseudonyms>;
  lines: string[];
  now(): number;
  /** Time passes, and every alarm that is due in it goes off. */
  pass(ms: number): Promise<void>;
  say(user: User, content: string, more?: Parameters<Discord["post"]>[3], where?: Channel): MessageRecord;
  mention(user: User, words?: string): MessageRecord;
  /** Reads of the channel so far. */
  reads(): number;
  jobs: Job[];
  ofKind(kind: string): Job[];
  life(): Life;
  /** The process starts anew over the same storage. */
  restart(): void;
  set(change: Parameters<ReturnType<typeof createAutonomyStore>["change"]>[1], where?: Channel): Promise<void>;
  /** Whether Discord lets that person ask so often. */
  allowed: { flood: boolean };
}

const unique = () => `watching ${Math.random()}`;

/** `direct`: the bot's channel with ada instead of a server's. */
export async function onStage(
  test: (stage: Stage) => Promise<void>,
  { direct = false, messageContent = true, random = 0.5, botId = undefined as string | undefined } = {},
): Promise<void> {
  const db = await openDatabase();
  let now = NOON;
  const clock = {
    now: () => now,
    // What watches an attempt ends with it; what waits for the next one takes its time.
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        if (signal !== undefined) return void signal.addEventListener("abort", () => resolve(), { once: true });
        now += ms;
        resolve();
      }),
  };
  const discord = createDiscord({
    keys: await createKeyPair(),
    clock,
    ...(botId === undefined ? {} : { botId }),
    intents: { messageContent },
    deliver: async () => Response.json({ type: 5 }),
    limits: {},
  });
  const guild = discord.addGuild();
  const [ada, bob] = [discord.addUser("ada"), discord.addUser("bob")];
  for (const user of [ada, bob]) discord.addMember(guild, user);
  const channel = direct ? discord.directChannel(discord.bot, ada) : discord.addChannel(guild, { name: "orchard" });
  const pseudonyms = createPseudonyms([new Uint8Array(32)]);
  const [access, erasures, store, autonomy] = [createAccessStore(db), createErasureStore(db), createWatchStore(db), createAutonomyStore(db)];
  const rest = createDiscordRest({
    ...{ baseUrl: "https://discord.com/api/v10", botToken: discord.botToken, version: "0.1.0", clock, random: () => 0 },
    fetch: (url, init) => discord.fetch(new Request(url, init)),
  });
  await runInDurableObject(env.CHANNEL.get(env.CHANNEL.idFromName(unique())), async (_object, state) => {
    const lines: string[] = [];
    const jobs: Job[] = [];
    const tasks = new Set<Promise<void>>();
    const allowed = { flood: true };
    let alarmAt = Number.POSITIVE_INFINITY;
    const setAlarm = (at: number) => {
      alarmAt = at;
    };
    let alarm = createAlarm(setAlarm);
    const memory = createWatchMemory(state.storage.sql);
    const asJob = (id: string, kind: string, input: unknown) => ({ id, kind, input, channelId: channel.id }) as unknown as Job;
    const open = (): Watcher => {
      alarm = createAlarm(setAlarm);
      return createWatcher({
        memory,
        places: createWatchPlaces({ autonomy, access, store }),
        people: createPeopleCheck({ access, erasures, pseudonyms, clock }),
        discord: rest,
        flood: async () => allowed.flood,
        applicationId: discord.applicationId as ApplicationId,
        clock,
        random: () => random,
        log: createLog("info", (line) => lines.push(line)),
        alarm,
        spawn: (task) => {
          const running: Promise<void> = Promise.resolve()
            .then(task)
            .finally(() => tasks.delete(running));
          tasks.add(running);
        },
        submit: (job) => {
          if (jobs.some(({ id }) => id === job.id)) return "duplicate";
          jobs.push(job);
          return "committed";
        },
        mentionJob: (_known, { message, roles }) => asJob(message.id, "ask", { words: message.content, author: message.author.id, roles }),
        speakJob: (_known, input: SpeakInput) => asJob(`speak ${now}`, "speak", input),
        offJob: ({ channel: { channelId, changedAt, guildId } }, problem) =>
          guildId === null ? null : asJob(`off ${channelId} ${changedAt}`, "notify", problem),
      });
    };
    const settle = async () => {
      while (tasks.size > 0) await Promise.all(tasks);
    };
    const stage: Stage = {
      ...{ discord, guild, channel, ada, bob, store, access, erasures, pseudonyms, lines, jobs, allowed },
      watcher: open(),
      now: () => now,
      async pass(ms) {
        await settle();
        for (const until = now + ms; now <= until; ) {
          const next = Math.max(now, alarmAt);
          if (next > until) {
            now = until;
            break;
          }
          now = next;
          alarmAt = Number.POSITIVE_INFINITY;
          alarm.fired();
          stage.watcher.wake();
          await settle();
        }
      },
      say: (user, content, more, where = channel) => discord.post(where, user, content, more),
      mention: (user, words = "are you there?") => discord.post(channel, user, `<@${discord.bot.id}> ${words}`),
      reads: () => discord.calls.filter(({ method, route }) => method === "GET" && route === "/channels/:channel/messages").length,
      ofKind: (kind) => jobs.filter((job) => job.kind === kind),
      life() {
        const life = memory.load();
        if (life === null) throw new Error("the channel is not followed");
        return life;
      },
      restart() {
        alarmAt = Number.POSITIVE_INFINITY;
        stage.watcher = open();
      },
      async set(change, where = channel) {
        const place = { channelId: where.id, guildId: guild.id, parentId: where.parentId, channelName: where.name ?? "", locale: "en-US" };
        await autonomy.change(place, change, { userId: ada.id, at: now });
        stage.watcher.watch(where.id);
      },
    };
    await test(stage);
    await settle();
  });
  expect(discord.violations).toEqual([]);
}
