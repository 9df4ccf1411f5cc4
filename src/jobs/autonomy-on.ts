/**
 * Job kind `autonomy-on`: a channel was switched on by the handler. Finds out whether people's words can be read there, says what is lost where they
 * cannot, and tells everybody in the channel if that was wanted.
 */
import * as z from "zod";
import { postByBot } from "../delivery/bot-post.ts";
import type { DiscordApi } from "../discord/api.ts";
import type { ActionRow } from "../discord/components.ts";
import { readsMessageContent } from "../discord/installation.ts";
import { MESSAGE_LENGTH } from "../discord/limits.ts";
import { clip } from "../discord/quote.ts";
import type { Clock } from "../kernel/clock.ts";
import { type Texts, textsFor } from "../locales/index.ts";
import { tell } from "./tell.ts";
import type { AutonomyOnInput, Job, JobKind, JobRun } from "./types.ts";

export interface AutonomyOnDeps {
  discord: DiscordApi;
  clock: Clock;
}

/** Who does not answer within this time has not answered, ms. */
const PATIENCE_MS = 8_000;

const panel = () => z.object({ content: z.string(), components: z.array(z.custom<ActionRow>((value) => typeof value === "object" && value !== null)) });
const schema = (): z.ZodType<AutonomyOnInput> => z.object({ lead: z.string(), panel: panel(), announce: z.boolean(), serverLocale: z.string() });

export function createAutonomyOnJob(deps: AutonomyOnDeps): JobKind {
  return {
    async run(job, run) {
      const input = schema().parse(job.input);
      const texts = textsFor(job.locale);
      const [words, told] = await Promise.all([readingWords(run, texts, deps), announce(job, run, input, texts, deps)]);
      return show(job, run, input, [words, ...told], deps);
    },
    // It is switched on all the same.
    abandon: async (job, run) => {
      const input = schema().safeParse(job.input).data;
      const texts = textsFor(job.locale);
      return input === undefined ? tell(job, run, { text: texts.failure.bug }, deps) : show(job, run, input, [texts.autonomy.on.intentUnknown], deps);
    },
  };
}

const show = (job: Job, run: JobRun, { lead, panel: { content, components } }: AutonomyOnInput, lines: readonly string[], deps: AutonomyOnDeps) =>
  tell(job, run, { text: clip([lead, ...lines, content].join("\n"), MESSAGE_LENGTH), rows: components }, deps);

async function readingWords(run: JobRun, { autonomy: { on: say } }: Texts, { discord, clock }: AutonomyOnDeps): Promise<string> {
  const ended = new AbortController();
  const giveUp = new AbortController();
  void clock.sleep(PATIENCE_MS, ended.signal).then(() => giveUp.abort());
  const application = await discord.application(AbortSignal.any([run.signal, giveUp.signal])).catch(() => null);
  ended.abort();
  if (application === null) return say.intentUnknown;
  return readsMessageContent(application) ? say.intentOn : `⚠️ ${say.intentOff}\n${say.intentFix}`;
}

/** Exactly once, as far as Discord's nonce reaches. */
async function announce(job: Job, { journal }: JobRun, input: AutonomyOnInput, { autonomy }: Texts, { discord, clock }: AutonomyOnDeps): Promise<string[]> {
  if (!input.announce) return [];
  const content = textsFor(input.serverLocale).autonomy.on.announcement(`<@${job.user.id}>`);
  const ids = await postByBot([{ content }], { discord, clock, journal, channelId: job.channelId, id: job.id });
  return [ids === null ? autonomy.on.notAnnounced : autonomy.on.announced];
}
