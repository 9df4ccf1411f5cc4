/** Using /memory as a person does, and what of it the model was told. For whole-path tests. */
import type { InteractionHandle } from "../../scripts/playground/discord/discord.ts";
import type { OptionValue } from "../../scripts/playground/discord/spec.ts";
import { createPseudonyms } from "../../src/kernel/pseudonym.ts";
import type { Place } from "./panel.ts";
import { testVariables } from "./variables.ts";
import type { World } from "./world.ts";

export const said = (handle: InteractionHandle): string => handle.original()?.content ?? "";
/** The embeds' words, one after the other. */
export const shown = (handle: InteractionHandle): string =>
  (handle.original()?.embeds ?? []).map(({ title, description }) => [title, description].filter(Boolean).join("\n")).join("\n");
export const labels = (handle: InteractionHandle): string[] => handle.messages().flatMap(({ buttons }) => buttons.map(({ label }) => label));

/** Under which what is theirs is written. */
export async function pseudonymOf(userId: string): Promise<string> {
  const key = Uint8Array.from(atob(testVariables.SECRET_KEY), (character) => character.charCodeAt(0));
  return (await createPseudonyms([key])(userId))[0];
}

/** As they do it themselves. */
export async function optOut(world: World, place: Place): Promise<void> {
  const notice = await world.discord.interact({ ...place, kind: "slash", command: "privacy" });
  const done = await memoryOf(world).press(place, notice, "Don't read or remember me");
  if (!said(done).includes("You opted out")) throw new Error(`not opted out: ${said(done)}`);
}

export function memoryOf(world: World) {
  return {
    /** A subcommand, until its last word stands. */
    async use(place: Place, subcommand: string, options: Record<string, OptionValue> = {}): Promise<InteractionHandle> {
      const handle = await world.discord.interact({ ...place, kind: "slash", command: "memory", path: [subcommand], options });
      await world.discord.waitFor(() => handle.settled, { timeoutMs: 20_000, what: `the end of /memory ${subcommand}` });
      return handle;
    },
    async press(place: Place, from: InteractionHandle, label: string): Promise<InteractionHandle> {
      const message = from.messages().find(({ buttons }) => buttons.some((one) => one.label === label));
      const customId = message?.buttons.find((one) => one.label === label)?.customId;
      if (message === undefined || customId === undefined) throw new Error(`no button "${label}" among ${labels(from).join(", ")}`);
      const handle = await world.discord.interact({ ...place, kind: "button", message: message.record, customId });
      await world.discord.waitFor(() => handle.settled, { timeoutMs: 20_000, what: `the end of ${label}` });
      return handle;
    },
    async choose(place: Place, from: InteractionHandle, customId: string, value: string): Promise<InteractionHandle> {
      return world.discord.interact({ ...place, kind: "select", message: from.original()?.record ?? "", customId, values: [value] });
    },
    async submit(place: Place, from: InteractionHandle, values: Record<string, string>): Promise<InteractionHandle> {
      const handle = await world.discord.interact({ ...place, kind: "modal", from, values });
      await world.discord.waitFor(() => handle.settled, { timeoutMs: 20_000, what: "the end of the window" });
      return handle;
    },
    async complete(place: Place, subcommand: string, typed: string): Promise<{ name: string; value: string }[]> {
      const handle = await world.discord.interact({
        ...place,
        kind: "autocomplete",
        command: "memory",
        path: [subcommand],
        focused: "fact",
        options: { fact: typed },
      });
      return (handle.choices ?? []) as unknown as { name: string; value: string }[];
    },
  };
}
