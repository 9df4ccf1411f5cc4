/** English texts, complete by definition: `Texts` is derived from here. Sentences say what to do; no jargon, no raw errors. */
import { aloud } from "./en/aloud.ts";
import { autonomy } from "./en/autonomy.ts";
import { catchup } from "./en/catchup.ts";
import { check } from "./en/check.ts";
import { finish } from "./en/finish.ts";
import { imagine } from "./en/imagine.ts";
import { mcp } from "./en/mcp.ts";
import { memory } from "./en/memory.ts";
import { menus } from "./en/menus.ts";
import { modelfile } from "./en/modelfile.ts";
import { models } from "./en/models.ts";
import { more } from "./en/more.ts";
import { notify } from "./en/notify.ts";
import { pages } from "./en/pages.ts";
import { personas } from "./en/personas.ts";
import { privacy } from "./en/privacy.ts";
import { prompts } from "./en/prompts.ts";
import { reminders } from "./en/reminders.ts";
import { schedule } from "./en/schedule.ts";
import { senses } from "./en/senses.ts";
import { settings } from "./en/settings.ts";
import { setup } from "./en/setup.ts";
import { tools } from "./en/tools.ts";
import { unasked } from "./en/unasked.ts";
import { web } from "./en/web.ts";

const count = (n: number) => n.toLocaleString("en");
const plural = (n: number, one: string, many: string) => `${count(n)} ${n === 1 ? one : many}`;

