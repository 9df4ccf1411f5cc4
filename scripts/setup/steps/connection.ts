/** Step: where Discord sends interactions and events, how the bot is installed, and its intent: one PATCH, and none where nothing differs. */
import type { ApplicationChange } from "../../../src/discord/api.ts";
import { connection as connectionTo, readsMessageContent, withMessageContent } from "../../../src/discord/installation.ts";
import { DiscordApiError } from "../../../src/kernel/errors.ts";
import type { Context } from "../context.ts";
import { Problem } from "../problem.ts";
import type { Step } from "../run.ts";
import { addressOf } from "./deploy.ts";

/** Fresh settings may not have reached the place from which Discord is served. */
const TRIES = 4;
const BETWEEN_MS = 3_000;

export const connection: Step = {
  id: "connection",
  title: "Connection with Discord",
  async run(context, busy) {
    const url = addressOf(context);
    const raw = await context.discord().rawApplication();
    const change = changeFor(context, url, raw);
    if (change === undefined) return { unchanged: url };
    const before = raw.interactions_endpoint_url;
    if (typeof before === "string" && before !== change.interactions_endpoint_url) {
      const goOn = await context.ask.confirm({ message: `Discord sends this bot's interactions to ${before}. From now on to ${url}?`, initial: true });
      if (!goOn) throw new Problem(`Left as it was: ${before}. Run this again with another application's token, or say yes here.`);
      context.out.line(`Until now Discord sent interactions to ${before}.`);
    }
    busy("Discord checks the address");
    await context.change(`send: PATCH /applications/@me ${JSON.stringify(change)}`, () => send(context, url, change));
    return change.flags === undefined ? url : `${url}, message content on`;
  },
};

/** Undefined where Discord has all of it already. */
function changeFor({ state }: Context, url: string, raw: Record<string, unknown>): ApplicationChange | undefined {
  const wanted = connectionTo(url);
  const flags = { flags: typeof raw.flags === "number" ? raw.flags : 0 };
  const needsIntent = state.answers.intent === "yes" && !readsMessageContent(flags);
  const same = Object.entries(wanted).every(([key, value]) => canonical(raw[key]) === canonical(value));
  return same && !needsIntent ? undefined : { ...wanted, ...(needsIntent ? { flags: withMessageContent(flags) } : {}) };
}

/** Numbers and their texts, and lists in any order, mean the same here. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return JSON.stringify(value.map(String).toSorted());
  if (typeof value === "object" && value !== null) {
    return JSON.stringify(
      Object.entries(value)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, inner]) => [key, canonical(inner)]),
    );
  }
  return String(value ?? "");
}

async function send(context: Context, url: string, change: ApplicationChange): Promise<void> {
  const end = Date.now() + context.options.waitMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await context.discord().update(change);
    } catch (error) {
      if (!(error instanceof DiscordApiError) || error.status !== 400) throw error;
      if (attempt >= TRIES || Date.now() + BETWEEN_MS >= end) {
        throw new Problem(
          `Discord could not verify ${url}/interactions: it needs an https address that answers its signed PING and refuses a bad signature. Check that DISCORD_PUBLIC_KEY is that of the developer portal (\`npm run doctor\`), then run this again.`,
          { cause: error },
        );
      }
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
    }
  }
}
