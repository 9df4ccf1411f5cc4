/** What Discord knows of the bot against what is set here: token, ids, intent, addresses, commands. */
import { connection, readsMessageContent } from "../../../src/discord/installation.ts";
import { compareCommands, declared, describeDifference, isSame } from "../commands.ts";
import { explainDiscord } from "../discord.ts";
import { Problem } from "../problem.ts";
import { type Facts, type Finding, finder } from "./finding.ts";

const SETUP = "Run `npm run setup`.";
const UNKNOWN = "Discord could not tell";

export function checkToken({ application, trouble }: Facts): Finding {
  const find = finder("token", "Bot token");
  return application === undefined ? find.fail(trouble?.detail ?? UNKNOWN, trouble?.remedy ?? SETUP) : find.ok(`of ${application.name}`);
}

export function checkApplicationId({ application, context }: Facts): Finding {
  const find = finder("application-id", "Application id");
  const here = context.settings.get("DISCORD_APPLICATION_ID");
  if (application === undefined) return find.skip(UNKNOWN);
  if (here === application.id) return find.ok(here);
  const detail = here === "" ? "DISCORD_APPLICATION_ID is not set" : `DISCORD_APPLICATION_ID is ${here}, but the token belongs to ${application.id}`;
  return find.fail(detail, `Set DISCORD_APPLICATION_ID=${application.id}, or use the other application's token. ${SETUP}`);
}

export function checkPublicKey({ application, context }: Facts): Finding {
  const find = finder("public-key", "Public key");
  const here = context.settings.get("DISCORD_PUBLIC_KEY");
  if (application === undefined) return find.skip(UNKNOWN);
  if (here.toLowerCase() === application.publicKey.toLowerCase()) return find.ok("as in the developer portal");
  const detail = here === "" ? "DISCORD_PUBLIC_KEY is not set" : "DISCORD_PUBLIC_KEY is not this application's";
  return find.fail(detail, `Set DISCORD_PUBLIC_KEY=${application.publicKey} and upload it. ${SETUP}`);
}

export function checkIntent({ application, context }: Facts): Finding {
  const find = finder("message-content", "Message content");
  if (application === undefined) return find.skip(UNKNOWN);
  if (readsMessageContent(application)) return find.ok("on");
  if (context.state.answers.intent === "no") return find.ok("off, as chosen: the bot says so where it matters");
  return find.warn(
    "off: what others write reaches the bot without text",
    "Run `npm run setup -- --intent yes`, or switch on Message Content Intent in the developer portal, page Bot.",
  );
}

export function checkEndpoint({ application, url }: Facts): Finding {
  const find = finder("endpoint", "Interactions endpoint");
  if (application === undefined) return find.skip(UNKNOWN);
  const there = application.interactionsEndpointUrl;
  if (there === null) return find.fail("Discord has no address for this bot's interactions", `${SETUP} Or open the Worker's page and press “Finish setup”.`);
  if (url === "") return find.skip("nobody here knows the Worker's address");
  if (there === connection(url).interactions_endpoint_url) return find.ok(there);
  return find.fail(`Discord sends interactions to ${there}, not to ${url}/interactions`, `${SETUP} If the other address is right, set PUBLIC_URL to it.`);
}

export function checkEvents({ application, url }: Facts): Finding {
  const find = finder("events", "Webhook events");
  if (application === undefined) return find.skip(UNKNOWN);
  if (application.eventWebhooksStatus === 3) {
    return find.fail("switched off by Discord, because the address failed too often", "See that the Worker answers (below), then run `npm run setup`.");
  }
  if (application.eventWebhooksUrl === null || application.eventWebhooksStatus !== 2) {
    return find.fail("off: the bot does not learn of installations", SETUP);
  }
  if (url === "") return find.skip("nobody here knows the Worker's address");
  if (application.eventWebhooksUrl === connection(url).event_webhooks_url) return find.ok(application.eventWebhooksUrl);
  return find.fail(`Discord sends events to ${application.eventWebhooksUrl}, not to ${url}/events`, SETUP);
}

/** People find them on the bot's profile. */
export function checkPolicies({ application, url }: Facts): Finding {
  const find = finder("policies", "Privacy and terms");
  if (application === undefined) return find.skip(UNKNOWN);
  const missing = [
    ...(application.privacyPolicyUrl === null ? [`Privacy Policy URL: ${url}/privacy`] : []),
    ...(application.termsUrl === null ? [`Terms of Service URL: ${url}/terms`] : []),
  ];
  if (missing.length === 0) return find.ok("on the bot's profile");
  if (url === "") return find.skip("nobody here knows the Worker's address");
  return find.warn(
    "the bot's profile does not lead to its pages, and no program may set that",
    `Paste into the developer portal, page General Information, ${missing.join(", ")}`,
  );
}

export async function checkCommands({ application, context }: Facts): Promise<Finding> {
  const find = finder("commands", "Commands");
  if (application === undefined) return find.skip(UNKNOWN);
  const registered = await context
    .discord()
    .commands(application.id)
    .catch((reason: unknown) => explainDiscord(reason));
  if (registered instanceof Problem) return find.fail("Discord did not tell them", registered.message);
  if (!Array.isArray(registered)) throw registered;
  const declarations = declared(context);
  const difference = compareCommands(registered, declarations);
  return isSame(difference)
    ? find.ok(`${declarations.length}, as declared`)
    : find.fail(`Discord has others: to be ${describeDifference(difference)}`, "Run `npm run register`.");
}
