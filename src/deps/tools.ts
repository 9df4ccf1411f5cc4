/** What tools reach the world by, made once per object. Called by object.ts. */
import { createOptOutCheck } from "../access/opt-outs.ts";
import type { AccessStore } from "../access/store.ts";
import { createToolDiscord } from "../conversation/tool-discord.ts";
import type { DiscordApi } from "../discord/api.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import type { ToolPorts } from "../tools/ports.ts";

interface Parts {
  clock: Clock;
  discord: DiscordApi;
  access: AccessStore;
  pseudonyms: Pseudonyms;
}

export function createToolPorts({ clock, discord, access, pseudonyms }: Parts): ToolPorts {
  return { clock, discord: createToolDiscord({ discord, clock, optOuts: createOptOutCheck({ access, pseudonyms }) }) };
}
