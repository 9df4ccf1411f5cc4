/**
 * The presence bench through what the product really does without a source in real time: its watcher looks by its own alarms and reads the strict Discord
 * by cursor, in a simulated clock. Nothing of the data is copied. It runs in Node (loaded by presence/reader.ts), and stands here since it is made of the
 * Worker's own parts.
 */
import type { AutonomyStore } from "../../../src/autonomy/store.ts";
import type { Decision, SeenSign } from "../../../src/autonomy/types.ts";
import { type Life, newLife } from "../../../src/autonomy/watch-memory.ts";
import type { WatchStore } from "../../../src/autonomy/watch-store.ts";
import { createDiscordRest } from "../../../src/discord/rest.ts";
import type { Job, SpeakInput } from "../../../src/jobs/types.ts";
import { createWatcher } from "../../../src/jobs/watcher.ts";
import type { Clock } from "../../../src/kernel/clock.ts";
import type { ApplicationId } from "../../../src/kernel/ids.ts";
import { type Channel, createDiscord, createKeyPair, type User } from "../../playground/discord/discord.ts";

export interface LogLine {
  t: number;
  a: number;
  /** Characters, in tens. */
  l?: number;
  q?: number;
  to?: number;
  b?: number;
  ev?: "join" | "activity" | "typing";
}

export interface Replay {
  posts: { t: number; action: string }[];
  aborted: number;
  /** GET requests for messages. */
  reads: number;
  /** The same by how the channel was: live (10 minutes after a message), backing off, quiet. */
  byPhase: Record<"live" | "back-off" | "quiet", { reads: number; hours: number }>;
}

export interface ReaderOptions {
  mood: { name: string; energy: number; sociability: number; impulsiveness: number };
  /** 0 to 1 */
  random: () => number;
  /** Words can be read. */
  content: boolean;
  /** What the bench tells of started activities comes by the object's door for real-time sources; without one nobody can see them. */
  signs: boolean;
  complain(line: string): void;
}

/** From the decision to the post, s: as the bench has it. */
const LATENCY = [3, 9] as const;
const KEPT = 150;

/** One log, from its first line to its last. */
export async function replayByReading(lines: readonly LogLine[], { mood, random, content, signs, complain }: ReaderOptions): Promise<Replay> {
  let now = (lines[0]?.t ?? 0) * 1000;
  const end = (lines.at(-1)?.t ?? 0) * 1000;
  const clock: Clock = { now: () => now, sleep: (_ms, signal) => new Promise((resolve) => signal?.addEventListener("abort", () => resolve(), { once: true })) };
  const stage = await setStage(clock, content);
  const { discord, channel, userOf } = stage;
  const result: Replay = { posts: [], aborted: 0, reads: 0, byPhase: { live: phase(), "back-off": phase(), quiet: phase() } };
  let alarmAt = Number.POSITIVE_INFINITY;
  let pending: { at: number; input: SpeakInput } | null = null;
  const tasks = new Set<Promise<void>>();
  let life: Life | null = newLife(channel.id, channel.guildId, now);
  const watcher = createWatcher({
    memory: {
      load: () => life,
      save: () => undefined,
      clear: () => {
        life = null;
      },
    },
    places: {
      store: { push: async () => undefined } as unknown as WatchStore,
      read: async () => ({ channel: settingsFor(channel), server: { chattiness: "chatty", timeZone: null }, moods: [ownMood(mood)], isRefused: false }),
    },
    people: { optedOut: async () => new Set(), unwanted: async () => new Set(), forget: () => undefined },
    discord: stage.rest,
    flood: async () => true,
    applicationId: discord.applicationId as ApplicationId,
    clock,
    random,
    log: { info: () => undefined, error: (event, fields) => complain(`${event} ${JSON.stringify(fields)}`) },
    alarm: {
      arm: (at) => {
        alarmAt = Math.min(alarmAt, at);
      },
    },
    spawn: (task) => {
      const running: Promise<void> = task().finally(() => tasks.delete(running));
      tasks.add(running);
    },
    submit: (job) => {
      if (job.kind === "speak") pending = { at: now + (LATENCY[0] + random() * (LATENCY[1] - LATENCY[0])) * 1000, input: job.input as SpeakInput };
      return "committed";
    },
    mentionJob: () => ({ kind: "ask" }) as Job,
    speakJob: (_known, input) => ({ kind: "speak", input }) as Job,
    offJob: () => null,
  });
  watcher.watch(channel.id);

  const settle = async () => {
    while (tasks.size > 0) await Promise.all(tasks);
  };
  let lastMessage = now;
  const countTo = (next: number) => {
    // What passes until then, by how quiet it is.
    for (let from = now; from < next; ) {
      const silence = from - lastMessage;
      const name = silence < LIVE_MS ? "live" : silence < QUIET_MS ? "back-off" : "quiet";
      const border = name === "live" ? lastMessage + LIVE_MS : name === "back-off" ? lastMessage + QUIET_MS : Number.POSITIVE_INFINITY;
      const until = Math.min(next, border);
      result.byPhase[name].hours += (until - from) / 3_600_000;
      from = until;
    }
  };
  const phaseNow = () => (now - lastMessage < LIVE_MS ? "live" : now - lastMessage < QUIET_MS ? "back-off" : "quiet");

  for (let next = 0; ; ) {
    const line = lines[next];
    const [lineAt, pendingAt] = [
      line === undefined ? Number.POSITIVE_INFINITY : line.t * 1000,
      (pending as { at: number } | null)?.at ?? Number.POSITIVE_INFINITY,
    ];
    const at = Math.max(now, Math.min(lineAt, pendingAt, alarmAt));
    if (at > end || at === Number.POSITIVE_INFINITY) break;
    countTo(at);
    now = at;
    if (line !== undefined && at >= lineAt) {
      next += 1;
      if (line.ev === undefined) {
        say(stage, line);
        lastMessage = now;
      } else if (line.ev === "join") discord.post(channel, userOf(line.a), "", { json: { type: JOINED } });
      else if (signs || line.ev === "typing") await watcher.observe([{ kind: line.ev, at: now, author: userOf(line.a).id } satisfies SeenSign]);
    } else if (at >= pendingAt) {
      const { decision } = (pending as unknown as { input: SpeakInput }).input;
      pending = null;
      const again: Decision = await watcher.recheck(decision);
      result.reads += 1;
      result.byPhase[phaseNow()].reads += 1;
      if (again.action === null) result.aborted += 1;
      else {
        const { json } = discord.post(channel, discord.bot, "…");
        result.posts.push({ t: now / 1000, action: again.action });
        watcher.note({ kind: "own", id: json.id, at: now, unasked: again.action });
        lastMessage = now;
      }
    } else {
      alarmAt = Number.POSITIVE_INFINITY;
      const before = stage.calls();
      watcher.wake();
      await settle();
      const made = stage.calls() - before;
      result.reads += made;
      result.byPhase[phaseNow()].reads += made;
    }
    stage.prune();
  }
  return result;
}

