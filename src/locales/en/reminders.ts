/** English texts of reminders: /remind, "Remind me", and what is told when the moment has come. */
export const reminders = {
  /** When the moment has come. */
  told: (mention: string) => `⏰ ${mention}, you wanted me to remind you:`,
  toldDirectly: "⏰ You wanted me to remind you:",
  about: (url: string) => `-# About this message: ${url}`,
  gone: "-# What it was about is gone.",
  comesBack: "-# 🔁 This one comes back; `/remind` lists it.",
  doneNow: "-# ✅ Done.",
  snoozedUntil: (moment: string) => `-# 💤 Once more: ${moment}`,
  notYours: "That is somebody else's reminder, or it is gone.",

  /** What was set. `whole` and `left`: Discord's timestamps. */
  set: {
    here: (whole: string, left: string) => `⏰ I'll remind you here, ${whole} (${left}).`,
    dm: (whole: string, left: string) => `⏰ I'll remind you in a direct message, ${whole} (${left}).`,
  },
  after: (moments: string) => `🔁 After that: ${moments}`,
  local: (time: string, zone: string) => `-# ${time} in your time zone, ${zone}.`,
  noZone: (time: string) =>
    `-# ${time} in UTC, since I don't know your time zone. Choose it below and this reminder moves with it; \`/settings\` (Me) has all others.`,
  chooseZone: "My time zone is…",
  moved: "Noted. This is when you hear of it in your time zone.",
  cannotPost: "-# I can't post here for you, so it comes as a direct message.",
  edited: "Changed.",
  cancelled: "Cancelled: I won't remind you of that.",
  isGone: "That reminder is gone. `/remind` lists those that are left.",
  /** Of one about a message without words. */
  aMessage: "a message",

  list: {
    title: (n: number, most: number) => `**Your reminders** (${n} of ${most})`,
    none: "You have no reminders. Tell me of what, and when: `/remind what: buy milk when: tomorrow at 9`. Or right-click a message, Apps, Remind me.",
    line: (whole: string, left: string, text: string) => `${whole} (${left}) · ${text}`,
    direct: "direct message",
    told: "**Told, not done yet**",
    failed: "**Couldn't be told:** neither the channel nor your direct messages took it. Edit one to try again.",
    pick: "Change or cancel one",
    page: (page: number, pages: number) => `-# Page ${page} of ${pages}`,
    zone: (zone: string) => `-# Times are in your own clock; what you type counts in ${zone}.`,
  },

  button: {
    done: "Done",
    minutes: "10 min",
    hour: "1 hour",
    tomorrow: "Tomorrow 9:00",
    edit: "Edit",
    cancel: "Cancel reminder",
    list: "All reminders",
    before: "Previous",
    next: "Next",
    say: "Say when",
  },

  menu: {
    ask: "When shall I remind you of this message?",
    soon: "In 20 minutes",
    hour: "In 1 hour",
    tomorrow: "Tomorrow 9:00",
    other: "Another time…",
  },

  window: {
    title: "Reminder",
    what: "Of what?",
    whatPlaceholder: "buy milk",
    about: "A note of your own, if you like",
    when: "When?",
    whenPlaceholder: "in 10 minutes, tomorrow at 9, next friday 18:00",
    repeat: "Repeat, if it is to come back",
    repeatPlaceholder: "daily, every weekday at 9, weekly",
  },

  /** Why none was made, and what would help. */
  problem: {
    what: "Of what shall I remind you? Tell me in `what`.",
    when: "When shall I remind you? Say it like “in 10 minutes”, “tomorrow at 9”, “next friday 18:00” or “2026-12-24 20:00”.",
    none: "I didn't understand when. Say it like “in 10 minutes”, “tomorrow at 9”, “next friday 18:00” or “2026-12-24 20:00”.",
    unclear: (rest: string) => `I didn't understand all of it: what does “${rest}” mean? Say it like “tomorrow at 9” or “2026-12-24 20:00”.`,
    past: (time: string, zone: string) => `That is over: for you it is ${time} (${zone}). Name a moment that is still to come.`,
    "too-soon": "That is too soon, I need at least five seconds.",
    "too-far": "That is too far away: I keep reminders for up to five years.",
    repeat: "I didn't understand how it is to come back. Say it like “daily”, “every weekday at 9”, “every monday at 18:30” or “monthly”.",
    "too-often": "That is too often: at most every 15 minutes.",
    never: "That never comes. Name days that there are.",
    long: (most: number) => `That is too long: at most ${most} characters.`,
    full: (most: number) => `You have ${most} reminders waiting, which is as many as I keep. Cancel one first.`,
  },
};
