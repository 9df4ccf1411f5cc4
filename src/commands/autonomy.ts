/** `/autonomy`: when and how it speaks unasked in this channel. For those who manage the server; everything is shown to them alone. */
import { autonomy as declaration } from "../../commands/autonomy.ts";
import type { AutocompleteInteraction, CommandInteraction } from "../discord/interaction.ts";
import { AUTOCOMPLETE_CHOICES } from "../discord/limits.ts";
import { privately } from "../discord/reply.ts";
import { type Act, managed, statusView, switchOff, switchOn } from "./autonomy-change.ts";
import { chooseMood, chooseRotation, fittingMoods, moodView } from "./autonomy-mood.ts";
import { capView, hoursView, setCap, setHours, setTopics, topicsView } from "./autonomy-parts.ts";
import { inPlace, isTheirs } from "./in-place.ts";
import { managedServer } from "./settings-panel.ts";
import { bySubcommand, byTypedOption } from "./subcommands.ts";
import type { CommandDeps, Handler, JobRequest } from "./types.ts";

export const autonomy: Handler<CommandInteraction> = bySubcommand(declaration, {
  on: ({ announce, profile, webhook }, act, deps) =>
    switchOn(act, announce === true, { ...(profile === undefined ? {} : { profile }), ...(webhook === undefined ? {} : { webhook }) }, deps),
  off: (_options, act, deps) => switchOff(act, deps),
  status: (_options, act, deps) => managed(act, deps, async (here) => inPlace(act, await statusView(act, here, deps))),
  mood: ({ name, rotation }, act, deps) =>
    managed(act, deps, async (here) => {
      const typed = name?.trim() ?? "";
      if (typed !== "" && rotation !== undefined && rotation !== "off") return privately(deps.texts.autonomy.mood.one);
      if (typed !== "") return chooseMood(act, here, typed, deps);
      return rotation === undefined ? inPlace(act, await moodView(here, [], deps)) : chooseRotation(act, here, rotation, deps);
    }),
  hours: (options, act, deps) =>
    managed(act, deps, async (here) => {
      const isNothing = options.from === undefined && options.to === undefined && options.none !== true;
      return isNothing ? inPlace(act, hoursView(here, [], deps.texts)) : setHours(act, here, options, deps);
    }),
  cap: ({ n }, act, deps) => managed(act, deps, async (here) => (n === undefined ? inPlace(act, capView(here, [], deps.texts)) : setCap(act, here, n, deps))),
  topics: ({ topics }, act, deps) =>
    managed(act, deps, async (here) =>
      topics === undefined || topics.trim() === "" ? inPlace(act, topicsView(here, [], deps.texts)) : setTopics(act, here, topics, deps),
    ),
  try: (_options, act, deps) => tryOut(act, deps),
});

/** A look at the channel and a call to the model: a job. */
export function tryOut(act: Act, deps: CommandDeps): ReturnType<Handler<CommandInteraction>> {
  const server = managedServer(act, deps.texts);
  if (typeof server === "string") return privately(server);
  const target = act.type !== "command" && isTheirs(act) ? "update" : "message";
  return { type: "job", kind: "autonomy-try", conversation: null, input: {}, private: true, target } satisfies JobRequest;
}

const completeMood: Handler<AutocompleteInteraction> = async (interaction, deps) => {
  const server = managedServer(interaction, deps.texts);
  const moods = typeof server === "string" ? [] : await deps.autonomy.moods(server.guildId).catch(() => []);
  return { type: "choices", choices: fittingMoods(interaction.focused.value, moods, deps.texts).slice(0, AUTOCOMPLETE_CHOICES) };
};

export const completeAutonomy = byTypedOption(declaration, { "mood name": completeMood });
