/**
 * Follows the object's channel, where somebody switched that on: looks by the object's own alarm, keeps the state, has answered what is for the bot, and lets
 * arithmetic decide whether it says something by itself. A look is no job: it leaves no row behind, and one that fails is made again.
 */
import { forgetPerson } from "../autonomy/activity.ts";
import { afterOutage, LIVE_FOR, nextLook, silenceOf } from "../autonomy/cadence.ts";
import type { PresenceOverview } from "../autonomy/overview.ts";
import type { ActivityEvent } from "../autonomy/types.ts";
import type { Life } from "../autonomy/watch-memory.ts";
import type { OwnPlace } from "../autonomy/watch-store.ts";
import { NOBODY, usedCommand } from "../conversation/presence/seen.ts";
import { describeError } from "../kernel/errors.ts";
import { createDryRun } from "./dry-run.ts";
import { look } from "./look.ts";
import { offForGood, waitAfter } from "./look-trouble.ts";
import type { Job } from "./types.ts";
import { createWatchCore, type WatcherDeps } from "./watch-core.ts";
import { type Known, overviewOf } from "./watch-places.ts";
import { createPresence } from "./watch-presence.ts";

/** Whatever becomes of a look, the alarm comes back after so long, ms. */
const LOOK_PATIENCE_MS = 60_000;
/** Where it may not be used at the moment, ms. */
const REFUSED_MS = 15 * 60_000;
/** After the bot wrote to somebody, at the earliest. */
const QUIET_LOOK_MS = 60_000;
/** By so much D1's moment is behind the object's own, so that the object writes it once an hour at most. */
const BEHIND_MS = 60 * 60_000;
/** Direct channels and threads of its own in which nobody has spoken for so long are let go. */
const LET_GO_MS = 60 * 24 * 60 * 60_000;
/** Of one call. */
const MOST_SIGNS = 500;

