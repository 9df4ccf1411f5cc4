/** What `npm run register` does, once its options are read. */
import { declared, syncCommands } from "./commands.ts";
import type { Context } from "./context.ts";
import { Problem } from "./problem.ts";

export async function registerAll(context: Context, guildId: string | undefined): Promise<void> {
  const setting = (name: string) => {
    const value = context.settings.get(name);
    if (value === "") throw new Problem(`${name} is missing: set it in the environment or in .dev.vars.`);
    return value;
  };
  const applicationId = setting("DISCORD_APPLICATION_ID");
  setting("DISCORD_BOT_TOKEN");
  if (guildId !== undefined && !/^\d{5,25}$/.test(guildId))
    throw new Problem("--guild takes a server's id: a number (Discord, Settings, Advanced, Developer Mode; then right-click the server).");
  const told = await syncCommands(context, context.discord(), applicationId, guildId);
  const where = guildId === undefined ? "" : ` in server ${guildId}`;
  if (typeof told !== "string") context.out.line(`Discord has exactly these commands already${where}: nothing to do.`);
  else if (!context.options.dryRun)
    context.out.line(
      `Discord now knows ${declared(context)
        .map(({ type, name }) => `${type === 1 ? "/" : ""}${name}`)
        .join(", ")}${where} (${told}).`,
    );
}
