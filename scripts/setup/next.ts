/** The last words of a set-up: how to add the bot, and what else there is. */
import { inviteLinks } from "../../src/discord/installation.ts";
import type { Context } from "./context.ts";
import { addressOf } from "./steps/deploy.ts";

export function sayWhatIsNext(context: Context): void {
  const { out, settings, options } = context;
  if (options.dryRun) {
    out.note("This was a dry run", ["Nothing was changed. Run it without --dry-run to do it."]);
    return;
  }
  const links = inviteLinks(settings.get("DISCORD_APPLICATION_ID"));
  out.note("The bot is running", [
    `Add it to a server:       ${links.server}`,
    `Add it to your account:   ${links.account}`,
    "Then type /ask in any channel.",
    "",
    `Its status page:          ${addressOf(context)}`,
    "For its profile, to paste into the developer portal, page General Information:",
    `  Privacy Policy URL      ${addressOf(context)}/privacy`,
    `  Terms of Service URL    ${addressOf(context)}/terms`,
    "Is everything in order:   npm run doctor",
    "After a git pull:         npm run update",
    "",
    "Token, keys and settings are kept in .dev.vars, which only you can read. Change one there, then run npm run setup again.",
  ]);
}