export function createWatcher(deps: WatcherDeps) {
  const { places, clock, random, log, alarm } = deps;
  const core = createWatchCore(deps);
  let isLooking = false;
  /** Asked for during a look, which may have come too early for it. */
  let isAgain = false;
  let failures = 0;

  // Whatever is armed next would take the place of the alarm that is set for it.
  const dueAt = core.life?.watch.nextLookAt ?? null;
  if (dueAt !== null) alarm.arm(Math.max(dueAt, clock.now()));

  async function lookOnce(): Promise<void> {
    const current = core.life;
    if (current === null) return;
    const what = await core.settings(current);
    if (core.life !== current) return;
    if (what === null || isOver(current)) return letGo(current, what);
    if (what.isRefused) return core.schedule(current, clock.now() + REFUSED_MS);
    const seen = await look(current.watch, what.channel.listens, deps).catch((error: unknown) => offOrThrow(current, what, error));
    if (core.life !== current || seen === null) return;
    failures = 0;
    if (seen.unsettledUntil !== null) return core.schedule(current, seen.unsettledUntil);
    core.takeIn(current, seen, what);
    const decision = core.weigh(current, what);
    const next = paceOf(current, decision?.lookAgainAt ?? null);
    const isBehind = ahead(current, next);
    core.schedule(current, next);
    if (isBehind) await push(current);
  }

  const paceOf = ({ activity, watch }: Life, lookAgainAt: number | null): number => nextLook({ now: clock.now(), activity, since: watch.since, lookAgainAt });

  const silence = ({ activity, watch }: Life): number => silenceOf(activity, watch.since, clock.now());

  /** Cron wakes the object where its own alarm is lost; D1's moment moves along with it, some time behind. */
  function ahead({ watch }: Life, nextLookAt: number): boolean {
    const until = Math.max(nextLookAt, clock.now()) + BEHIND_MS;
    if (watch.pushedAt >= until - (BEHIND_MS * 5) / 6) return false;
    watch.pushedAt = until;
    return true;
  }

  async function push({ watch }: Life): Promise<void> {
    await places.store.push(watch.channelId, watch.pushedAt).catch((error: unknown) => log.error("push failed", { error: describeError(error) }));
  }

  const isOver = (current: Life): boolean => current.watch.opener !== "" && silence(current) > LET_GO_MS;

  async function letGo({ watch }: Life, what: Known | null): Promise<void> {
    core.drop();
    if (what !== null) await places.store.letGo(watch.channelId);
  }

  async function offOrThrow(current: Life, what: Known, error: unknown): Promise<null> {
    const problem = offForGood(error);
    if (problem === null) throw error;
    log.error("channel-off", { channel: current.watch.channelId, guild: current.watch.guildId, error: describeError(error) });
    // Before D1 says so: whatever is repeated, it is told once.
    const told = deps.offJob(what, problem);
    if (told !== null) deps.submit(told);
    await places.store.turnOff(current.watch.channelId, problem, what.channel.changedAt);
    core.drop();
    return null;
  }

  function failed(error: unknown): void {
    failures += 1;
    const current = core.life;
    log.error("look-failed", { channel: current?.watch.channelId, failures, error: describeError(error) });
    if (current === null) return;
    current.watch.readProblem = "unreachable";
    core.schedule(current, clock.now() + waitAfter(error, failures, random()));
  }

  function start(now: number): void {
    isLooking = true;
    alarm.arm(now + LOOK_PATIENCE_MS);
    deps.spawn(async () => {
      await core.inTurn(lookOnce).catch(failed);
      isLooking = false;
      const next = core.life?.watch.nextLookAt ?? null;
      if (isAgain && core.life !== null) lookSoon(core.life);
      else if (next !== null) alarm.arm(next);
    });
  }

  function lookSoon(current: Life): void {
    isAgain = isLooking;
    core.schedule(current, clock.now());
  }

  function listen({ channelId, guildId, opener, parentId, channelName, locale, isQuiet }: OwnPlace): void {
    if (core.life !== null && core.life.watch.opener === opener) return;
    const current = core.begin(channelId, guildId);
    Object.assign(current.watch, { opener, place: { parentId, channelName, locale } });
    // Many may have been written to at once.
    if (isQuiet) current.watch.since -= LIVE_FOR;
    if (isQuiet) core.schedule(current, Math.round(clock.now() + QUIET_LOOK_MS * (1 + 2 * random())));
    else lookSoon(current);
  }

  /** What did not come by a look. Who may not be known is left out. */
  async function takeSigns(events: readonly ActivityEvent[]): Promise<void> {
    const out = await deps.people.optedOut(events.flatMap((event) => (event.kind === "own" ? [] : [event.author, ...addresseeOf(event)])));
    const current = core.life;
    if (current === null) return;
    core.keep(
      current,
      events.flatMap((event) => withoutThose(event, out)),
    );
    if (events.some((event) => event.kind === "message" && event.toBot === true)) return lookSoon(current);
    const soon = paceOf(current, null);
    core.schedule(current, Math.min(current.watch.nextLookAt ?? soon, soon));
  }

  return {
    ...createPresence(core, deps),

    /** The alarm went off: looks if it is time, in a task of its own. */
    wake(): void {
      const current = core.life;
      const nextLookAt = current?.watch.nextLookAt ?? null;
      if (current === null || nextLookAt === null) return;
      const now = clock.now();
      if (isLooking || nextLookAt > now) {
        alarm.arm(isLooking ? now + LOOK_PATIENCE_MS : nextLookAt);
        return;
      }
      const at = afterOutage(nextLookAt, now, silence(current), random());
      if (at > now) core.schedule(current, at);
      else start(now);
    },

    /** What was set for the channel has changed: reads it anew and looks at once. */
    watch(channelId: string): void {
      core.askAnew();
      lookSoon(core.begin(channelId, null));
    },

    /** Cron has not heard of it for long: looks at that moment, unless it does by itself. `pushedAt`: what stands in D1 now. */
    lookAt(channelId: string, at: number, pushedAt: number): void {
      const current = core.begin(channelId, null);
      const { nextLookAt, cursor } = current.watch;
      current.watch.pushedAt = pushedAt;
      const isAwake = nextLookAt !== null && nextLookAt > clock.now() && cursor !== "";
      core.schedule(current, isAwake ? nextLookAt : at);
    },

    /** A direct channel that is in use, or a thread that the bot opened. */
    listen,

    /** Somebody used the bot here, so they are here. */
    heard({ id, token, user, createdAt, channelId, guildId, locale, bot }: Job): void {
      if (token === "") return;
      if (guildId === null && bot.present) listen({ channelId, guildId, parentId: null, channelName: "", locale, opener: user.id });
      if (core.life === null) return;
      const sign = usedCommand(id, user.id, createdAt, new Set());
      deps.spawn(() => takeSigns([sign]).catch((error: unknown) => log.error("sign-missed", { error: describeError(error) })));
    },

    /** Door for a source in real time: messages, typing, activities, joins. What is for the bot is then read at once. */
    async observe(events: readonly ActivityEvent[]): Promise<void> {
      if (core.life !== null) await takeSigns(events.slice(0, MOST_SIGNS));
    },

    /** Nothing here names them any more. */
    forget(userId: string): void {
      deps.people.forget();
      const current = core.life;
      if (current === null) return;
      forgetPerson(current.activity, userId);
      const isTheirs = current.watch.opener === userId;
      if (isTheirs) current.watch.opener = "";
      if (isTheirs && current.watch.guildId === null) core.drop();
      else core.save(current);
    },

    tryNow: createDryRun(core, deps),

    overview: (): PresenceOverview | null => (core.life === null ? null : overviewOf(core.life, clock.now(), core.known)),
  };
}

export type Watcher = ReturnType<typeof createWatcher>;

const addresseeOf = (event: ActivityEvent): string[] => (event.kind === "message" && event.to !== undefined ? [event.to] : []);

function withoutThose(event: ActivityEvent, out: ReadonlySet<string>): ActivityEvent[] {
  if (event.kind === "own") return [event];
  if (event.kind !== "message") return out.has(event.author) ? [] : [event];
  const { to, ...rest } = event;
  const addressed = to === undefined || out.has(to) ? {} : { to };
  if (!out.has(event.author)) return [{ ...rest, ...addressed }];
  return [{ kind: "message", id: `x${event.id}`, at: event.at, author: NOBODY, bot: event.bot, question: event.question }];
}
