/** Buttons, selects and windows of /autonomy. Whether the person may is asked anew each time. */
import { parseCustomId } from "../../discord/components.ts";
import type { ComponentInteraction, ModalInteraction } from "../../discord/interaction.ts";
import { privately, type Reply } from "../../discord/reply.ts";
import { tryOut } from "../autonomy.ts";
import { type Act, managed, statusView, switchOff, switchOn } from "../autonomy-change.ts";
import { chooseMood, chooseRotation, moodView } from "../autonomy-mood.ts";
import { changeHours, changeTopics, setCap, setTopics, TOPICS, topicsView, topicsWindow } from "../autonomy-parts.ts";
import { type Here, tellServer } from "../autonomy-place.ts";
import { inPlace } from "../in-place.ts";
import { chattinesses } from "../settings-choices.ts";
import type { CommandDeps, Handler, JobRequest } from "../types.ts";
import { chosenZone, typedZone } from "./zones.ts";

/** A button of the panel: for those who manage the server. */
const inHere =
  <A extends Act>(then: (act: A, here: Here, deps: CommandDeps) => Promise<Reply | JobRequest>): Handler<A> =>
  (act, deps) =>
    managed(act, deps, (here) => then(act, here, deps));

const unknown = ({ texts }: CommandDeps): Reply => privately(texts.edge.unknownAction);
const argument = ({ customId }: ComponentInteraction): string | undefined => parseCustomId(customId).args[0];

const status = inHere<ComponentInteraction>(async (act, here, deps) => inPlace(act, await statusView(act, here, deps)));

const turn: Handler<ComponentInteraction> = (act, deps) => {
  const way = argument(act);
  if (way === "on") return switchOn(act, false, {}, deps);
  return way === "off" ? switchOff(act, deps) : unknown(deps);
};

const rotate = inHere<ComponentInteraction>(async (act, here, deps) => {
  const rotation = (["off", "time", "sentiment"] as const).find((known) => known === argument(act));
  return rotation === undefined ? unknown(deps) : chooseRotation(act, here, rotation, deps);
});

const hours = inHere<ComponentInteraction>(async (act, here, deps) => {
  const wanted = argument(act);
  if (wanted === "default") return changeHours(act, here, null, deps);
  return wanted === "none" ? changeHours(act, here, { from: 0, to: 0 }, deps) : unknown(deps);
});

/** The server's silence is lifted, for all channels that are switched on. */
const serverWord = inHere<ComponentInteraction>(async (act, here, deps) => {
  const chattiness = chattinesses.find((word) => word !== "silent" && word === act.values[0]);
  if (chattiness === undefined) return privately(deps.texts.settings.unknownChoice);
  const server = await deps.access.changeServer(here.guildId, { chattiness }, act.createdAt);
  await tellServer(here.guildId, act.createdAt, deps);
  return inPlace(act, await statusView(act, { ...here, server }, deps));
});

async function setZone(act: Act, here: Here, timeZone: string, deps: CommandDeps): Promise<Reply> {
  const server = await deps.access.changeServer(here.guildId, { timeZone }, act.createdAt);
  await tellServer(here.guildId, act.createdAt, deps);
  return inPlace(act, await statusView(act, { ...here, server }, deps));
}

const zone = inHere<ComponentInteraction>(async (act, here, deps) => {
  const chosen = chosenZone(act, "autonomy-zone", deps.texts.autonomy.panel.zoneTitle, deps);
  return typeof chosen === "string" ? setZone(act, here, chosen, deps) : chosen;
});

const zoneTyped = inHere<ModalInteraction>(async (act, here, deps) => {
  const typed = typedZone(act, deps);
  return typeof typed === "string" ? setZone(act, here, typed, deps) : typed;
});

export const autonomyActions: Record<string, Handler<ComponentInteraction>> = {
  autonomy: status,
  "autonomy-switch": turn,
  "autonomy-try": tryOut,
  "autonomy-mood": inHere(async (act, here, deps) => inPlace(act, await moodView(here, [], deps))),
  "autonomy-mood-pick": inHere((act, here, deps) => chooseMood(act, here, act.values[0] ?? "", deps)),
  "autonomy-rotation": rotate,
  "autonomy-hours": hours,
  "autonomy-cap": inHere((act, here, deps) => setCap(act, here, null, deps)),
  "autonomy-topics": inHere(async (act, here, deps) => inPlace(act, topicsView(here, [], deps.texts))),
  "autonomy-topics-edit": inHere(async (_act, here, deps) => topicsWindow(here, deps.texts)),
  "autonomy-topics-clear": inHere((act, here, deps) => changeTopics(act, here, [], deps)),
  "autonomy-server": serverWord,
  "autonomy-zone": zone,
};

export const autonomyModals: Record<string, Handler<ModalInteraction>> = {
  "autonomy-topics": inHere((act, here, deps) => setTopics(act, here, act.fields[TOPICS] ?? "", deps)),
  "autonomy-zone": zoneTyped,
};
