/** English texts of Finish setup on the status page. */
export const finish = {
  title: "Finish setup",
  again: "Set it up again",
  explain:
    "One step is left: Discord has to learn the commands and this address. Paste the bot's token as proof that the bot is yours; it is compared with the one set here and stored nowhere else.",
  token: "Bot token",
  where:
    "It is in the Discord developer portal, on the page Bot of your application. If it was lost: Reset Token there, then set the new one here as DISCORD_BOT_TOKEN.",
  button: "Finish setup",
  back: "Back to the status page",
  discord: "Connection with Discord",
  state: {
    connected: "connected",
    open: "Discord does not know this address yet",
    refused: "Discord does not accept DISCORD_BOT_TOKEN",
    stranger: "the token belongs to another application",
    unknown: "Discord could not be asked just now",
  },
  fixRefused:
    "Reset the token in the Discord developer portal (page Bot) and set the new one as DISCORD_BOT_TOKEN, for example with “npx wrangler secret put DISCORD_BOT_TOKEN”.",
  done: "The set-up is finished",
  notDone: "Not finished yet",
  next: "Open the status page again, add the bot to a server or to your account, and type /ask in any channel.",
  policies: (privacy: string, terms: string) =>
    `So that people find them on the bot's profile, paste these into the developer portal, page General Information: Privacy Policy URL ${privacy}, Terms of Service URL ${terms}.`,
  tokenFits: "The token is this application's.",
  registered: "Discord knows the commands.",
  connected: (base: string) => `Discord sends commands and events to ${base}, and the bot can be added to servers and accounts.`,
  noToken: "There was no token. Paste it into the field and try again.",
  wrongToken: "This is not the token that is set here as DISCORD_BOT_TOKEN. Copy it again from the developer portal, page Bot.",
  tokenRefused: "Discord doesn't accept this token (any more). Reset it in the developer portal, page Bot, and set the new one as DISCORD_BOT_TOKEN.",
  stranger:
    "The token belongs to another application than DISCORD_APPLICATION_ID and DISCORD_PUBLIC_KEY. Copy all three from the same application of the developer portal.",
  endpointRefused: (base: string) =>
    `Discord could not verify ${base}/interactions. Check DISCORD_PUBLIC_KEY (developer portal, General Information), wait a minute if it was just set, then try again.`,
  refused: "Discord refused the commands. Deploy the newest version, then try again.",
  discordAway: "Discord could not be reached or was too busy. Nothing is lost: try again in a minute.",
  foreign: "This form was sent from somewhere else. Open this page itself and send it from here.",
  tooOften: "Too many tries. Wait a minute, then try again.",
};
