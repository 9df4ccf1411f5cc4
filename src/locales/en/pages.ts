/** English texts of the pages /privacy and /terms. */
const days = (n: number) => `${n.toLocaleString("en")} ${n === 1 ? "day" : "days"}`;

export const pages = {
  status: "Status",
  privacy: {
    title: "Privacy",
    intro:
      "What this bot keeps of what people write, where it goes, how long it stays, and how to see it or have it erased. This page is made from the bot's own settings.",
    who: {
      title: "Who runs it",
      unknown: "Whoever deployed this bot. Those who invited it to your server can tell you who that is.",
      known: (ids: string) => `The Discord accounts with these ids: ${ids}. Reach them in Discord.`,
    },
    kept: {
      title: "What is kept",
      items: (retention: number, notices: boolean) => [
        `What you ask the bot and what it answers, with the names of files, the model, numbers of tokens, cost and time: ${days(retention)}, or as long as a server's managers chose, from 1 day to 365. Then it is deleted by itself.`,
        "A short summary of a long conversation: until the conversation's last message is deleted.",
        "What others write: only in channels whose managers had the bot remember it, which is announced there, and a message that somebody picks with one of the bot's menus, as part of that question. Otherwise a channel's last messages are read for an answer and not kept. Where managers let the bot speak unasked or listen, it goes on reading, and keeps of it when who wrote and which words are in the air, fading within weeks; no sentences.",
        "Facts that people had it remember, documents that managers gave it, and instructions, personas and choices: until they are deleted.",
        "What you want to be reminded of, when, and of a message that it is about a short quote: until you were told, and then as long as answers.",
        "Schedules that managers made, with what is to be posted, when, and who added them: until they are removed. How their runs went: as long as answers.",
        ...(notices
          ? [
              "By night the bot looks through what people said to it and notes at most five lasting things about that person alone, such as how they want to be called or what they work on: until they are deleted. Everybody can switch it off for themselves with /memory show; what was said in private is used in private alone.",
            ]
          : []),
        "Where you or your server want to be told of things, with addresses sealed: until it is removed. What was told there: 30 days at most.",
        "Your time zone, whether the bot may note things by itself, that you have seen the notice, and whether you opted out.",
        "How much was spent in a day, under a code that only this bot can make of your id.",
      ],
      not: "Files are read once and not kept. Nothing is used to train a model by this bot, and nothing is sold.",
    },
    goes: {
      title: "Where it goes",
      items: (host: string, embeddings: string | null, speech: string | null, audio: string | null, images: string | null) => [
        `To the model at ${host}: your question, its files, the conversation so far, what was remembered that belongs to it, and the channel's last messages unless you leave them out. Long conversations are summed up there, and looked through for facts where that is on. A server may have an endpoint of its own.`,
        ...(embeddings === null
          ? []
          : [
              `To the embedding model at ${embeddings}, which makes numbers of words so that they are found by their meaning: your question and what you search for, answers, facts, documents, and what is kept of channels. Nothing of those who opted out, and nothing asked at a server's own endpoint.`,
            ]),
        ...(speech === null
          ? []
          : [`To the voice model at ${speech}: the words of an answer that somebody has read aloud. Nothing asked at a server's own endpoint.`]),
        "To the web: words that are searched for go to a search engine, and pages, news, weather and posts are fetched from their servers, when you use /web, put a link into a question, or the model looks something up. None of them learns who asked.",
        ...(audio === null
          ? []
          : [
              `To the model at ${audio} that writes down what is said: recordings that you attach or pick, and with /catchup the newest voice messages. Nothing of those who opted out, and nothing where a server has an endpoint of its own.`,
            ]),
        ...(images === null
          ? []
          : [
              `To the picture model at ${images}: what you describe for a picture, and a picture it starts from. The model that answers may refine the description before. Pictures stand in Discord alone; the bot keeps none.`,
            ]),
        "To Discord: the answers.",
        "To the Discord webhooks and ntfy servers that you or your server's managers have set up for notifications: what there is to be told, such as your reminders.",
        "To Cloudflare, on whose machines the bot runs and where its database lies. Their logs hold ids, times and costs for some days, and never content.",
      ],
    },
    rights: {
      title: "What you can do",
      items: [
        "/privacy in Discord shows this in short, with a button for each of the following.",
        "Get my data: everything stored about you, as a file. Of what others wrote it says only that it was quoted.",
        "Erase everything about me: at once, everywhere, with a receipt.",
        "Opt out: the bot's menus don't work on your messages, no model reads them, and of your own questions only numbers are kept.",
      ],
    },
    erased: {
      title: "What erasing can't reach",
      items: [
        "Messages in Discord: delete them there.",
        "Copies that Cloudflare keeps of the database, so that it can be restored: 7 to 30 days.",
        "Spending, receipts, that you opted out, and that a server blocked you: under a code from which nobody can read your name.",
        "What you set up for a server or a channel stays there, without your name.",
      ],
    },
    left: {
      title: "When the bot is removed",
      text: "Everything kept of a server is erased 7 days after the bot noticed, which takes a day at most.",
    },
  },
  terms: {
    title: "Terms",
    intro: "Short and meant as they are written.",
    items: (host: string) => [
      "Answers are written by a language model. They can be wrong, outdated or made up: check what matters, and don't rely on them for medical, legal or financial decisions.",
      `What you ask goes to the model at ${host}. Don't send what must not leave your hands, and nothing of others that they would not want you to send.`,
      "Discord's Terms of Service and Community Guidelines hold for everything you have the bot write.",
      "Whoever runs the bot, or manages a server, may limit what it costs, block people, pause it or take it down at any time.",
      "The bot is provided as it is, without warranty. Its software, Edgewise, is free under the MIT license.",
    ],
    privacy: "What is kept, and how to have it erased, stands under Privacy.",
  },
};
