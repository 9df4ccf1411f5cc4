/** The real Worker as the one that is "deployed", in workerd with local D1. Used by the end-to-end tests of the scripts and of Finish setup. */
import { startWorker } from "../../scripts/playground/worker.ts";
import type { FakeWorker } from "./fake-worker.ts";
import { BOT_TOKEN, MODEL_KEY, type Surroundings } from "./stage.ts";

/** `vars`: over what it would be told by a set-up. `persistTo`: where its tables lie. */
export async function realWorker(around: Surroundings, persistTo: string, vars: Record<string, string> = {}): Promise<FakeWorker> {
  const { discord, discordUrl, modelBaseUrl } = around;
  const worker = await startWorker({
    persistTo,
    vars: {
      DISCORD_APPLICATION_ID: discord.applicationId,
      DISCORD_PUBLIC_KEY: discord.publicKeyHex,
      DISCORD_BOT_TOKEN: BOT_TOKEN,
      DISCORD_API_BASE: `${discordUrl}/api/v10`,
      DISCORD_CDN_BASE: discordUrl,
      OPENAI_BASE_URL: modelBaseUrl,
      OPENAI_API_KEY: MODEL_KEY,
      MODEL: "demo",
      LOG_LEVEL: "error",
      ...vars,
    },
  });
  return { url: worker.url, close: () => worker.stop() };
}
