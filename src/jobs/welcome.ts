/** Job kind `welcome`: the one message after an installation, by bot token. Nobody asked for it, so where it cannot be posted nobody hears of it. */
import * as z from "zod";
import { patiently, postByBot } from "../delivery/bot-post.ts";
import type { DiscordApi, OutgoingMessage } from "../discord/api.ts";
import { button, customId, row } from "../discord/components.ts";
import type { Clock } from "../kernel/clock.ts";
import type { ChannelId } from "../kernel/ids.ts";
import { type Texts, textsFor } from "../locales/index.ts";
import type { Journal } from "../turn/types.ts";
import type { Job, JobKind, WelcomeInput } from "./types.ts";

export interface WelcomeDeps {
  discord: DiscordApi;
  clock: Clock;
}

const JOINING_MS = 3_000;

const schema = (): z.ZodType<WelcomeInput> => z.object({ to: z.enum(["server", "person"]) });

export function createWelcomeJob(deps: WelcomeDeps): JobKind {
  return {
    async run(job, { journal, signal }) {
      const { to } = schema().parse(job.input);
      const channelId = to === "server" ? job.channelId : await directChannel(job, journal, deps);
      if (channelId === null) return { outcome: "undeliverable", reason: "closed" };
      const post = () => postByBot([welcome(to, textsFor(job.locale))], { ...deps, journal, channelId, id: job.id });
      if ((await post()) !== null) return { outcome: "answered" };
      if (to === "server") {
        // Discord may tell of the installation a moment before the bot has joined.
        await deps.clock.sleep(JOINING_MS, signal);
        if ((await post()) !== null) return { outcome: "answered" };
      }
      return { outcome: "undeliverable", reason: "refused" };
    },
    abandon: async (_job, _run, reason) => ({ outcome: "undeliverable", reason }),
  };
}

/** Null where the person takes no messages from the bot. Opening it twice finds the same one. */
async function directChannel(job: Job, journal: Journal, { discord, clock }: WelcomeDeps): Promise<ChannelId | null> {
  const known = journal.get("direct") as { channelId: ChannelId } | undefined;
  if (known !== undefined) return known.channelId;
  const channelId = await patiently(() => discord.directChannel(job.user.id), clock);
  if (channelId !== null) journal.put("direct", { channelId });
  return channelId;
}

/** Ids only, and no asker's: anybody may press these; who may set up is asked when it is pressed. */
function welcome(to: WelcomeInput["to"], { setup: say }: Texts): OutgoingMessage {
  const setUp = button(say.setUp, customId("setup", "1"), "primary", "🧭");
  const tryIt = button(say.tryIt, customId("try"), to === "server" ? "secondary" : "primary", "💬");
  const privacy = button(say.privacy, customId("privacy"), "secondary", "🔒");
  return {
    content: to === "server" ? say.welcomeServer : say.welcomePerson,
    components: row([...(to === "server" ? [setUp] : []), tryIt, privacy]),
  };
}
