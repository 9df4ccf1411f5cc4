/** English texts of /web, and of links that a question brings along. */
const plural = (n: number, one: string, many: string) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

export const web = {
  failed: "Something went wrong on my side. Please try once more.",
  search: {
    empty: "Tell me what to search for.",
    found: (words: string, n: number) => `### “${words}”: ${plural(n, "result", "results")}`,
    nothing: (words: string) => `I found nothing for “${words}”. Try other words, or fewer.`,
    /** By kind, with the search engine's name, and the setting that is wrong. */
    failure: {
      challenged: (engine: string, _setting: string) =>
        `${engine} took me for a machine and wanted me to solve a riddle, so I couldn't search. Whoever runs me can set \`BRAVE_API_KEY\`, \`TAVILY_API_KEY\` or \`SEARXNG_URL\`: then it works.`,
      "bad-key": (engine: string, setting: string) => `${engine} doesn't accept what is set as \`${setting}\`. Whoever runs me needs to correct it.`,
      "rate-limited": (engine: string, _setting: string) => `${engine} is asked too often right now. Try again in a minute.`,
      "used-up": (engine: string, _setting: string) => `What was paid for at ${engine} is used up. Whoever runs me needs to look there.`,
      "no-json": (engine: string, _setting: string) =>
        `The ${engine} server doesn't hand out JSON. Whoever runs it needs to add \`json\` to \`search.formats\` in its settings.yml.`,
      unreachable: (engine: string, _setting: string) => `I couldn't reach ${engine}. Try again later.`,
      slow: (engine: string, _setting: string) => `${engine} took longer than ten seconds, so I gave up. Try again later.`,
    },
  },
  news: {
    newest: "### What's new",
    about: (words: string) => `### News about “${words}”`,
    nothing: (words: string) => `Today's headlines have nothing about “${words}”. Try other words, or \`/web search\`.`,
    none: "The news feeds are empty right now. Try again later.",
    unreachable: "I couldn't read any of the news feeds. Try again later.",
    missing: (names: string) => `Not to be read right now: ${names}`,
  },
  meme: {
    failure: {
      none: "I found no meme that everybody may see. Try once more.",
      blocked:
        "Reddit doesn't let me in without a key, and nobody else had a meme. Whoever runs me can set `REDDIT_CLIENT_ID` and `REDDIT_CLIENT_SECRET`: then it works.",
      "bad-key": "Reddit doesn't accept `REDDIT_CLIENT_ID` and `REDDIT_CLIENT_SECRET` as they are set. Whoever runs me needs to correct them.",
      "rate-limited": "Reddit is asked too often right now. Try again in a minute.",
      unreachable: "I couldn't reach Reddit. Try again later.",
      slow: "Reddit took longer than ten seconds, so I gave up. Try again later.",
    },
  },
  /** Why a link in a question could not be read. `where`: its host. */
  link: {
    tooMany: (most: number) => `I read only the first ${most} links.`,
    empty: (where: string) => `The page at ${where} has no words that I can read.`,
    badAddress: (where: string) => `“${where}” is not an address I can open.`,
    private: (where: string) => `${where} belongs to a private network. I only read pages that everybody can reach.`,
    credentials: (where: string) => `There is a name or a password in the link to ${where}, so I didn't open it.`,
    redirects: (where: string) => `The link to ${where} leads from one page to the next without end.`,
    status: (where: string, status: number) => `I couldn't read the link to ${where}: its server said no (${status}).`,
    notText: (where: string) => `What is at ${where} is not a text, so I left it out.`,
    tooLarge: (where: string) => `The page at ${where} is larger than 2 MB, so I left it out.`,
    slow: (where: string) => `The page at ${where} took longer than ten seconds, so I left it out.`,
    unreachable: (where: string) => `I couldn't reach ${where}.`,
  },
};