export const en = {
  aloud,
  autonomy,
  more,
  prompts,
  reminders,
  personas,
  menus,
  models,
  memory,
  settings,
  schedule,
  senses,
  setup,
  tools,
  unasked,
  web,
  mcp,
  notify,
  privacy,
  pages,
  catchup,
  check,
  finish,
  imagine,
  modelfile,
  answer: {
    thinking: "Thinking…",
    stopped: "-# Stopped here.",
    cutByLength: "-# This was cut because it got too long. Press Continue for the rest.",
    cutByDeadline: "-# My time was up here. Press Continue for the rest.",
    truncatedStream: "-# The connection to the model broke here, so the end may be missing.",
    emptyAnswer: "The model had nothing to say. Try asking in other words.",
    restFileName: "answer.md",
    restInFile: (n: number) => `-# The remaining ${plural(n, "character is", "characters are")} in the file.`,
    contentFiltered: "-# The model's provider cut this answer because of its content rules.",
    notPosted: "-# Part of this answer could not be posted; Why shows what happened.",
  },
  button: {
    stop: "Stop",
    regenerate: "Regenerate",
    continue: "Continue",
    followUp: "Follow up",
    more: "More",
    why: "Why",
    thread: "Continue in thread",
    delete: "Delete",
    readAloud: "Read aloud",
    retry: "Try again",
    show: "Show",
    sources: "Sources",
    approve: "Approve",
    deny: "Deny",
    denyWhy: "Deny and say why",
  },
  failure: {
    unreachable: "I couldn't reach the model just now. Try again in a minute; if it stays like this, tell whoever runs this bot.",
    firstTokenTimeout: "The model took too long to start answering. Try again, or pick another model.",
    idleTimeout: "The model went quiet in the middle of the answer. Try again.",
    rateLimited: "The model is getting too many requests right now. Wait a minute, then try again.",
    serverError: "The model's server has a problem right now. Try again in a few minutes.",
    unauthorized: "The model's server doesn't accept this bot's key. Whoever runs the bot has to check OPENAI_API_KEY.",
    unknownModel: (model: string) => `The model's server doesn't know “${model}”. Pick another one, or ask whoever runs the bot to correct MODEL.`,
    badRequest: "The model refused this request. Try it in other words or without files.",
    tooLong: "That is more than the model can read at once. Ask for less, use smaller files, or start over with /new.",
    notAnApi: "What answered is not a model server. Whoever runs the bot has to check OPENAI_BASE_URL.",
    brokenStream: "The connection to the model kept breaking. Try again in a minute.",
    empty: "The model sent an empty answer. Try again, or ask in other words.",
    budgetUser: "You have used up your budget for today. It starts anew at midnight UTC.",
    budgetServer: "This server has used up its budget for today. It starts anew at midnight UTC.",
    budgetGlobal: "This bot has used up its budget for today. It starts anew at midnight UTC.",
    storage: "My memory can't be reached right now, so I'd rather not answer. Try again in a minute.",
    crashed: "I was interrupted several times while answering and gave up. Try again, perhaps with a shorter question.",
    deadline: "This took longer than Discord lets me answer. Try again with a smaller task.",
    bug: "Something went wrong on my side. Try again; if it happens again, tell whoever runs this bot.",
    turnGone: "I no longer have what this answer was about; it is past the time I keep things. Just ask again with /ask.",
    paused: "I'm paused on this server. Someone with Manage Server can wake me up in /settings.",
    blocked: "The managers of this server don't want me to answer you here.",
    elsewhere: (channels: string) => `On this server I'm only used in ${channels === "" ? "no channel at all, for now" : channels}.`,
    keptOldAnswer: (reason: string) => `I kept the old answer, because a new one didn't work out: ${reason}`,
  },
  notice: {
    wordsAlone: "I looked for memories by their words alone: the embedding model did not answer.",
    channelUnreadable: "I can't read this channel's earlier messages (missing: View Channel and Read Message History, for me or for you).",
    contentBlank: (n: number) =>
      `${plural(n, "message here reaches", "messages here reach")} me without text. To change that, switch on “Message Content Intent” in Discord's developer portal (Bot page).`,
    attachmentGone: (name: string) => `“${name}” can no longer be downloaded from Discord. Attach it again.`,
    attachmentTooLarge: (name: string) => `“${name}” is too large, so I left it out.`,
    attachmentUnreadable: (name: string) => `“${name}” is not something I can read, so I left it out.`,
    historyShortened: (n: number) => `To make room I left out ${plural(n, "older message", "older messages")} of our conversation.`,
    promptShortened: "Your text was too long for the model, so I shortened it in the middle.",
    serverTruncates: (model: string, tokens: number) =>
      `The server of “${model}” silently cuts prompts at about ${count(tokens)} tokens. Whoever runs the bot should set CONTEXT_TOKENS accordingly.`,
  },
  delivery: {
    privateReady: "Your private answer is ready. Only you can open it.",
    answerFor: (name: string, excerpt: string) => `-# For ${name}, who asked: ${excerpt}`,
  },
  edge: {
    unknownCommand: "I don't know this command (any more). Type / to see what I can do now.",
    unknownAction: "I don't know this button (any more). Use /ask to ask again.",
    malformed: "I couldn't read what Discord sent me. Please try again.",
    failed: "Something went wrong on my side. Please try again in a moment.",
    slow: "That took too long just now. Please try again in a moment.",
    flooded: "That's a lot at once. Wait a few seconds, then try again.",
    notAccepted: "I couldn't take this on just now. Please try again in a moment.",
  },
  ask: {
    empty: "Ask me something: the prompt is empty.",
    unsupportedFile: (name: string) =>
      `I can't read “${name}”. What works: images (PNG, JPEG, GIF, WebP), PDF and office files, recordings, and text files, code included.`,
    imageTooLarge: (name: string) => `“${name}” is too large. Images, documents and recordings may have 8 MiB in all.`,
    textTooLarge: (name: string) => `“${name}” is too large. Text files may have 512 KiB each.`,
  },
  new: {
    done: "Done: we start afresh here. What was said before no longer counts.",
    shared: "Done: the conversation of this channel starts afresh, for everybody. What was said before no longer counts.",
  },
  help: {
    text: [
      "**What I can do**",
      "`/ask` Ask me anything, with up to three files. `private: True` shows the answer only to you, `context: False` keeps me from reading the channel.",
      "`/catchup` What you missed here, with links to the messages. Only you see it.",
      "`/web` Search the web or read today's news, for you alone; or post a meme.",
      "`/imagine` I make pictures of what you describe, also starting from one of yours.",
      "`/remind` I remind you, whenever you like.",
      "`/new` Start a fresh conversation.",
      "`/why` Why my last answer is as it is, and what it cost.",
      "`/setprompt` Tell me how to answer: you, in this channel, or on this server. `/viewprompt` shows what holds here, `/resetprompt` removes it.",
      "`/model` See which model answers here, and choose another one.",
      "`/persona` Characters I can be: choose one, make one, import one.",
      "`/settings` Your time zone, this channel, this server, and a check of what works here.",
      "`/autonomy` When and how I speak unasked in a channel (Manage Server).",
      "`/schedule` Have me post something again and again (Manage Server).",
      "`/memory` What I remember: see it, search it, add to it, have it forgotten.",
      "`/privacy` What I keep, where it goes, and how to opt out.",
      "`/help` This list.",
      "",
      "**Right-click a message → Apps** (on a phone: hold it)",
      "**Reply with AI** answers it for everybody. **Ask AI privately** explains, translates, summarizes or remembers it for you alone.",
      "",
      "**Buttons under an answer**",
      "**Stop** ends it where it is. **Regenerate** answers anew, **Continue** goes on where it was cut, **Follow up** asks the next question, **Try again** repeats what failed. **More** explains it (Why), goes on in a thread or deletes it. They work for whoever asked and for moderators.",
    ].join("\n"),
  },
  action: {
    notYours: "Only the person who asked, or a moderator of this channel, can do that.",
    onlyAsker: "Only the person who asked can open this.",
    alreadyFinished: "This answer is already finished.",
    followUpTitle: "Follow up",
    followUpLabel: "Your next question",
    followUpPlaceholder: "I remember what we talked about.",
  },
  why: {
    none: "I haven't answered you in this channel lately, or it is past the time I keep records.",
    gone: "I have no record of this answer: it isn't finished yet, or it is past the time I keep records.",
    notYours: "Only the person who asked, or a moderator where the answer is public, may see this.",
    title: "Why this answer",
    trigger: {
      ask: "You asked with /ask",
      "follow-up": "You followed up",
      regenerate: "You asked for a new answer",
      continue: "You let me continue",
      retry: "You tried again",
      reply: "You had me reply to a message",
      panel: "You asked me about a message",
      catchup: "You asked what you missed, with /catchup",
      decide: "You decided about what I wanted to do",
      imagine: "You had me make a picture, with /imagine",
      mention: "You spoke to me in the channel",
      schedule: "A schedule of this server asked for it",
      speak: "Nobody asked: it was my own idea",
    },
    otherTrigger: (trigger: string) => `Trigger: ${trigger}`,
    outcome: {
      answered: "Answered",
      stopped: "Stopped by a person",
      failed: "Failed",
      silent: "I chose to be silent",
      discarded: "Not posted",
      undeliverable: "Could not be delivered",
      "never-acknowledged": "Discord never showed that I was thinking",
    },
    delivery: {
      interaction: "as a reply to the command",
      reply: "as a reply to the message",
      bot: "as a message of its own, because Discord's reply had expired",
      notice: "as a private answer behind Show, because Discord's reply had expired",
      post: "as a message of my own",
      nothing: "nowhere: there was nothing to say",
      undeliverable: "nowhere: I may not post here",
    },
    model: "Model",
    noModel: "none",
    tried: "order, should one fail",
    instructions: "Instructions",
    read: "What I read",
    budget: (n: number) => `room for ${count(n)} tokens`,
    summary: (tokens: number) => `a summary of what was said before (about ${count(tokens)} tokens)`,
    history: (messages: number, tokens: number) => `${plural(messages, "message", "messages")} of our conversation (about ${count(tokens)} tokens)`,
    examples: (tokens: number) => `how the persona talks (about ${count(tokens)} tokens)`,
    memories: (n: number, tokens: number) => `${plural(n, "memory", "memories")} (about ${count(tokens)} tokens)`,
    remembered: "What I remembered",
    memory: {
      message: (date: string) => `a message of ${date}`,
      fact: (date: string) => `a fact of ${date}`,
      knowledge: (name: string) => `from “${name}”, which this server gave me to know`,
    },
    quoted: (tokens: number) => `the message and what it replies to (about ${count(tokens)} tokens)`,
    channel: (messages: number, tokens: number) => `${plural(messages, "message", "messages")} of the channel (about ${count(tokens)} tokens)`,
    attachments: (tokens: number) => `files (about ${count(tokens)} tokens)`,
    prompt: (tokens: number) => `the question (about ${count(tokens)} tokens)`,
    layer: (name: string, source: string, tokens: number) => `${name} from ${source} (about ${count(tokens)} tokens)`,
    notices: "Worth knowing",
    restarts: "Started over because of",
    tokens: (input: number, cached: number, output: number) =>
      `${count(input)} tokens in${cached > 0 ? ` (${count(cached)} of them cached)` : ""}, ${count(output)} out`,
    cost: "Cost",
    time: "Time",
    seconds: (s: number) => `${s.toLocaleString("en", { maximumFractionDigits: 1 })} s`,
    times: { queued: "waited", prepared: "prepared", firstToken: "first word after", model: "model", delivered: "all delivered after" },
    record: "Record",
  },
  status: {
    tagline: "An AI member for Discord servers that needs no server of its own.",
    running: "Running",
    degraded: "Running, but its database can't be used",
    unconfigured: "Not set up yet",
    version: "Version",
    database: "Database",
    databaseUnreachable: "out of reach",
    databaseEmpty: "has no tables yet",
    configured: "set up",
    missing: "not set up",
    next: "What to do next",
    nextMigrate: "Apply the database migrations with “npx wrangler d1 migrations apply DB”, then reload this page.",
    nextDatabase: "Check the D1 database and its binding DB in wrangler.toml.",
    nextConfigure: (names: string) => `Optional: set up ${names} (see the README).`,
    nextFix: "Set what is missing, then deploy again.",
    nextInvite: "Add the bot to a server or to your account, then type /ask in any channel.",
    invite: "Add to a server",
    inviteAccount: "Add to my account",
    endpoint: "Interactions endpoint",
  },
};

export type Texts = typeof en;
