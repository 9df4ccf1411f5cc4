/** English texts of /privacy and the first-use notice. */
const days = (n: number) => `${n.toLocaleString("en")} ${n === 1 ? "day" : "days"}`;

export const privacy = {
  title: "### Privacy",
  kept: (n: number) =>
    `**What I keep** What you ask me and what I answer, for ${days(n)}; then it is gone by itself. Your settings stay as long as you leave them.`,
  goes: (host: string) =>
    `**Where it goes** Your question, our conversation so far and this channel's last messages go to the model at \`${host}\`, which writes the answer.`,
  others:
    "**What others wrote** I read a channel's last messages while I answer, and keep none of them. Only a message that somebody picks with one of my menus is kept, as part of that question.",
  backups: "**Backups** The platform I run on keeps copies of its database for 7 to 30 more days.",
  runs: (names: string) => `**Who runs me** ${names}`,
  runsUnknown: "**Who runs me** Whoever invited me can tell you: I was not told a name.",
  takesPart: "**You take part.** You can change that here, any time.",
  optedOut: (n: number) =>
    `**You opted out.** My menus don't work on your messages, and no model gets to read them. You can still ask me: I answer, and keep no words of it, only numbers such as time and cost. What I stored before is not erased by this; it goes by itself, the last of it in ${days(n)}.`,
  optOut: "Don't read or remember me",
  optIn: "Let me take part again",
  firstUse: (n: number, host: string) =>
    `-# Our first time: I keep what you ask and what I answer for ${days(n)}, and the model at ${host} reads it. More about that, and how to opt out: /privacy`,
  notKept: "You asked me to remember nothing, so I don't know any more what this was about. Just ask me once more with /ask.",
  privateLost: "Your private answer took longer than Discord lets me show it. You asked me to remember nothing, so it is lost; just ask me once more.",
  cutByLength: "-# This was cut because it got too long.",
  cutByDeadline: "-# My time was up here.",
};
