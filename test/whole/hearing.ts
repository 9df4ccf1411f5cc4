/** A bot that reads aloud, and what is to be heard of it. For whole-path tests; SPEECH_VARIABLES have to be set before the Worker reads them. */
import { expect, vi } from "vitest";
import type { Channel, InteractionHandle, SeenMessage, User } from "../../scripts/playground/discord/discord.ts";
import { rows } from "./panel.ts";
import type { World } from "./world.ts";

export const SPEECH_VARIABLES = { SPEECH_MODEL: "demo-speech", SPEECH_VOICE: "marin" };
/** What the panel becomes where there is a voice message. */
export const HEARD = /^Read aloud: https/;
const VOICE = 1 << 13;

export function useHearing(world: () => World) {
  const ask = async (prompt: string, text: string, more: { user?: User; channel?: Channel; private?: boolean } = {}): Promise<InteractionHandle> => {
    const { private: isPrivate = false, ...where } = more;
    world().model.script(() => ({ text }));
    const handle = await world().ask(prompt, { ...where, options: { context: false, ...(isPrivate ? { private: true } : {}) } });
    await vi.waitFor(async () => expect(await rows("SELECT id FROM turns WHERE id = ?", handle.id)).toHaveLength(1), { timeout: 5_000 });
    return handle;
  };
  const voices = (channel = world().channel, user = world().bob): SeenMessage[] =>
    world()
      .discord.visibleTo(user, channel)
      .filter(({ flags }) => (flags & VOICE) !== 0);
  return {
    ask,
    voices,
    /** Presses Read aloud and waits for what the panel becomes. */
    async aloud(answer: InteractionHandle, outcome: RegExp, user = world().ada): Promise<InteractionHandle> {
      const pressed = await world().press(user, answer, "Read aloud");
      await vi.waitFor(() => expect(pressed.original()?.content).toMatch(outcome), { timeout: 10_000 });
      return pressed;
    },
    /** From now on the voice waits until it is told to speak. */
    holdVoice() {
      let begun = 0;
      let mayEnd = 0;
      world().serve("model.example", async (request) => {
        if (request.url.endsWith("/audio/speech")) {
          const own = begun++;
          // Asked again and again, because an object may not wake another one's promises.
          while (own >= mayEnd) await new Promise((resolve) => setTimeout(resolve, 20));
        }
        return world().model.fetch(request);
      });
      return {
        begun: (times = 1) => vi.waitFor(() => expect(begun).toBe(times), { timeout: 5_000 }),
        /** All that has begun. */
        speak: () => {
          mayEnd = begun;
        },
      };
    },
    /** What the voice was to read. */
    spoken: () =>
      world()
        .model.requests.filter(({ path }) => path.endsWith("/audio/speech"))
        .map(({ body }) => body as { input: string; voice: string }),
    charged: (id: string) =>
      vi.waitFor(
        async () => {
          const [row] = await rows("SELECT amount, settled FROM ledger WHERE turn_id = ?", id);
          expect(row).toMatchObject({ settled: 1 });
          return Number(row?.amount);
        },
        { timeout: 5_000 },
      ),
  };
}
