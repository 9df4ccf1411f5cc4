/** Nights on which the bot looks through what people said: the clock moves, the real cron runs, and what the model is to notice is scripted. For whole-path tests. */
import { createScheduledController, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, vi } from "vitest";
import type { Channel } from "../../scripts/playground/discord/discord.ts";
import type { Behaviour, BehaviourName } from "../../scripts/playground/model/behaviour.ts";
import type { Env } from "../../src/env.ts";
import worker from "../../src/index.ts";
import { saved } from "./known-person.ts";
import { rows } from "./panel.ts";
import { HOUR } from "./time.ts";
import type { World } from "./world.ts";

interface Sent {
  messages: { role: string; content: string }[];
}
const isForNotices = ({ messages }: Sent) => messages[0]?.content.startsWith("You look for lasting facts") === true;
const DAY = 24 * HOUR;

/** What a model says that noticed this in those lines. */
export const noticing = (...facts: [line: number, text: string][]): Behaviour => ({
  text: JSON.stringify({ facts: facts.map(([line, text]) => ({ line, text })) }),
});

export function nightsOf(world: World, clock: { move(ms: number): void }) {
  const sent = () => world.model.requests.map(({ body }) => body as Sent);
  /** Moves to half past two of the coming night. */
  const toNight = () => clock.move(DAY - ((Date.now() - 2.5 * HOUR) % DAY));
  const cron = async (variables: Record<string, string> = {}) => {
    const controller = createScheduledController({ scheduledTime: Date.now() - (Date.now() % 60_000), cron: "* * * * *" });
    await worker.scheduled(controller, { ...(env as unknown as Env), ...variables });
  };
  const jobsIn = (channel: Channel) =>
    runInDurableObject(env.CHANNEL.get(env.CHANNEL.idFromName(channel.id)), (_object, { storage: { sql } }) =>
      sql.exec("SELECT id FROM jobs WHERE payload ->> '$.kind' = 'notice'").toArray(),
    );
  return {
    toNight,
    cron,
    /** Every job of the night is over and saved. */
    over: (channel = world.channel) => vi.waitFor(async () => expect(await jobsIn(channel)).toEqual([]), { timeout: 10_000 }),
    begun: (count: number) => vi.waitFor(() => expect(sent().filter(isForNotices)).toHaveLength(count), { timeout: 5_000 }),
    /** The coming night, from its minute of cron to the end of its jobs. */
    async night(channel = world.channel): Promise<void> {
      toNight();
      await cron();
      await this.over(channel);
    },
    /** Says it to the bot, until that is saved. */
    async say(prompt: string, more: NonNullable<Parameters<World["ask"]>[1]> = {}) {
      const answer = await world.ask(prompt, { ...more, options: { context: false, ...more.options } });
      await saved(answer.id);
      return answer;
    },
    /** What the model was asked by night: its question alone. */
    asked: () =>
      sent()
        .filter(isForNotices)
        .map(({ messages }) => messages[1]?.content ?? ""),
    /** All that it was told for the last answer. */
    told: () => JSON.stringify(sent().findLast((body) => !isForNotices(body))?.messages ?? []),
    /** `behaviour`: what it says by night, perhaps by what it is asked; everything else it answers with "Fine." */
    notices: (behaviour: Behaviour | BehaviourName | ((question: string) => Behaviour | BehaviourName)) =>
      world.model.script(({ messages }) => {
        if (!messages[0]?.text.startsWith("You look for lasting facts")) return { text: "Fine." };
        return typeof behaviour === "function" ? behaviour(messages[1]?.text ?? "") : behaviour;
      }),
    facts: () => rows("SELECT handle, owner, text, private, origin, set_by, guild_id, channel_id, message_id, created_at FROM facts ORDER BY id"),
    list: () => rows("SELECT user_id, conversation FROM unnoticed ORDER BY user_id"),
    open: () => rows("SELECT turn_id FROM ledger WHERE settled = 0"),
    cost: async () => (await rows("SELECT amount FROM ledger WHERE turn_id LIKE '%-notice-%' AND settled = 1")).map(({ amount }) => Number(amount)),
  };
}
export type Nights = ReturnType<typeof nightsOf>;

/** Of files whose tests share a database. */
export const emptied = () =>
  env.DB.batch(
    ["messages", "turns", "facts", "fact_versions", "unnoticed", "ledger", "budget_usage", "opt_outs"].map((name) => env.DB.prepare(`DELETE FROM ${name}`)),
  );
