/** Pictures that a model has made while it answers: posted as a follow-up of the turn's interaction, or by the bot itself where none stands behind it. Wired in deps/. */
import type { DiscordApi, OutgoingMessage, SendResult } from "../../discord/api.ts";
import { NONCE_LENGTH } from "../../discord/limits.ts";
import { quote } from "../../discord/quote.ts";
import { DiscordApiError, NetworkError } from "../../kernel/errors.ts";
import { shortDigest } from "../../kernel/short-digest.ts";
import type { Images } from "../../llm/images.ts";
import type { ToolPictures } from "../../tools/ports.ts";
import type { ToolPlace } from "../../tools/tool.ts";
import { payerOf } from "../load.ts";
import { type MakeOneDeps, makeOne } from "./make-one.ts";

interface Parts extends MakeOneDeps {
  images: Images | null;
  discord: Pick<DiscordApi, "followUp" | "createMessage">;
}

const PROMPT_LENGTH = 300;

export function createToolPictures({ images, discord, ...deps }: Parts): ToolPictures | null {
  if (images === null) return null;

  async function send(message: OutgoingMessage, place: ToolPlace, key: string, signal: AbortSignal): Promise<SendResult> {
    const { applicationId, token, channelId } = place;
    if (token !== "") return discord.followUp({ applicationId, token }, message, signal);
    try {
      const nonce = (await shortDigest(`picture:${key}`)).slice(0, NONCE_LENGTH);
      return { kind: "sent", id: (await discord.createMessage(channelId, { ...message, private: false }, nonce, signal)).id };
    } catch (error) {
      if (error instanceof NetworkError || (error instanceof DiscordApiError && error.status >= 500)) return { kind: "unknown" };
      throw error;
    }
  }

  return {
    async post(wanted, place, key, signal) {
      const owner = { payer: payerOf({ ...place, user: place.asker }), guildId: place.guildId, locale: place.locale };
      return makeOne(images, wanted, owner, key, signal, deps, async (made) => {
        if (made.kind === "failed") return made;
        const message = { content: `-# 🎨 ${quote(wanted.prompt, PROMPT_LENGTH)}`, files: made.files, private: place.private };
        try {
          const sent = await send(message, place, key, signal);
          return { kind: sent.kind === "sent" ? "posted" : "unknown" };
        } catch (error) {
          if (!(error instanceof DiscordApiError)) throw error;
          return { kind: "failed", sentence: "The picture was made, but Discord did not take it here. Files may not be allowed." };
        }
      });
    },
  };
}
