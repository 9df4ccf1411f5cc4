/** English texts of /memory, and of what is remembered elsewhere. */
const count = (n: number) => n.toLocaleString("en");
const plural = (n: number, one: string, many: string) => `${count(n)} ${n === 1 ? one : many}`;

export const memory = {
  tab: { me: "About me", channel: "This channel", server: "This server", documents: "Documents" },
  title: {
    me: "### What I remember about you",
    channel: "### What I remember about this channel",
    server: "### What I remember about this server",
    documents: "### What this server gave me to know",
  },
  use: {
    me: "-# I use it when you ask me, and in nobody else's answers.",
    channel: "-# I use it with everybody who asks me here.",
    server: "-# I use it with everybody who asks me on this server.",
    documents: "-# When a question fits, I look it up here and name the document.",
  },
  nothing: {
    me: "Nothing so far. Tell me something below, or right-click a message: Apps, **Ask AI privately**, Remember.",
    channel: "Nothing so far. Whoever may manage the channel can tell me something with `/memory remember`.",
    server: "Nothing so far. Whoever may manage the server can tell me something with `/memory remember`.",
    documents: "Nothing so far. Whoever may manage the server can give me a file, a page or a text with `/memory add`.",
  },
  elsewhere: (n: number) => `-# ${plural(n, "more thing", "more things")} about you I remember elsewhere only: on another server, or in private.`,
  optedOut: "-# You opted out, so I use none of it and remember nothing new about you. /privacy changes that.",
  page: (page: number, pages: number) => `-# Page ${count(page)} of ${count(pages)}`,
  choose: "Open one of them",
  more: { previous: "Back", next: "Next" },
  button: {
    tell: "Remember something",
    forgetAll: "Forget all",
    edit: "Edit",
    forget: "Forget",
    undo: "Undo",
    onlyPrivate: "Only in private",
    alsoPublic: "Also in public here",
    list: "To the list",
    remove: "Remove",
    replace: "Replace it",
    keep: "Keep it",
    reallyForget: (n: number) => (n === 1 ? "Forget it" : `Forget all ${count(n)}`),
    reallyRemove: "Remove it",
  },

  /** Under an entry. */
  by: (who: string) => `by ${who}`,
  source: "source",
  where: { public: "on this server, in public too", private: "only in private" },
  origin: { command: "told me", menu: "from a message", distilled: "noticed by myself", tool: "noted while answering" },
  earlier: "Said before",
  passages: (n: number) => plural(n, "passage", "passages"),
  characters: (n: number) => plural(n, "character", "characters"),
  typed: "a typed text",

  stored: {
    public: "Remembered. I use it whenever you ask me on this server, **in public answers too**.",
    private: "Remembered. I use it **only in private**: in answers that only you see, and in our direct messages.",
    channel: "Remembered. I use it with everybody who asks me in this channel.",
    server: "Remembered. I use it with everybody who asks me on this server.",
  },
  moved: {
    public: "From now on I use it whenever you ask me on this server, **in public answers too**.",
    private: "From now on I use it **only in private**: in answers that only you see, and in our direct messages.",
  },
  stays: "This quotes somebody else, so it stays in private.",
  knownAlready: "I know that already.",
  full: {
    me: (n: number) => `I remember ${count(n)} things about you already, and more don't fit. Forget one first: \`/memory forget\`.`,
    channel: (n: number) => `I remember ${count(n)} things about this channel already, and more don't fit. Forget one first: \`/memory forget\`.`,
    server: (n: number) => `I remember ${count(n)} things about this server already, and more don't fit. Forget one first: \`/memory forget\`.`,
  },
  refusedOptedOut: "You opted out, so I keep nothing that you tell me. /privacy changes that.",
  quotesOptedOut: "Whoever wrote this message doesn't want me to remember it, so I leave it alone.",
  empty: "There is nothing in it. Write what I should remember.",
  tooLong: (length: number, most: number) =>
    `These are ${count(length)} characters, and ${count(most)} fit. Please shorten it; a longer text is better kept as a document (\`/memory add\`).`,
  yourText: "Your text, to copy",
  nothingToKeep: "There are no words in this message that I could remember.",

  edited: "Changed. This is what I remember from now on.",
  before: "What it said before",
  same: "It says that already, so I left it as it is.",
  known: "I remember exactly that already, so I left this one as it is.",
  changedMeanwhile: "Somebody changed this meanwhile, so I left it alone. This is what it says now.",
  forgotten: "Forgotten:",
  gone: "I don't remember that any more.",
  forgottenAll: (n: number) => (n === 0 ? "There was nothing to forget." : `Done: ${plural(n, "thing", "things")} forgotten.`),
  confirmForgetAll: {
    me: (n: number) =>
      `Shall I forget ${n === 1 ? "the one thing" : `all ${count(n)} things`} I remember about you, here and everywhere else? That can't be taken back.`,
    channel: (n: number) => `Shall I forget ${n === 1 ? "the one thing" : `all ${count(n)} things`} I remember about this channel? That can't be taken back.`,
    server: (n: number) => `Shall I forget ${n === 1 ? "the one thing" : `all ${count(n)} things`} I remember about this server? That can't be taken back.`,
  },
  everything: "Everything about me",
  unknownFact: (typed: string) => `I don't remember anything like “${typed}”. Pick one from the list that opens while you type.`,
  severalFacts: (typed: string) => `“${typed}” fits more than one thing that I remember. Pick one from the list that opens while you type.`,

  onlyMe: "Here I only know you, so I can only remember things about you: leave `for` out, or choose “me”.",
  onlyServers: "That exists only on servers I'm a member of.",
  forbidden: {
    channel: "What I remember about a channel is up to those who may manage the channel or the server. About yourself you can always tell me something.",
    server: "What I remember about a server is up to those who may manage the server. About yourself you can always tell me something.",
  },

  modal: {
    title: { me: "What should I remember about you?", channel: "What about this channel?", server: "What about this server?" },
    label: "One thing, in a sentence or two",
    placeholder: "e.g. I'm a vegetarian.",
    documentTitle: "A text for me to know",
    nameLabel: "Its name, by which I cite it",
    textLabel: "The text",
  },

  search: {
    found: (words: string, n: number) => `### “${words}”: ${plural(n, "place", "places")} in my memory`,
    nothing: (words: string) =>
      `I remember nothing here that fits “${words}”. I look only where you may read: this channel, what you told me, and this server's documents.`,
    empty: "Tell me what to look for.",
    failed: "My memory can't be reached right now. Try again in a minute.",
    you: "you",
    me: "I",
    document: (name: string) => `document “${name}”`,
    fact: { user: "about you", channel: "about this channel", server: "about this server" },
    jump: "go there",
  },

  add: {
    one: "Give me one thing: a file, an address or a text.",
    noName: "Give it a name that I can cite: the option `name`.",
    nameTooLong: (length: number, most: number) => `The name has ${count(length)} characters, and ${count(most)} fit.`,
    textTooLong: (length: number, most: number) =>
      `These are ${count(length)} characters, and ${count(most)} fit here. Attach it as a file instead: that may be much longer.`,
    stored: (name: string, passages: string) => `I know **${name}** from now on: ${passages}. When a question on this server fits, I look it up and name it.`,
    replaced: (name: string, passages: string) => `**${name}** is replaced: ${passages}. When a question on this server fits, I look it up and name it.`,
    exists: (name: string, passages: string) => `There is a document **${name}** already (${passages}). Shall this one take its place?`,
    kept: "It stays as it is, and nothing was added.",
    gone: "I can't see any more what was to be added. Use `/memory add` once more.",
    manyDocuments: (most: number) => `This server has ${count(most)} documents already, and more don't fit. Remove one first: \`/memory show\`, Documents.`,
    manyPassages: (needed: number, left: number) =>
      `That would be ${plural(needed, "passage", "passages")}, and there is room for ${count(left)} more on this server. Add a shorter one, or remove a document first: \`/memory show\`, Documents.`,
    noText: (name: string) => `I found no text in “${name}”.`,
    notText: (name: string) => `“${name}” is not a text that I can read. What works: text, Markdown, CSV, JSON, HTML and code.`,
    encoding: (name: string) => `“${name}” is not in UTF-8, so its letters can't be told for sure. Save it as UTF-8 and add it once more.`,
    tooLarge: (name: string) => `“${name}” is too large: a document may have 1 MiB of text.`,
    fileGone: (name: string) => `“${name}” can't be downloaded from Discord any more. Attach it once more.`,
    fileUnreachable: (name: string) => `I couldn't download “${name}” from Discord just now. Try again in a minute.`,
    badAddress: "That is not an address I can open. It should begin with https://",
    private: "That address belongs to a private network, or leads into one. I only read pages that everybody can reach.",
    credentials: "There is a name or a password in that address. I only read pages that need none.",
    redirects: "That address leads from one page to the next without end.",
    status: (status: number) => `The page's server said no (${status}). Check whether everybody can open the address.`,
    pageNotText: "What is at that address is not a text: I read web pages, plain text, Markdown, CSV and JSON.",
    pageTooLarge: "That page is too large for me: it may have 2 MB.",
    slow: "That page took longer than ten seconds, so I gave up. Try again later.",
    unreachable: "I couldn't reach that page. Check the address, or try again later.",
    storage: "My memory can't be reached right now, so I can't tell whether this was stored. Look in a minute: `/memory show`, Documents.",
    failed: "Something went wrong on my side, and nothing was stored. Please try once more.",
    removed: (name: string) => `**${name}** is removed; I don't know it any more.`,
    removedAlready: "That document is gone already.",
    confirmRemove: (name: string, passages: string) => `Shall I forget the document **${name}** (${passages})? That can't be taken back.`,
  },

  exported: {
    title: (name: string) => `# What I remember about ${name}`,
    made: (date: string) => `Written down on ${date}. Everything that is stored about you is in the export of /privacy.`,
    done: (n: number) =>
      `Here is what I remember about you in this place: ${plural(n, "thing", "things")}. Everything else I have of you is in the export of \`/privacy\`.`,
    nothing: "I remember nothing about you here, so there is nothing to hand out.",
    fileName: "memories.md",
    noFile: "-# Discord didn't take the file here. Try it in our direct messages.",
    failed: "I couldn't put it together just now. Please try once more.",
  },
};
