/** Whom and what an unasked post is about, as far as it can be read: the message it refers to, and the name of the person. Used by surroundings.ts. */
import type { ChannelMessage, DiscordApi } from "../../discord/api.ts";
import type { Job, UnaskedInput } from "../../jobs/types.ts";
import type { UserId } from "../../kernel/ids.ts";

export interface Met {
  about: ChannelMessage | null;
  /** Null: it is about nobody. Without a name where that is not known. */
  person: { id: UserId; name: string } | null;
}

export type MetDeps = Pick<DiscordApi, "message" | "member">;

/** Rejects only with the signal's reason. `page`: what was read of the channel. */
export async function meet(
  { channelId, guildId }: Job,
  unasked: UnaskedInput,
  page: readonly ChannelMessage[],
  discord: MetDeps,
  signal: AbortSignal,
): Promise<Met> {
  const known = async <T>(asked: Promise<T | null>): Promise<T | null> => {
    try {
      return await asked;
    } catch {
      signal.throwIfAborted();
      return null;
    }
  };
  const { about: id, person } = unasked;
  const about = id === null ? null : (page.find((message) => message.id === id) ?? (await known(discord.message(channelId, id, signal))));
  if (person === null) return { about, person: null };
  const said = [...page, ...(about === null ? [] : [about])].find(({ author }) => author.id === person);
  const member = said === undefined && guildId !== null ? await known(discord.member(guildId, person, signal)) : null;
  return { about, person: { id: person, name: said?.author.name ?? member?.name ?? "" } };
}

/** Ids of the people in it: nothing is said to those who opted out. */
export const peopleMet = ({ about, person }: Met): string[] => [
  ...(about === null || about.author.bot ? [] : [about.author.id]),
  ...(person === null ? [] : [person.id]),
];

/** What nobody is met by. */
export const NOBODY_MET: Met = { about: null, person: null };
