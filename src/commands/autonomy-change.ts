/** Changes of what holds in a channel, each made once, told to the channel's object and shown. Used by /autonomy and its buttons. */
import type { WatchedChange } from "../autonomy/store.ts";
import type { CommandInteraction, ComponentInteraction, ModalInteraction } from "../discord/interaction.ts";
import { type MessageBody, privately, type Reply } from "../discord/reply.ts";
import type { AutonomyOnInput } from "../jobs/types.ts";
import { type Here, lackingHere, readHere, tellObjects } from "./autonomy-place.ts";
import { askObject, autonomyView } from "./autonomy-view.ts";
import { inPlace, isTheirs } from "./in-place.ts";
import { managedServer } from "./settings-panel.ts";
import type { CommandDeps, JobRequest } from "./types.ts";

export type Act = CommandInteraction | ComponentInteraction | ModalInteraction;

/** A part of what holds, and how it is shown. */
type Show = (here: Here, lead: readonly string[]) => MessageBody | Promise<MessageBody>;

/** For those who may; the others are told so. */
export async function managed(act: Act, deps: CommandDeps, then: (here: Here) => Promise<Reply | JobRequest>): Promise<Reply | JobRequest> {
  const server = managedServer(act, deps.texts);
  return typeof server === "string" ? privately(server) : then(await readHere(act, server.guildId, deps));
}

/** What holds now, and whether that is what was to be. */
async function changeHere(act: Act, here: Here, change: WatchedChange, deps: CommandDeps): Promise<{ here: Here; isMade: boolean }> {
  const channel = await deps.autonomy.change(here.place, change, { userId: act.user.id, at: act.createdAt });
  await tellObjects([here.place.channelId], deps);
  return { here: { ...here, channel: channel ?? here.channel }, isMade: channel?.changedAt === act.createdAt };
}

/** Makes it and shows it in that view. */
export async function changeAndShow(act: Act, here: Here, change: WatchedChange, deps: CommandDeps, show: Show, done: readonly string[] = []): Promise<Reply> {
  const changed = await changeHere(act, here, change, deps);
  return inPlace(act, await show(changed.here, changed.isMade ? done : [deps.texts.autonomy.changedMeanwhile]));
}

export async function statusView(act: Act, here: Here, deps: CommandDeps, lead: readonly string[] = []): Promise<MessageBody> {
  return autonomyView(act, here, await askObject(here.place.channelId, deps), deps, lead);
}

/** `how`: what was chosen along with it. Whether people's words can be read is asked of Discord, so the rest is a job. */
export const switchOn = (act: Act, announce: boolean, how: Pick<WatchedChange, "profile" | "webhook">, deps: CommandDeps): Promise<Reply | JobRequest> =>
  managed(act, deps, async (before) => {
    const { autonomy: say, check } = deps.texts;
    const lacking = lackingHere(act);
    if (lacking.length > 0) {
      const names = lacking.map((name) => `**${check.permission[name]}**`).join(", ");
      return privately(`${say.on.lacking(names)}\n-# ${say.on.lackingFix}`);
    }
    // Who switches it on does not want it silent.
    const word = before.channel.chattiness === "silent" ? { chattiness: null } : {};
    const { here, isMade } = await changeHere(act, before, { speaks: true, ...word, ...how }, deps);
    const panel = await statusView(act, here, deps);
    const input: AutonomyOnInput = {
      lead: [isMade ? doneLine(here, say) : say.changedMeanwhile, ...(await alsoLines(here, deps))].join("\n"),
      panel: { content: panel.content, components: panel.components ?? [] },
      announce: announce && isMade,
      serverLocale: here.place.locale,
    };
    return {
      type: "job",
      kind: "autonomy-on",
      conversation: null,
      input,
      private: true,
      target: act.type !== "command" && isTheirs(act) ? "update" : "message",
    };
  });

/** What it may do from now on: nothing yet, where the whole server is silent. */
const doneLine = ({ server }: Here, { on: say }: CommandDeps["texts"]["autonomy"]): string => (server.chattiness === "silent" ? say.doneSilent : say.done);

/** Lifting the server's silence lifts it everywhere, so it is said where. */
async function alsoLines({ guildId, place, server }: Here, { autonomy, texts: { autonomy: say } }: CommandDeps): Promise<string[]> {
  if (server.chattiness !== "silent") return [];
  const others = (await autonomy.ofServer(guildId)).filter(({ channelId, speaks }) => speaks && channelId !== place.channelId);
  return others.length === 0 ? [] : [say.on.alsoIn(others.map(({ channelId }) => `<#${channelId}>`).join(", "))];
}

export const switchOff = (act: Act, deps: CommandDeps): Promise<Reply | JobRequest> =>
  managed(act, deps, (here) =>
    changeAndShow(act, here, { speaks: false }, deps, (now, lead) => statusView(act, now, deps, lead), [deps.texts.autonomy.off.done]),
  );
