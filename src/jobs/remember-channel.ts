/**
 * Job kind `remember-channel`: what people say in a channel begins to be remembered, or is no more. Everybody there is told first by a message of the
 * bot, and where that cannot be posted nothing begins.
 */
import * as z from "zod";
import type { AccessStore } from "../access/store.ts";
import { postByBot } from "../delivery/bot-post.ts";
import { createDelivery } from "../delivery/deliver.ts";
import type { DiscordApi } from "../discord/api.ts";
import type { ActionRow } from "../discord/components.ts";
import type { Clock } from "../kernel/clock.ts";
import { textsFor } from "../locales/index.ts";
import type { ChannelSettingsStore } from "../memory/channel-settings.ts";
import type { Job, JobKind, JobResult, JobRun, RememberChannelInput } from "./types.ts";

export interface RememberChannelDeps {
  channels: ChannelSettingsStore;
  access: Pick<AccessStore, "server">;
  discord: DiscordApi;
  clock: Clock;
  settings: { retentionDays: number };
}

/** Journal step: since when it is off, and whether it was on, so that everybody is to be told. */
const ENDING = "ending-memory";
interface Ending {
  at: number;
  wasOn: boolean;
}
/** Waits before D1 is asked again, ms. */
const WAITS_MS = [500, 2_000, 5_000];

const panel = () => z.object({ content: z.string(), components: z.array(z.custom<ActionRow>((value) => typeof value === "object" && value !== null)) });
const schema = (): z.ZodType<RememberChannelInput> => z.object({ on: z.boolean(), serverLocale: z.string(), done: panel(), failed: panel() });

export function createRememberChannelJob(deps: RememberChannelDeps): JobKind {
  return {
    async run(job, run) {
      const input = schema().parse(job.input);
      const isDone = input.on ? await begin(job, run, input, deps) : await end(job, run, input, deps);
      return tell(job, run, isDone ? input.done : input.failed, deps);
    },
    abandon: async (job, run) => {
      const input = schema().safeParse(job.input).data;
      return tell(job, run, input?.failed ?? { content: textsFor(job.locale).failure.bug, components: [] }, deps);
    },
  };
}

async function begin(job: Job, run: JobRun, { serverLocale }: RememberChannelInput, deps: RememberChannelDeps): Promise<boolean> {
  if ((await patient(() => deps.channels.read(job), deps)).remembered) return true;
  const { remembered } = textsFor(serverLocale).settings.channel.announce;
  if (!(await announce(remembered(`<@${job.user.id}>`, await daysIn(job, deps)), job, run, deps))) return false;
  // Not if it was switched off while people were told.
  return change(job, true, job.createdAt, deps);
}

/** Nothing has to be known for this to hold, and nothing that was decided a moment before or after is in its way: it may be just about to begin. */
async function end(job: Job, run: JobRun, { serverLocale }: RememberChannelInput, deps: RememberChannelDeps): Promise<boolean> {
  const { at, wasOn } = (run.journal.get(ENDING) as Ending | undefined) ?? {
    wasOn: (await patient(() => deps.channels.read(job), deps)).remembered,
    at: deps.clock.now(),
  };
  run.journal.put(ENDING, { at, wasOn } satisfies Ending);
  await change(job, false, at, deps);
  if (!wasOn) return true;
  const { forgotten } = textsFor(serverLocale).settings.channel.announce;
  await announce(forgotten(`<@${job.user.id}>`, await daysIn(job, deps)), job, run, deps);
  return true;
}

/** For which words are kept there. */
async function daysIn({ guildId }: Job, deps: RememberChannelDeps): Promise<number> {
  const server = guildId === null ? null : await patient(() => deps.access.server(guildId), deps);
  return server?.retentionDays ?? deps.settings.retentionDays;
}

async function announce(content: string, job: Job, { journal }: JobRun, { discord, clock }: RememberChannelDeps): Promise<boolean> {
  return (await postByBot([{ content }], { discord, clock, journal, channelId: job.channelId, id: job.id })) !== null;
}

/** Whether that is what holds then. */
async function change(job: Job, remembered: boolean, at: number, deps: RememberChannelDeps): Promise<boolean> {
  const { guildId } = job;
  // The panel is there on servers alone.
  return guildId !== null && (await patient(() => deps.channels.change(job, guildId, { remembered }, at), deps)).remembered === remembered;
}

async function patient<T>(ask: () => Promise<T>, { clock }: RememberChannelDeps): Promise<T> {
  for (const wait of WAITS_MS) {
    try {
      return await ask();
    } catch {
      await clock.sleep(wait);
    }
  }
  return ask();
}

async function tell(job: Job, run: JobRun, { content, components }: RememberChannelInput["done"], { discord, clock }: RememberChannelDeps): Promise<JobResult> {
  const texts = textsFor(job.locale);
  const delivery = createDelivery({ ...job, canPost: false, quiet: true }, { discord, clock, journal: run.journal, texts, stopButton: [], pace: () => 0 });
  // Called off: the Worker has told the person something else.
  if (run.signal.reason === "cancel") return { outcome: "never-acknowledged" };
  const { via } = await delivery.finish({ text: content, heading: "", buttons: () => components, showButton: [] });
  return { outcome: via === "interaction" ? "answered" : via === "never-acknowledged" ? via : "undeliverable" };
}
