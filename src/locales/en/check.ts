/** English texts of the check of permissions, intent, endpoint and model. */
const count = (n: number) => n.toLocaleString("en");
const channels = (n: number) => `${count(n)} ${n === 1 ? "channel" : "channels"}`;

export const check = {
  here: "### What works right here",
  server: "### What I may do in your channels",
  failed: "I couldn't check that just now. Please try once more in a minute.",
  /** As Discord's client calls them. */
  permission: {
    viewChannel: "View Channel",
    sendMessages: "Send Messages",
    sendMessagesInThreads: "Send Messages in Threads",
    readMessageHistory: "Read Message History",
    attachFiles: "Attach Files",
    embedLinks: "Embed Links",
  },
  permissionsGood: (names: string) => `I have every permission I need here: ${names}.`,
  permissionsMissing: (names: string) => `I lack here: ${names}.`,
  permissionsFix: "Edit the channel → Permissions → the role “Edgewise” → allow it. For all channels: Server Settings → Roles → Edgewise.",
  direct: "In direct messages I may do everything I need.",
  guest: "I'm here only because you installed me for yourself: I answer you, but I can't read along, and what you alone set is all that counts.",
  paused: "I'm paused on this server.",
  pausedFix: "Somebody with Manage Server wakes me up: /settings → Server → Wake up.",
  blocked: "You are on the list of people I don't answer on this server.",
  blockedFix: "Whoever manages this server can take you off it: /settings → Server.",
  unlisted: "On this server I'm not used in this channel.",
  unlistedFix: "Somebody with Manage Channels or Manage Server can change that: /settings → Channel.",

  intentOn: "Message Content Intent is on: I can read what people write where I may see it.",
  intentOff: "Message Content Intent is off: what people write reaches me without its text.",
  intentFix: "Discord's developer portal → this application → Bot → Message Content Intent. My message menus work without it.",
  endpointGood: "Discord reaches me.",
  endpointOther: (given: string, wanted: string) => `Discord sends interactions to ${given}, but PUBLIC_URL says ${wanted}.`,
  endpointFix: "Discord's developer portal → this application → General Information → Interactions Endpoint URL, or correct PUBLIC_URL.",
  eventsGood: "I hear about it when somebody installs me.",
  eventsOff: "I don't hear about it when somebody installs me, so I greet nobody.",
  eventsStopped: "Discord has stopped telling me who installs me, because too many deliveries failed.",
  eventsFix: (url: string) =>
    `Discord's developer portal → this application → Webhooks: switch events on${url === "" ? "" : ` for ${url}`}, or run “npm run setup”.`,
  discordSilent: "Discord didn't tell me about my application just now, so I can't say whether the intent is on.",

  modelGood: (name: string, ms: number) => `The model “${name}” is there; its server answered after ${count(ms)} ms.`,
  modelUnlisted: (names: string, ms: number) => `The model's server answers (${count(ms)} ms), but doesn't list ${names}.`,
  modelUnlistedFix: "If answers fail, correct MODEL: it has to be the server's own name for the model.",
  modelUnsure: (ms: number) =>
    `The model's server answers (${count(ms)} ms), but has no list of models, so I can't tell whether it knows mine. Just ask me something.`,
  modelFix: {
    unreachable: "Check OPENAI_BASE_URL, and whether that server is up.",
    unauthorized: "Check OPENAI_API_KEY.",
    "not-an-api": "Check OPENAI_BASE_URL: it ends in the version, such as /v1.",
    other: "Try once more in a few minutes.",
  },
  modelBad: "The model can't be used just now.",
  askDeployer: "Tell whoever runs me.",

  embeddings: {
    good: (model: string, dimensions: number, ms: number) =>
      `What I remember is also found by its meaning: “${model}” answered after ${count(ms)} ms, with ${count(dimensions)} dimensions.`,
    bad: "What I remember is found by its words alone just now.",
    budget: "I didn't try the embedding model: today's budget is used up.",
    slow: (model: string, ms: number, patience: number) =>
      `The embedding model “${model}” answers, but took ${count(ms)} ms; a question waits ${count(patience)} ms for it, then words alone decide.`,
    slowFix: "Try once more; if it stays slow, choose a faster EMBEDDING_MODEL, or a nearer EMBEDDING_BASE_URL.",
    failure: {
      unreachable: (model: string) => `The server of the embedding model “${model}” can't be reached.`,
      "first-token-timeout": (model: string) => `The embedding model “${model}” did not answer in time.`,
      unauthorized: (model: string) => `The server of the embedding model “${model}” doesn't accept my key.`,
      "unknown-model": (model: string) => `Its server doesn't know the embedding model “${model}”.`,
      "not-an-api": (model: string) => `What answered for “${model}” makes no embeddings.`,
      other: (model: string) => `The embedding model “${model}” has a problem right now.`,
    },
    fix: {
      unreachable: "Check EMBEDDING_BASE_URL (where it is empty OPENAI_BASE_URL), and whether that server is up.",
      unauthorized: "Check EMBEDDING_API_KEY. OPENAI_API_KEY is sent to OPENAI_BASE_URL alone.",
      "unknown-model": "Correct EMBEDDING_MODEL: it has to be the server's own name for the model.",
      "not-an-api": "Check EMBEDDING_BASE_URL: it ends in the version, such as /v1, and EMBEDDING_MODEL: not every model makes embeddings.",
      other: "Try once more in a few minutes.",
    },
  },

  noError: "No answer failed in this channel lately.",
  lastError: (when: string, sentence: string) => `The last answer that failed here, ${when}: ${sentence}`,
  database: {
    good: "My database is up to date.",
    behind: "My database is behind: some of what I offer may fail.",
    behindFix: "Run “npx wrangler d1 migrations apply DB --remote”.",
    unreachable: "I can't reach my database, so I can't answer anybody.",
    unreachableFix: "See the D1 database in Cloudflare's dashboard, and its binding DB in wrangler.toml.",
  },

  allGood: (n: number) => `In ${channels(n)} I may do everything I need.`,
  lacking: (mentions: string, names: string) => `${mentions}: I lack ${names}.`,
  hidden: (mentions: string) => `These I can't see: ${mentions}.`,
  hiddenFix: "If they are none of my business, leave it so. Else allow “View Channel” for the role “Edgewise”.",
  more: (n: number) => `${count(n)} more`,
  noChannels: "There is no text channel in which I may be used.",
  noChannelsFix: "/settings → Server → Everywhere, or choose channels there.",
  notThere: "I couldn't look at this server's channels. Am I (still) a member? If not, invite me once more.",
};
