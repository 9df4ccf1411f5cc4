/** A delivery with a recording Discord, a journal and a clock that tests move. Used by the tests of deliver.ts. */
import { createDelivery, type Delivery, type DeliveryTarget, type FinalAnswer } from "../../src/delivery/deliver.ts";
import type { OutgoingMessage } from "../../src/discord/api.ts";
import { button, row } from "../../src/discord/components.ts";
import { textsFor } from "../../src/locales/index.ts";
import { createSkippingClock, type SkippingClock } from "../discord/skipping-clock.ts";
import { type ApiCall, createFakeDiscord, type FakeDiscord, type Trouble } from "../fakes/discord-api.ts";
import { createJournal, type FakeJournal } from "../fakes/journal.ts";

export const texts = textsFor("en");
const STOP = row([button("Stop", "stop:1:2")]);
export const paragraphs = (n: number) => Array.from({ length: n }, (_, i) => `Paragraph ${i}. ${"word ".repeat(100).trim()}`).join("\n\n");

export interface DeliveryOptions extends Partial<DeliveryTarget> {
  trouble?: (call: ApiCall, nth: number) => Trouble | Promise<Trouble>;
  journal?: FakeJournal;
  ageMs?: number;
  editDelay?: () => number;
  pace?: () => number;
  /** Those of a process that died: time goes on, and what was posted stands. */
  world?: { clock: SkippingClock; discord: FakeDiscord };
}

export function openDelivery(options: DeliveryOptions = {}) {
  const { trouble, journal = createJournal(), ageMs = 0, editDelay, pace = () => 0, world, ...target } = options;
  const clock = world?.clock ?? createSkippingClock();
  const discord = world?.discord ?? createFakeDiscord(clock, trouble, editDelay);
  const to = {
    id: "1100000000000000007",
    applicationId: "9",
    token: "t",
    channelId: "5",
    guildId: "6",
    private: false,
    target: "message",
    canPost: true,
    quiet: false,
    createdAt: clock.now() - ageMs,
    ...target,
  } as DeliveryTarget;
  const delivery = createDelivery(to, { discord, clock, journal, texts, stopButton: STOP, pace });
  const started = clock.now();
  const end = (text: string, more: Partial<FinalAnswer> = {}, of: Delivery = delivery) => clock.run(of.finish({ ...answerOf(text), ...more }));
  return { clock, discord, journal, delivery, end, times: () => discord.calls.map(({ at }) => at - started) };
}

const answerOf = (text: string): FinalAnswer => ({
  text,
  heading: "-# for ada",
  buttons: (inPlace) => row([button(inPlace ? "Done" : "Done below", "done:1:2")]),
  showButton: row([button("Show", "show:1:2")]),
});
export const labelsOf = (message: OutgoingMessage | undefined) =>
  message?.components?.flatMap(({ components }) => components.map((component) => (component.type === 2 ? component.label : "")));
