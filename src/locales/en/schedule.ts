/** English texts of /schedule, and what stands in its receipts. Moments are Discord's own timestamps: everybody sees them in their own time. */
const count = (n: number) => n.toLocaleString("en");

export const schedule = {
  /** What somebody typed as a recurrence, and why it cannot be used. */
  recurrence: {
    "not-understood": (typed: string) =>
      `I can't tell when “${typed}” is. Try for example: \`every weekday at 9\`, \`every 2 hours\`, \`mondays and thursdays at 18:30\`, \`on the 1st of each month at 8pm\`, or five cron fields such as \`0 9 * * 1-5\`.`,
    "bad-cron": (typed: string) =>
      `\`${typed}\` are no five cron fields that I can read. They are minute, hour, day of the month, month and day of the week, such as \`30 18 * * 1\` for Mondays at 18:30. Plain words work, too: \`mondays at 18:30\`.`,
    "six-fields": () => "These are more than five cron fields: I go by the minute, so leave out the seconds or the year. `30 18 * * 1` is Mondays at 18:30.",
    "too-often": (_typed: string, least: number) =>
      `That would be more often than every ${count(least)} minutes. Choose a longer rhythm, such as \`every 30 minutes\`.`,
    never: (typed: string) => `“${typed}” never comes: no month has that day. Choose another one, or \`the last day of the month\`.`,
    uneven: () =>
      "That doesn't divide an hour or a day evenly, so it would drift. Take every 15, 20 or 30 minutes, or every 1, 2, 3, 4, 6, 8 or 12 hours, or name the hours: `daily at 7, 12 and 19`.",
    "no-such-rhythm": () =>
      "I can't count every second day or week, nor months that don't divide a year. Name days of the week (`every tuesday at 9`), or of the month (`on the 1st and 15th at 9`).",
    "different-minutes": () => "I can only combine times with the same minutes in one schedule, such as 9:30 and 17:30. Make two schedules of it.",
  },

  onlyHere: "Schedules are made for a server that I'm a member of. Use this there.",
  managers: "Schedules belong to those who manage the server: that takes Manage Server.",
  noSuch: "There is no such schedule here (any more). `/schedule list` shows all of them.",
  empty:
    "There are no schedules here yet. Add one with `/schedule add`, for example when: `every weekday at 9`, prompt: `Say good morning with one curious fact about today`.",
  storage: "I can't reach my storage just now. Try again in a minute.",
  notSpokenIn: (channel: string) => `${channel} holds no messages of its own. Pick a text channel, or one of its threads.`,
  youMayNot: (channel: string) => `You may not write in ${channel}, so I won't do it for you there. Pick another channel.`,
  iMayNot: (channel: string, files: boolean) =>
    `I may not write in ${channel}. Give me View Channel and Send Messages there${files ? ", and Attach Files for pictures" : ""} (in threads: Send Messages in Threads), then add it again.`,
  uncheckable: (channel: string) => `I couldn't check just now who may write in ${channel}. Try again in a minute.`,
  goneChannel: "That channel is gone, or I'm not allowed to see it. Pick another one.",
  badZone: (typed: string) => `I don't know the time zone “${typed}”. Type its name, such as \`Europe/Berlin\`, or a large city in it.`,
  noImages: "There is no model for pictures here, so schedules can only post text.",
  emptyPrompt: "Tell me what to post, in the option `prompt`.",
  full: (most: number) => `A server can have ${count(most)} schedules. Remove one first: \`/schedule remove\`.`,
  nameTaken: (name: string) => `There is a schedule called “${name}” already. Add this one with another \`name\`.`,

  preview: {
    title: "**Not saved yet.** I would post this, again and again:",
    /** The small model's reading. */
    proposed: (typed: string) => `I wasn't sure about “${typed}”. Is this what you mean? Look at the next runs before you save.`,
    when: "When",
    zone: "Time zone",
    channel: "Channel",
    what: "What",
    next: "Next three runs",
    zoneFrom: {
      option: "as you chose",
      server: "this server's",
      person: "yours; the server has none",
      none: "neither the server nor you have set one; choose with the option `zone`, or in /settings",
    },
    /** A run in the zone of the schedule: Discord's own timestamps, then the clock there. */
    run: (seconds: number, local: string) => `<t:${seconds}:F> · <t:${seconds}:R>\n-# ${local} there`,
    save: "Save",
    cancel: "Cancel",
    cancelled: "Nothing was saved.",
    gone: "I can't read that preview any more. Add the schedule again.",
    saved: (name: string) => `Saved: “${name}”.`,
    savedAlready: (name: string) => `“${name}” is saved already.`,
    failed: "Something went wrong on my side, so nothing was prepared. Try again.",
  },

  output: { text: "text", image: "a picture" },
  tools: { on: "may use this server's tools", off: "without tools" },
  budget: (cents: string) => `at most ${cents} ¢ a run`,

  list: {
    title: (n: number, most: number) => `### Schedules of this server\n-# ${count(n)} of ${count(most)}`,
    line: (name: string, when: string, channel: string) => `**${name}** · ${when} · ${channel}`,
    next: (seconds: number) => `next <t:${seconds}:R>`,
    never: "no further run",
    paused: "paused",
    problem: (sentence: string) => `⚠️ ${sentence}`,
    pick: "Look at one of them",
    previous: "Previous",
    more: "More",
  },

  show: {
    title: (name: string) => `### ${name}`,
    next: "Next runs",
    pausedNow: "Paused: it doesn't run until you press Resume, or use `/schedule resume`.",
    pausedBecause: (failures: number, sentence: string) => `Paused after ${failures === 1 ? "a failure" : `${count(failures)} failures in a row`}. ${sentence}`,
    lastProblem: (sentence: string) => `Last problem: ${sentence}`,
    receipts: "Last runs",
    noReceipts: "It has not run yet.",
    by: (who: string, seconds: number) => `added by ${who} <t:${seconds}:d>`,
    byNobody: (seconds: number) => `added <t:${seconds}:d>`,
    outcome: { running: "running", done: "posted", failed: "failed", held: "held back", skipped: "skipped: I was out of order" },
    link: "to the post",
    cost: (usd: string) => `$${usd}`,
    skippedBefore: (n: number) => `${count(n)} skipped before it`,
  },

  button: { pause: "Pause", resume: "Resume", run: "Run now", remove: "Remove", list: "All schedules", keep: "Keep", reallyRemove: "Remove it" },
  paused: (name: string) => `“${name}” is paused.`,
  resumed: (name: string) => `“${name}” runs again.`,
  started: (channel: string) => `It runs now; the post comes in ${channel} in a moment. How it went stands here under Last runs.`,
  confirmRemove: (name: string) => `Remove “${name}” with its receipts? What it posted stays.`,
  removed: (name: string) => `“${name}” is removed.`,

  /** Why a run came to nothing; under its stable key. */
  problem: {
    paused: "I'm paused on this server (`/settings`, Server).",
    elsewhere: "I may not be used in that channel (`/settings`, Server: where I may be used).",
    budget: "The budget of the day was used up. The next run tries again.",
    "budget-run": "One run would have cost more than this schedule may. Add it again with a higher budget, or without one.",
    storage: "My storage was out of reach.",
    crashed: "I was interrupted, or it took too long.",
    empty: "The model had nothing to say.",
    model: "The model didn't answer.",
    "model-setup": "The model can't be used as it is set up. Check tells more (`/settings`, Check).",
    image: "The picture model made no picture.",
    "image-off": "There is no model for pictures any more.",
    "image-refused": "The picture model doesn't make this picture. Change the prompt.",
    gone: "The channel is gone, or I can't see it any more.",
    "no-permission": "I may not write in that channel any more: give me View Channel and Send Messages there, and Attach Files for pictures.",
    closed: "That thread is closed for me.",
    automod: "This server's AutoMod doesn't let me post that.",
    undeliverable: "Discord didn't take the post.",
    lost: "It got lost in an outage.",
  },
};
