/** Step: the bot's token, and from it what Discord knows of the application. */
import { DiscordApiError } from "../../../src/kernel/errors.ts";
import type { Context } from "../context.ts";
import { Problem } from "../problem.ts";
import type { Step } from "../run.ts";

export const application: Step = {
  id: "application",
  title: "Discord application",
  async run(context) {
    const { settings } = context;
    const found = await findApplication(context);
    refuseOthers(context, "DISCORD_APPLICATION_ID", found.id);
    refuseOthers(context, "DISCORD_PUBLIC_KEY", found.publicKey);
    const isAnother = settings.get("DISCORD_APPLICATION_ID") !== found.id;
    const derived = {
      DISCORD_APPLICATION_ID: found.id,
      DISCORD_PUBLIC_KEY: found.publicKey,
      // For the same application somebody may have chosen other people.
      ...(isAnother || settings.get("OWNER_IDS") === "" ? { OWNER_IDS: found.owners.join(",") } : {}),
    };
    settings.save(derived);
    return `${found.name} (${found.id}), owned by ${settings.get("OWNER_IDS")}`;
  },
};

/** Asks for the token until Discord takes it; without anybody to ask the first refusal is the last. */
async function findApplication(context: Context) {
  const { settings, ask, out } = context;
  for (;;) {
    const known = settings.get("DISCORD_BOT_TOKEN");
    const token =
      known !== ""
        ? known
        : await ask.secret({
            message: "DISCORD_BOT_TOKEN, the bot's token (Discord developer portal, your application, page Bot, Reset Token):",
            otherwise: "set DISCORD_BOT_TOKEN in the environment or in .dev.vars",
          });
    try {
      const found = await context.discord(token).application();
      settings.save({ DISCORD_BOT_TOKEN: token });
      return found;
    } catch (error) {
      const refused = error instanceof DiscordApiError && error.status === 401;
      // Elsewhere than in .dev.vars it would go on standing, whatever is typed.
      if (!refused || !ask.interactive || !["none", ".dev.vars"].includes(settings.source("DISCORD_BOT_TOKEN"))) throw error;
      out.warn("Discord does not accept this token. Copy it again, or press Reset Token for a new one.");
      if (known !== "") settings.save({ DISCORD_BOT_TOKEN: "" });
    }
  }
}

/** In .dev.vars the token decides; what somebody set by hand elsewhere is not overruled silently. */
function refuseOthers({ settings }: Context, name: string, value: string): void {
  const source = settings.source(name);
  if (source === "none" || source === ".dev.vars" || settings.get(name).toLowerCase() === value.toLowerCase()) return;
  throw new Problem(
    `${name} in the ${source === "environment" ? "environment" : "file wrangler.toml"} is not that of DISCORD_BOT_TOKEN. Take it away there: it is derived from the token.`,
  );
}
