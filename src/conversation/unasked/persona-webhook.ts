/** The webhook by which a persona speaks in a channel: one a channel, the application's own, found or made. Made in deps/; used by post.ts. */
import type { ChannelWebhook, DiscordApi } from "../../discord/api.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { ApplicationId, ChannelId } from "../../kernel/ids.ts";

export interface PersonaWebhooks {
  /** Null where the bot may have none. Rejects only with the signal's reason. */
  of(channelId: ChannelId, applicationId: ApplicationId, signal: AbortSignal): Promise<{ id: string; token: string } | null>;
  /** It is gone. */
  forget(channelId: ChannelId): void;
}

/** What people read in the channel's settings. */
const NAME = "Edgewise personas";
/** Somebody may have given the permission meanwhile; asked more often, refusals would count against the bot. ms */
const ASKED_AGAIN_MS = 60 * 60_000;

export function createPersonaWebhooks({ discord, clock }: { discord: Pick<DiscordApi, "channelWebhooks" | "createWebhook">; clock: Clock }): PersonaWebhooks {
  /** Their tokens are secrets: they are kept nowhere but here, for as long as the object lives. */
  const known = new Map<ChannelId, { id: string; token: string }>();
  const refusedAt = new Map<ChannelId, number>();

  async function findOrMake(channelId: ChannelId, applicationId: ApplicationId, signal: AbortSignal): Promise<ChannelWebhook> {
    const own = (await discord.channelWebhooks(channelId, signal)).find((webhook) => webhook.applicationId === applicationId && webhook.token !== "");
    return own ?? discord.createWebhook(channelId, NAME, signal);
  }

  return {
    async of(channelId, applicationId, signal) {
      const before = known.get(channelId);
      if (before !== undefined) return before;
      if (clock.now() < (refusedAt.get(channelId) ?? Number.NEGATIVE_INFINITY) + ASKED_AGAIN_MS) return null;
      try {
        const { id, token } = await findOrMake(channelId, applicationId, signal);
        known.set(channelId, { id, token });
        return { id, token };
      } catch {
        signal.throwIfAborted();
        // Not permitted, too many of them, or trouble: the bot speaks as itself.
        refusedAt.set(channelId, clock.now());
        return null;
      }
    },
    forget: (channelId) => void known.delete(channelId),
  };
}

/** Source: Discord reference, "Create Webhook": 1 to 80 characters, and neither of these names within. Null: nothing of it is left. */
export function speakerName(name: string): string | null {
  const plain = name
    .replaceAll(/discord|clyde/gi, "")
    .replaceAll(/[@#:`\s]+/g, " ")
    .trim()
    .slice(0, 80)
    .toWellFormed()
    .trim();
  return plain === "" || /^(everyone|here|system message)$/i.test(plain) ? null : plain;
}
