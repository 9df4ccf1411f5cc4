/** English texts of /privacy and the first-use notice. */
const plural = (n: number, one: string, many: string) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
const days = (n: number) => plural(n, "day", "days");

export const privacy = {
  title: "### Privacy",
  kept: (n: number) =>
    `**What I keep** What you ask me and what I answer, for ${days(n)}; then it is gone by itself. Facts, documents and instructions stay until somebody deletes them, reminders until you were told and as long after that, your settings as long as you leave them.`,
  notices: "**What I note myself** By night a few lasting things about you, from what you said to me. `/memory show` lists them and has the switch.",
  goes: (host: string) =>
    `**Where it goes** Your question, our conversation so far and this channel's last messages go to the model at \`${host}\`, which writes the answer.`,
  embedded: (host: string) =>
    `**Found by meaning** Your question and what I remember also go to the embedding model at \`${host}\`, so that I find what fits in other words.`,
  spoken: (host: string) => `**Read aloud** An answer that somebody has me read aloud goes to the voice model at \`${host}\`.`,
  listened: (host: string) => `**Recordings** What you have me listen to goes to the model at \`${host}\`, which writes down what is said.`,
  pictures: (host: string) => `**Pictures** What you describe for \`/imagine\`, and a picture to start from, go to the picture model at \`${host}\`.`,
  others:
    "**What others wrote** I read a channel's last messages while I answer, and go on reading where managers let me speak unasked or listen. I keep none of them; there I note who wrote when and which words come up, and forget it within weeks. Only a message that somebody picks with one of my menus is kept, as part of that question, or a short quote of it in a reminder.",
  backups: "**Backups** The platform I run on keeps copies of its database for 7 to 30 more days.",
  runs: (names: string) => `**Who runs me** ${names}`,
  runsUnknown: "**Who runs me** Whoever invited me can tell you: I was not told a name.",
  takesPart: "**You take part.** You can change that here, any time.",
  optedOut: (n: number) =>
    `**You opted out.** My menus don't work on your messages, and no model gets to read them. You can still ask me: I answer, and keep no words of it, only numbers such as time and cost. A reminder that you ask for I keep all the same. What I stored before is not erased by this: it goes by itself, the last of it in ${days(n)}, or at once with “Erase everything about me”.`,
  optOut: "Don't read or remember me",
  optIn: "Let me take part again",
  firstUse: (n: number, host: string) =>
    `-# Our first time: I keep what you ask and what I answer for ${days(n)}, and the model at ${host} reads it. More about that, and how to opt out: /privacy`,
  notKept: "You asked me to remember nothing, so I don't know any more what this was about. Just ask me once more with /ask.",
  privateLost: "Your private answer took longer than Discord lets me show it. You asked me to remember nothing, so it is lost; just ask me once more.",
  cutByLength: "-# This was cut because it got too long.",
  cutByDeadline: "-# My time was up here.",

  export: "Get my data",
  erase: "Erase everything about me",
  page: "The whole story",
  lastErased: (moment: string, number: string) => `**Erased for you** ${moment}, receipt ${number}.`,

  exported: "Here is everything I have stored about you, as JSON, which any text editor opens. Of what others wrote it says only that it was quoted.",
  exportLeftOut: (n: number) => `-# ${plural(n, "more entry", "more entries")} didn't fit into what Discord takes.`,
  exportNoFiles: "-# Discord doesn't let me attach files here. Press “Get my data” in another channel, or in a direct message to me.",
  exportFailed: "I couldn't collect your data just now. Nothing is lost: open /privacy in a minute and press “Get my data” once more.",
  exportAbout:
    "Everything stored about you, by table. Moments are UTC. Other people's words and ids are left out: quotes_somebody says where there was a quote, answer_repeats_others where an answer is left out because it repeats them; both stand in Discord.",

  confirmErase: [
    "### Erase everything about you?",
    "**What goes** Your questions and my answers, what I remember of our conversations, facts about you or that you had me remember, your instructions, personas, choices and settings, and what I'm answering you right now. From what others have of you: questions about your messages, answers that repeat your words, mentions of you.",
    "**What stays** Messages in Discord, mine too: those you delete there. What you set up for a server or a channel, without your name. What was spent in a day, that you opted out, and that somebody blocked you, all under a code that nobody can read your name from. And the copies that the platform I run on keeps of its database for 7 to 30 days.",
    "It can't be undone. What you ask me afterwards is new, and kept again unless you opt out.",
  ].join("\n"),
  eraseNow: "Yes, erase it all",
  back: "Back",
  erasing: "Erasing…",
  erased: (number: string, moment: string) => `### Erased\nReceipt **${number}**, asked for ${moment}.`,
  erasedNothing: "There was nothing of you.",
  erasedCounts: {
    turns: (n: number) => plural(n, "question with its answer", "questions with their answers"),
    messages: (n: number) => plural(n, "remembered message", "remembered messages"),
    facts: (n: number) => plural(n, "fact", "facts"),
    prompts: (n: number) => plural(n, "version of your instructions", "versions of your instructions"),
    personas: (n: number) => plural(n, "persona", "personas"),
    choices: (n: number) => plural(n, "choice of persona or model", "choices of persona or model"),
    conversations: (n: number) => plural(n, "conversation", "conversations"),
    reminders: (n: number) => plural(n, "reminder", "reminders"),
    settings: (n: number) => plural(n, "entry with your settings", "entries with your settings"),
    traces: (n: number) => plural(n, "place in what others have, which no longer names you", "places in what others have, which no longer name you"),
  },
  erasedAfter:
    "This receipt holds no name; keep its number if you may want to refer to it. Copies that the platform keeps of its database are gone in 7 to 30 days. What you ask me from now on is new.",
  eraseFailed: "Not everything is erased yet, because my memory can't be reached. Press the button once more in a minute: it goes on where it stopped.",
};
