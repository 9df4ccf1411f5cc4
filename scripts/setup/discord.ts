/** Discord as the scripts need it: the Worker's own REST adapter, and the few calls that only a person's machine makes. */

import type { ApplicationChange, ApplicationInfo } from "../../src/discord/api.ts";
import { createApplicationCalls } from "../../src/discord/rest-application.ts";
import { json } from "../../src/discord/rest-body.ts";
import { type Call, createRequest } from "../../src/discord/rest-request.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { DiscordApiError, NetworkError } from "../../src/kernel/errors.ts";
import { VERSION } from "../../src/kernel/version.ts";
import { Problem } from "./problem.ts";

export interface Discord {
  application(): Promise<ApplicationInfo>;
  /** As Discord answers, for comparing field by field. */
  rawApplication(): Promise<Record<string, unknown>>;
  update(change: ApplicationChange): Promise<void>;
  /** Of one server where `guildId` is given, else the global ones. */
  commands(applicationId: string, guildId?: string): Promise<unknown[]>;
  register(applicationId: string, commands: readonly unknown[], guildId?: string): Promise<void>;
}

/** Source: Discord reference, "JSON Error Codes". */
const DAILY_CREATES = 30034;

export const DISCORD_API = "https://discord.com/api/v10";

export function createDiscord({ base, token, onRead }: { base: string; token: string; onRead?: (what: string) => void }): Discord {
  const { request } = createRequest({
    baseUrl: base.replace(/\/+$/, ""),
    botToken: token,
    fetch(url, init) {
      if (init.method === "GET") onRead?.(`GET ${new URL(url).pathname}`);
      return fetch(url, init);
    },
    clock: systemClock,
    random: Math.random,
    version: VERSION,
  });
  const calls = createApplicationCalls({ request });
  return {
    application: () => calls.application(),
    rawApplication: async () => asRecord(await request(call("GET", "/applications/@me"), undefined)),
    update: (change) => calls.updateApplication(change),
    async commands(applicationId, guildId) {
      const found = await request(commandsCall("GET", applicationId, guildId), undefined);
      return Array.isArray(found) ? found : [];
    },
    async register(applicationId, commands, guildId) {
      await request({ ...commandsCall("PUT", applicationId, guildId), body: json(commands) }, undefined);
    },
  };
}

/** Localizations only come on request. Source: Discord reference, "Get Global Application Commands". */
function commandsCall(method: "GET" | "PUT", applicationId: string, guildId: string | undefined): Call {
  const path = `/applications/${applicationId}${guildId === undefined ? "" : `/guilds/${guildId}`}/commands`;
  return call(method, path, method === "GET" ? "?with_localizations=true" : "");
}

function call(method: Call["method"], path: string, query = ""): Call {
  const route = `${method} ${path}`;
  return { method, template: path, path: path + query, key: { route, family: route, major: "", bot: true }, repeatable: true };
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** What to tell the person; anything that is not Discord's doing goes on as it is. */
export function explainDiscord(error: unknown): unknown {
  if (error instanceof NetworkError)
    return new Problem("Discord could not be reached. Check the network (and https://discordstatus.com), then run this again.", { cause: error });
  if (!(error instanceof DiscordApiError)) return error;
  if (error.status === 401) {
    return new Problem("Discord does not accept DISCORD_BOT_TOKEN. Reset it in the developer portal, page Bot, and use the new one.", { cause: error });
  }
  if (error.status === 403 || error.status === 404) {
    return new Problem(
      "Discord refuses access: DISCORD_APPLICATION_ID does not belong to DISCORD_BOT_TOKEN, or the bot is not in that server. Copy both from the same application, or invite the bot first.",
      { cause: error },
    );
  }
  if (error.code === DAILY_CREATES) {
    return new Problem(
      "Discord lets an application create 200 commands a day, and that is used up. Run `npm run register` tomorrow; what is registered works until then.",
      { cause: error },
    );
  }
  if (error.status === 429 || error.status >= 500) {
    return new Problem("Discord is busy or has trouble (see https://discordstatus.com). Nothing is lost: run this again in a few minutes.", { cause: error });
  }
  return new Problem(`Discord refused the request: ${error.message}. Update to the newest version (\`git pull\`, \`npm run update\`), then run this again.`, {
    cause: error,
  });
}
