/** English texts of /setprompt, /viewprompt and /resetprompt. */
const count = (n: number) => n.toLocaleString("en");

export const prompts = {
  somebody: "somebody",
  /** Layers of the system prompt, by their names. */
  layer: {
    default: "default",
    wishes: "how I take what people set",
    role: "how I take the persona",
    persona: "the persona",
    server: "this server's instructions",
    channel: "this channel's instructions",
    thread: "this thread's instructions",
    user: "personal instructions",
  },
  setBy: (who: string) => `set by ${who}`,
  from: (source: string) => `from ${source}`,
  /** `who`: a mention and when. */
  setLayer: (layer: string, who: string, tokens: number) => `${layer}, set by ${who} (about ${count(tokens)} tokens)`,
  shortened: (layer: string) => `To make room for the rest I shortened ${layer} in the middle.`,

  stored: {
    user: "Done. This is how I answer you from now on, wherever you ask me.",
    channel: "Done. From now on I keep to this with everybody in this channel.",
    thread: "Done. From now on I keep to this in this thread alone; what its channel has set counts as well.",
    server: "Done. From now on I keep to this with everybody on this server.",
  },
  removed: {
    user: "Done. Your own instructions are gone.",
    channel: "Done. This channel's instructions are gone.",
    thread: "Done. This thread's instructions are gone; what its channel has set still counts.",
    server: "Done. This server's instructions are gone.",
  },
  nothingToRemove: {
    user: "You had not set any instructions of your own, so there is nothing to remove.",
    channel: "This channel has no instructions, so there is nothing to remove.",
    thread: "This thread has no instructions of its own, so there is nothing to remove. Its channel's are removed in the channel.",
    server: "This server has no instructions, so there is nothing to remove.",
  },
  undone: "Taken back. This is what holds again.",
  undoneToNothing: "Taken back. Nothing is set there now.",
  changedMeanwhile: "This was changed meanwhile, so I left it alone. View shows what holds now.",
  holds: "What holds now",
  replaces: "What it replaces",
  yourText: "Your text, to copy",

  empty: "There is nothing in it. Write what I should keep to, or remove it with /resetprompt.",
  tooLong: (length: number, most: number) => `These are ${count(length)} characters, and ${count(most)} fit. Please shorten it.`,
  unknown: (names: string, known: string, literal: string) =>
    `I don't know what to put in for ${names}. There are ${known}. Where you mean the braces themselves, double them: ${literal}.`,
  onlyMe: "Here I only know you, so only your own instructions can be set: leave `for` out, or choose “me”.",
  forbidden: {
    channel: "A channel's instructions are for those who may manage the channel or the server. Your own you can always set.",
    server: "A server's instructions are for those who may manage the server. Your own you can always set.",
  },

  modal: {
    title: {
      user: "How should I answer you?",
      channel: "How should I answer in this channel?",
      thread: "How should I answer in this thread?",
      server: "How should I answer on this server?",
    },
    label: "What I should keep to",
    placeholder: (examples: string) => `e.g. Be friendly and short. Filled in: ${examples}`,
  },

  view: {
    heading: "**What I am told before I answer you here**, in this order. It is filled in as of this moment.",
    nothingSet: "Nobody has set anything here so far. `/setprompt` tells me how to answer you; its option `for` makes it the channel's or the server's.",
    nothingSetAlone: "You have not set anything so far. `/setprompt` tells me how to answer you.",
    cut: "-# Some of it is shortened here; the menu below shows it whole.",
    choose: "One of them in full, or what it was before",
    full: (layer: string) => `In full: ${layer}`,
    history: (layer: string) => `Earlier versions: ${layer}`,
    nothingThere: "There is nothing there.",
    removedThen: "removed",
    tooLongToShow: "-# It is longer than Discord lets me show at once, so its end is missing here.",
  },
  button: { undo: "Undo", view: "View", edit: "Edit", back: "Back" },
  /** Behind "Undo" and "Edit". */
  whose: { user: "mine", channel: "channel", thread: "thread", server: "server" },
};
