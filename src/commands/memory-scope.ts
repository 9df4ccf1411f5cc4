/** Whose memory is meant, what of it may be shown here, and who may change it: from the payload alone, so it is asked again at every press. */
import { botAccess } from "../discord/access.ts";
import type { Interaction } from "../discord/interaction.ts";
import type { Texts } from "../locales/index.ts";
import type { By, FactOf, Scope } from "../memory/facts-store.ts";
import { type FactOwner, factScope, type MemoryPlace, readableScopes } from "../memory/visibility.ts";
import { mayManageChannel, mayManageServer, serverOf } from "./settings-panel.ts";
import type { CommandDeps } from "./types.ts";

/** As people choose it. In a thread `channel` is the thread itself. */
export const wholes = ["me", "channel", "server"] as const;
export type Whose = (typeof wholes)[number];
const ownerKind: Readonly<Record<Whose, FactOwner>> = { me: "user", channel: "channel", server: "server" };

/** From a custom id, which may be anything. */
export const readWhose = (word: string | undefined): Whose | undefined => wholes.find((whose) => whose === word);

/** What only the asker sees is private. */
function placeOf(interaction: Interaction, isPrivate = true): MemoryPlace {
  const { guildId, channelId, user } = interaction;
  const { present, canRead } = botAccess(interaction);
  return { guildId, channelId, userId: user.id, private: isPrivate, botPresent: present, canRead };
}

/** All that may be shown to that person here, for their eyes alone. */
export const shownScopes = (interaction: Interaction): string[] => readableScopes(placeOf(interaction));

export function ownerOf({ guildId, channelId, user }: Interaction, whose: Whose): FactOf {
  return whose === "me" ? `user:${user.id}` : whose === "channel" ? `channel:${channelId}` : `server:${guildId ?? ""}`;
}

export function whoseIs(owner: string): Whose {
  return owner.startsWith("user:") ? "me" : owner.startsWith("channel:") ? "channel" : "server";
}

/** Undefined: they may. Else the sentence that refuses. */
export function refusal(interaction: Interaction, whose: Whose, { memory: say }: Texts): string | undefined {
  if (whose === "me") return undefined;
  if (serverOf(interaction) === null) return say.onlyMe;
  const may = whose === "channel" ? mayManageChannel(interaction) : mayManageServer(interaction);
  return may ? undefined : say.forbidden[whose];
}

/** Whose facts that person may change here. */
export function changeableOwners(interaction: Interaction, texts: Texts): FactOf[] {
  return wholes.filter((whose) => refusal(interaction, whose, texts) === undefined).map((whose) => ownerOf(interaction, whose));
}

/** Where something about `whose` goes that is told here. Null where that does not exist. */
export function scopeFor(interaction: Interaction, whose: Whose, isPrivate: boolean): (Scope & { private: boolean }) | null {
  const place = placeOf(interaction, isPrivate);
  const key = factScope(place, ownerKind[whose]);
  if (key === null) return null;
  // Told in private it is nobody's but that person's, whatever the server.
  const isOwn = key === factScope(placeOf(interaction), "user");
  return { key, guildId: isOwn ? null : place.guildId, private: isOwn };
}

/** Whether what is told about oneself here can be for public answers, too. */
export const canBePublic = (interaction: Interaction): boolean => scopeFor(interaction, "me", false)?.private === false;

export async function madeBy({ user, createdAt, id }: Interaction, { pseudonyms }: CommandDeps): Promise<By> {
  return { userId: user.id, pseudonyms: await pseudonyms(user.id), at: createdAt, change: id };
}
