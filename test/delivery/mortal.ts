/** A process that dies at a given step of a delivery. Used by the crash tests. */
import type { DiscordApi } from "../../src/discord/api.ts";
import type { FakeDiscord } from "../fakes/discord-api.ts";
import type { FakeJournal } from "../fakes/journal.ts";

const never = () => new Promise<never>(() => undefined);

/** Dies at its nth step: writing the journal, a call before it is carried out, a call after it was. Nothing of it happens any more then. */
export function mortal(discord: FakeDiscord, journal: FakeJournal, diesAt: number) {
  let steps = 0;
  const isDead = () => steps >= diesAt;
  const step = () => {
    steps += 1;
    return isDead();
  };
  const around =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (isDead() || step()) return never();
      const result = await call(...args).then(
        (value) => () => value,
        (error: unknown) => () => {
          throw error;
        },
      );
      return isDead() || step() ? never() : result();
    };
  const calls: Partial<DiscordApi> = {
    editInteractionMessage: around(discord.editInteractionMessage),
    followUp: around(discord.followUp),
    deleteInteractionMessage: around(discord.deleteInteractionMessage),
    createMessage: around(discord.createMessage),
    editMessage: around(discord.editMessage),
    deleteMessage: around(discord.deleteMessage),
    startTyping: around(discord.startTyping),
  };
  const dying: FakeJournal = {
    ...journal,
    put(name, value) {
      // What cannot be waited for is thrown; nobody who catches it gets further than the next step.
      if (isDead() || step()) throw new Error("dead");
      journal.put(name, value);
    },
  };
  return { discord: { ...discord, ...calls }, journal: dying, isDead };
}
