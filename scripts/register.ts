/** `npm run register`: tells Discord which commands there are (commands/). Replaces the whole list, so it can be repeated. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { declarations } from "../commands/index.ts";

const ROOT = resolve(import.meta.dirname, "..");

try {
  // The environment goes before the file: loadEnvFile sets only what is not set.
  const file = resolve(ROOT, ".dev.vars");
  if (existsSync(file)) process.loadEnvFile(file);
  await register(setting("DISCORD_APPLICATION_ID"), setting("DISCORD_BOT_TOKEN"), process.env.DISCORD_API_BASE || "https://discord.com/api/v10");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function register(applicationId: string, botToken: string, apiBase: string): Promise<void> {
  const response = await fetch(`${apiBase}/applications/${applicationId}/commands`, {
    method: "PUT",
    headers: { authorization: `Bot ${botToken}`, "content-type": "application/json", "user-agent": "DiscordBot (edgewise, register)" },
    body: JSON.stringify(declarations),
    signal: AbortSignal.timeout(30_000),
  }).catch((cause: unknown) => {
    throw new Error(`Discord could not be reached at ${apiBase}. Check the network, then try again.`, { cause });
  });
  if (response.status === 401) throw new Error("Discord doesn't accept DISCORD_BOT_TOKEN. Copy it again from the developer portal, page Bot.");
  if (response.status === 403 || response.status === 404) throw new Error("DISCORD_APPLICATION_ID does not belong to DISCORD_BOT_TOKEN.");
  if (!response.ok) throw new Error(`Discord refused the commands (${response.status}): ${await response.text()}`);
  console.log(`Discord now knows ${declarations.map(({ name }) => `/${name}`).join(", ")}.`);
}

function setting(name: string): string {
  const value = process.env[name]?.trim();
  if (!value) throw new Error(`${name} is missing: set it in the environment or in .dev.vars.`);
  return value;
}