/** Discord's own line in a server's system channel; that somebody started a game no message tells. */
const JOINED = 7;
const LIVE_MS = 10 * 60_000;
const QUIET_MS = 10 * 3_600_000;
const phase = () => ({ reads: 0, hours: 0 });

interface ReaderStage {
  discord: ReturnType<typeof createDiscord>;
  rest: ReturnType<typeof createDiscordRest>;
  channel: Channel;
  userOf(author: number, bot?: boolean): User;
  calls(): number;
  prune(): void;
}

async function setStage(clock: Clock, content: boolean): Promise<ReaderStage> {
  const discord = createDiscord({ keys: await createKeyPair(), clock, intents: { messageContent: content }, deliver: async () => Response.json({ type: 5 }) });
  const guild = discord.addGuild();
  const channel = discord.addChannel(guild);
  const users = new Map<number, User>();
  let gets = 0;
  const rest = createDiscordRest({
    ...{ baseUrl: "https://discord.com/api/v10", botToken: discord.botToken, version: "0", clock, random: () => 0 },
    fetch: (url, init) => {
      if (url.includes("/messages")) gets += 1;
      return discord.fetch(new Request(url, init));
    },
  });
  return {
    discord,
    rest,
    channel,
    userOf(author, bot = false) {
      const known = users.get(author);
      if (known !== undefined) return known;
      const user = discord.addUser(`user${author}`, { bot });
      discord.addMember(guild, user);
      users.set(author, user);
      return user;
    },
    calls: () => gets,
    /** A stand-in keeps everything; months of it would only be slow. */
    prune() {
      discord.state.calls.length = 0;
      const messages = discord.state.channelMessages.get(channel.id) ?? [];
      for (const { json } of messages.splice(0, Math.max(0, messages.length - KEPT))) discord.state.messages.delete(json.id);
    },
  };
}

function say({ discord, channel, userOf }: ReaderStage, { a, b, q, to, l = 3 }: LogLine): void {
  const mention = to === undefined ? "" : `<@${userOf(to).id}> `;
  discord.post(channel, userOf(a, b === 1), `${mention}${"x".repeat(Math.max(1, l * 10 - 1))}${q === 1 ? "?" : ""}`.slice(0, 1_900) || "x");
}

type Row = NonNullable<Awaited<ReturnType<AutonomyStore["read"]>>["channel"]>;

const settingsFor = ({ id, guildId }: Channel): Row => ({
  ...{
    channelId: id,
    guildId,
    parentId: null,
    channelName: "",
    locale: "en-US",
    speaks: true,
    listens: false,
    mood: "bench",
    rotation: "off",
    chattiness: null,
  },
  ...{
    profile: "edgewise",
    quietHours: { from: 0, to: 0 },
    dailyCap: 1_000,
    topics: [],
    webhook: false,
    problem: "",
    nextLookAt: null,
    setBy: "",
    changedAt: 1,
  },
});

const ownMood = ({ energy, sociability, impulsiveness }: ReaderOptions["mood"]) => ({
  name: "bench",
  energy,
  sociability,
  impulsiveness,
  curiosity: 0.5,
  words: "",
});
