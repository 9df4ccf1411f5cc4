/** English texts about notifications: what is told, and where it is set up. */
const count = (n: number) => n.toLocaleString("en");
const inChannel = (channel: string) => (channel === "" ? "there" : `in #${channel}`);
const because = (reason: string) => (reason === "" ? "" : ` ${reason}`);

export const notify = {
  note: {
    channelOff: {
      title: "I have stopped in a channel",
      text: (channel: string, reason: string) =>
        `I no longer speak or listen by myself ${inChannel(channel)}.${because(reason)} When that is put right, switch it on again with /autonomy on.`,
    },
    schedulePaused: {
      title: (name: string) => `The schedule ${name} is paused`,
      text: (channel: string, reason: string) =>
        `It failed ${inChannel(channel)} and would go on failing, so I have paused it.${because(reason)} Look at it with /schedule show; when that is put right, start it again with /schedule resume.`,
    },
    reminder: { title: "Reminder" },
    test: { title: "It works", text: (target: string) => `This is a test. Notifications for “${target}” arrive here.` },
  },
  /** Why something stopped, by its key. */
  reason: {
    "no-access": "I can't see that channel any more: give me View Channel and Read Message History there.",
    "no-permission": "I may not write there any more: give me Send Messages there.",
    gone: "The channel is gone.",
    budget: "The budget was used up.",
    model: "The model gave no answer.",
    undeliverable: "Discord didn't take the message.",
  },
  otherwiseHint: "You are told because you set this up. Where such news goes can be chosen in /settings, under Notifications.",

  open: "Notifications",
  title: { me: "### Your notifications", server: "### Notifications of this server" },
  about: {
    me: "-# Where else you are told of your reminders, besides the place where you set them.",
    server:
      "-# Where this server's managers are told when I had to stop somewhere or a schedule is paused. Without any, whoever set it up gets a direct message.",
  },
  noTargets: "There is no place yet.",
  noSecretKey:
    "-# Webhooks and ntfy topics can't be added, because whoever runs me has set no SECRET_KEY (`npm run setup` makes one), and without it I can't keep their addresses safely. Direct messages work all the same.",
  pick: "Look at one of them",
  latest: "**Last notifications**",
  state: {
    waiting: (why: string) => `waiting, ${why}`,
    sent: "told",
    failed: (why: string) => `not told, ${why}`,
  },
  /** Why a note was not told (yet), besides what is wrong with a target. */
  why: {
    quiet: "because of quiet hours",
    nobody: "because no place is set",
    off: "because all places are switched off",
    problem: (sentence: string) => sentence,
  },
  kind: { dm: "direct message", webhook: "Discord webhook", ntfy: "ntfy topic" },
  dmLabel: (name: string) => `Direct message to ${name}`,
  webhookLabel: "Discord webhook",
  ntfyLabel: (host: string) => `ntfy on ${host}`,

  targetTitle: (name: string) => `### Notifications by “${name}”`,
  fine: "Works.",
  untried: "Not tried yet: press Test.",
  worked: (when: string) => `Worked ${when}.`,
  off: "Switched off.",
  quiet: (from: string, to: string, zone: string) =>
    `**Quiet hours** ${from} to ${to}, ${zone}: what comes then waits for their end, unless another place takes it.`,
  noQuiet: "**Quiet hours** none.",

  button: {
    dm: "Direct message",
    webhook: "Webhook…",
    ntfy: "ntfy…",
    test: "Test",
    testAll: "Test all",
    on: "Switch on",
    off: "Switch off",
    quiet: "Quiet hours…",
    remove: "Remove",
    all: "All notifications",
  },
  window: {
    webhookTitle: "Add a Discord webhook",
    ntfyTitle: "Add an ntfy topic",
    quietTitle: "Quiet hours",
    name: "Name, as you see it here",
    webhookAddress: "Address of the webhook",
    webhookPlaceholder: "https://discord.com/api/webhooks/…",
    server: "Server",
    topic: "Topic (hard to guess: it is like a password)",
    token: "Access token, if the topic needs one",
    tokenPlaceholder: "tk_…",
    from: "From (hour, 0 to 23); empty: none",
    to: "To (hour, 0 to 23)",
    zone: "Time zone",
  },

  nothingChanged: "Nothing was changed.",
  badWebhook:
    "That is not the address of a Discord webhook. It looks like https://discord.com/api/webhooks/… and stands in the channel's settings, under Integrations. I have kept nothing of it.",
  badAddress: {
    invalid: "That is not an address I can use. It looks like https://ntfy.sh, without a name, a password or a question mark in it.",
    private: "That address is in a private network, which I can't reach from where I run, or may not: whoever runs me doesn't allow such addresses.",
    insecure: "The address has to begin with https://, else the topic and everything I tell would travel readably for all.",
  },
  badTopic: "That is not a topic. It has at most 64 letters from a to z, digits, - and _.",
  badToken: "That doesn't look like an access token: it has letters, digits and signs only, and no spaces. I have kept nothing of it.",
  badHours: "I need two different hours, each from 0 to 23, or two empty fields for none.",
  badZone: "I don't know that time zone. Write it like Europe/Berlin, or the name of its largest city.",
  noKey: "I can't keep that safely, because whoever runs me has set no SECRET_KEY (`npm run setup` makes one). Direct messages work all the same.",
  full: (most: number) => `There can be ${count(most)} places. Remove one first. If you get direct messages already, you need no second one.`,
  added: (name: string) => `Added “${name}”. Press Test to see whether it arrives.`,
  removed: (name: string) => `Removed “${name}”.`,
  none: "That place is not there (any more).",

  tested: (name: string) => `✅ “${name}”: sent. Have a look whether it arrived.`,
  notTested: (name: string, problem: string) => `❌ “${name}”: ${problem}`,
  testNone: "No place is switched on, so there is nothing to test.",
  testFailed: "I couldn't test that just now. Please try once more in a minute.",

  problem: {
    gone: "Discord doesn't know this webhook any more, so I have switched it off. Make a new one in the channel's settings and add it.",
    unauthorized: "The server doesn't let me write to this topic. Check the access token: remove this place and add it again.",
    "no-key": "I can no longer read its address, because whoever runs me has changed SECRET_KEY. Remove this place and add it again.",
    private: "It is in a private network, and whoever runs me doesn't allow such addresses (any more).",
    closed: "This person takes no direct messages from me. Allow direct messages from members of a server that we share, or add me to your account.",
    refused: "The message was refused. Remove this place and add it again.",
    busy: "It gets too many messages just now.",
    unreachable: "I couldn't reach it. Check the address, and whether that server is up and reachable from the internet.",
    slow: "It didn't answer in time.",
    ill: "It answers with an error of its own.",
    moved: "The server sends me on to another place, which I don't follow. Add it with the address it points to.",
    "not-ntfy": "What answers there is no ntfy server. Check the address.",
    failed: "I don't know whether it arrived.",
  },
};
