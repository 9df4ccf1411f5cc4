/** The system prompt of a turn, as layers in order: the deployer's, the persona's, then what people set for the place and the asker. `/why` names them. */
import type { Job } from "../jobs/types.ts";
import { composeLayers, type PromptLayer } from "../persona/layers.ts";
import { placeholderValues } from "../persona/placeholders.ts";
import { promptScopes } from "../persona/scopes.ts";
import { deployerLayers } from "../prompts/index.ts";
import { type Loaded, placeOf } from "./load.ts";

/** `systemPrompt`: the deployer's SYSTEM_PROMPT, in place of the file where set. `now`: ms since 1970. */
export function systemLayers(
  job: Job,
  { input, prompts, standing, speaking }: Pick<Loaded, "input" | "prompts" | "standing" | "speaking">,
  systemPrompt: string,
  now: number,
): PromptLayer[] {
  const values = placeholderValues({
    botName: speaking.speaker?.name ?? "",
    userName: job.user.name,
    inServer: job.guildId !== null,
    serverName: standing.serverName,
    channelName: job.channelName,
    now,
    timeZone: standing.timeZone,
    locale: job.locale,
  });
  return composeLayers(deployerLayers(systemPrompt), promptScopes(placeOf(job, input)), prompts, values, speaking.speaker);
}
