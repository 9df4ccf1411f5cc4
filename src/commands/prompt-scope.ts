/** Whose instructions are meant, and who may change them: from the payload alone, so it is asked again at every press. Used by the prompt commands. */
import type { Interaction } from "../discord/interaction.ts";
import { allows, permission } from "../discord/permissions.ts";
import type { Texts } from "../locales/index.ts";
import { promptScopes, type ScopeKind } from "../persona/scopes.ts";
import type { PromptScope } from "../persona/store.ts";
import type { CommandDeps } from "./types.ts";

/** As people choose it. In a thread `channel` is the thread itself. */
const targets = ["me", "channel", "server"] as const;
export type Target = (typeof targets)[number];

export interface Chosen {
  target: Target;
  kind: ScopeKind;
  scope: PromptScope;
}

/** Everything that holds here for this person. */
export function scopesOf({ guildId, channelId, parentId, user, botPresent }: Interaction): [ScopeKind, PromptScope][] {
  return promptScopes({ guildId, channelId, parentId, userId: user.id, botPresent });
}

/** The scope, or the sentence that refuses it. `say`: where it is not about instructions. */
export function chooseScope(
  interaction: Interaction,
  target: Target,
  texts: Texts,
  say: Pick<Texts["prompts"], "onlyMe" | "forbidden"> = texts.prompts,
): Chosen | string {
  const kind = ({ me: "user", channel: interaction.parentId === null ? "channel" : "thread", server: "server" } as const)[target];
  const scope = scopesOf(interaction).find(([known]) => known === kind)?.[1];
  if (scope === undefined) return say.onlyMe;
  if (target === "me" || mayManage(interaction, target)) return { target, kind, scope };
  return say.forbidden[target];
}

/** From a custom id, which may be anything. */
export function readTarget(word: string | undefined): Target | undefined {
  return targets.find((target) => target === word);
}

/** All that this person may change here. */
export function changeable(interaction: Interaction, texts: Texts): Chosen[] {
  return targets.map((target) => chooseScope(interaction, target, texts)).filter((chosen) => typeof chosen !== "string");
}

function mayManage({ memberPermissions }: Interaction, target: "channel" | "server"): boolean {
  const needed = [permission.manageGuild, ...(target === "channel" ? [permission.manageChannels] : [])];
  return memberPermissions !== null && needed.some((bit) => allows(memberPermissions, bit));
}

/** A channel for which something was decided is known as its server's, so that it is found when the bot has left that server. */
export async function noteChosen(
  { target }: Chosen,
  { guildId, channelId }: Interaction,
  { conversations }: Pick<CommandDeps, "conversations">,
): Promise<void> {
  if (target === "channel" && guildId !== null) await conversations.noteChannel(channelId, guildId);
}
