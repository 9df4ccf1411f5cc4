/** English texts about personas: /persona with its panel, windows and files, and what /why says of them. */
const count = (n: number) => n.toLocaleString("en");
const plural = (n: number, one: string, many: string) => `${count(n)} ${n === 1 ? one : many}`;

const whose = { user: "you", thread: "this thread", channel: "this channel", server: "this server", kept: "the answer that goes on" };

export const personas = {
  /** Who it is for, in the middle of a sentence. */
  whose,
  panel: {
    title: "### Who speaks here",
    nobody: "**Nobody but me**: no persona.",
    speaks: (emoji: string, name: string) => `${emoji} **${name}**`,
    because: {
      user: "You chose so: it goes with you and counts for my answers to you.",
      thread: "It was chosen for this thread.",
      channel: "It was chosen for this channel.",
      server: "It was chosen for this server.",
      nobody: "Nobody has chosen one.",
    },
    rests: (scope: string) => `-# The choice for ${scope} rests: that persona was deleted, or belongs elsewhere.`,
    chosen: (choices: string) => `**Chosen** ${choices}`,
    /** `who`: a mention and when. */
    choice: (scope: string, name: string, who: string) => `for ${scope}: ${name}, by ${who}`,
    choose: {
      user: "Choose who answers you",
      channel: "Choose who answers in this channel",
      thread: "Choose who answers in this thread",
      server: "Choose who answers on this server",
    },
    target: { user: "For me", channel: "For this channel", thread: "For this thread", server: "For this server" },
    none: { name: "Nobody: just me", about: "No persona, whatever others chose" },
    default: { name: "What holds anyway", about: "Takes this choice back" },
    more: (n: number) => `-# ${count(n)} more fit only into the list of \`/persona use name:\`.`,
  },
  button: {
    undo: "Undo",
    use: "Use",
    edit: "Edit",
    export: "Export",
    remove: "Delete",
    keep: "Keep it",
    settings: "Settings",
    open: "Choose a persona",
    list: "All personas",
  },

  onlyMe: "Here I only know you, so only your own persona can be chosen: leave `for` out, or choose “me”.",
  forbidden: {
    channel: "Who speaks in a channel is for those who may manage the channel or the server. Your own you can always choose.",
    server: "Who speaks on a server, and the server's personas, are for those who may manage the server. Your own you can always choose.",
  },
  onlyMine: "Here I only know you, so only personas of your own can be made: leave `for` out, or choose “me”.",
  used: {
    user: (name: string) => `Done. From your next message on, **${name}** answers you, wherever I do.`,
    serversOwn: (name: string) => `Done. From your next message on, **${name}** answers you on this server, whose persona it is.`,
    channel: (name: string) => `Done. From the next message on, **${name}** speaks in this channel, unless somebody has chosen for themselves.`,
    thread: (name: string) => `Done. From the next message on, **${name}** speaks in this thread, unless somebody has chosen for themselves.`,
    server: (name: string) => `Done. From the next message on, **${name}** speaks on this server, unless a channel or somebody has chosen another one.`,
  },
  noneUsed: {
    user: "Done. From your next message on it is just me who answers you.",
    channel: "Done. From the next message on it is just me here, unless somebody has chosen for themselves.",
    thread: "Done. From the next message on it is just me in this thread, unless somebody has chosen for themselves.",
    server: "Done. From the next message on it is just me on this server, unless a channel or somebody has chosen another one.",
  },
  reset: {
    user: "Done. You have no choice of your own any more; what is chosen here counts.",
    channel: "Done. This channel has no choice of its own any more.",
    thread: "Done. This thread has no choice of its own any more.",
    server: "Done. This server has no choice any more.",
  },
  undone: "Taken back. This is what holds again.",
  changedMeanwhile: "This was changed meanwhile, so I left it alone.",
  unknown: (name: string, names: string) => `There is no persona “${name}” here. There are ${names}. With \`none\` it is just me.`,
  noSuch: "This persona is gone, or it is not yours to use here. `/persona list` shows which there are.",
  mineAlone: (name: string) =>
    `“${name}” is yours alone, and who speaks for many has to be in the hands of those who manage them. Export it, then import it with \`for: this server\`.`,

  nickname: {
    onlyServer: "My nickname is the same in the whole server, so `nickname` goes only together with `for: this server`.",
    missing: (name: string) =>
      `My nickname stays as it is, because I lack the permission **Change Nickname** here. Give it to my role and choose **${name}** again, or name me by hand.`,
    done: (name: string) => `On this server I am now called **${name}**. I keep that nickname until one is chosen with \`nickname\` again.`,
    back: "On this server I am called as everywhere again.",
    failed: "Discord didn't let me change my nickname just now. The persona speaks all the same; try `nickname` again later, or name me by hand.",
  },

  list: {
    title: "### Personas",
    shipped: "**With me from the start**",
    server: "**This server's**",
    mine: "**Yours**",
    none: "none yet",
    speaks: "speaks here",
    hint: "-# `/persona use` lets one speak, `/persona create` makes one, `/persona import` reads a Modelfile.",
    pick: { shipped: "Look at one of these", server: "Look at one of this server's", mine: "Look at one of yours" },
  },

  show: {
    owner: { shipped: "comes with me", server: "this server's", user: "yours" },
    changed: (who: string) => `last changed by ${who}`,
    prompt: "Who it is",
    model: "Model",
    defaultModel: "whatever answers here anyway",
    parameters: "Parameters",
    examples: (n: number) => `How it talks: ${plural(n, "message", "messages")} as examples`,
    extras: "Looks",
    prefix: (prefix: string) => `answers begin with “${prefix}”`,
    noPrefix: "a small line with its name stands above its answers",
    mood: (mood: string) => `mood: ${mood}`,
    image: (style: string) => `pictures: ${style}`,
    avatar: "has a picture of its own",
    adapter: (name: string) => `adapter ${name}`,
    license: "License",
    notices: "Worth knowing",
    cut: "-# Some of it is shortened here. Export gives the whole file.",
    longPrompt: "-# Its prompt is too long for a window: Edit changes the rest. For the prompt, export the file, change it, and import it with `replace`.",
    shippedFixed: (name: string) => `“${name}” comes with me and stays as it is. Export it, change the file, and import it under another name.`,
  },

  window: {
    create: "A new persona",
    edit: (name: string) => `Change ${name}`,
    import: "Import a persona",
    name: "Name",
    namePlaceholder: "e.g. Old Wick",
    emoji: "Emoji",
    emojiPlaceholder: "🦊",
    prefix: "What its answers begin with",
    prefixPlaceholder: "Empty: its name, small, above them",
    prompt: "Who it is and how it talks",
    promptPlaceholder: "e.g. You are an old lighthouse keeper. Filled in: {user} {server} {channel} {date} {time}",
    image: "How pictures by it look",
    imagePlaceholder: "e.g. old engraving with warm light",
    text: "A Modelfile, or a persona.json",
    textPlaceholder: "FROM default\nSYSTEM You are …",
  },

  made: (name: string) => `Done: **${name}** is there. Use it with the button, or with \`/persona use\`.`,
  imported: (names: string) => `Done, imported: ${names}.`,
  edited: (name: string) => `Done: **${name}** is changed, from the next message on.`,
  unchanged: "Nothing was changed: everything is as it was.",
  notices: (name: string) => `Worth knowing about **${name}**:`,
  refused: "This can't be a persona yet, so nothing was changed:",
  moreProblems: (n: number) => `-# … and ${count(n)} more.`,
  typed: "What you typed, to copy",
  taken: (names: string) =>
    `There is ${names} already, so nothing was changed. Give yours another name (the option \`name\`, or the line \`# edgewise: name = …\`), or replace it with \`replace: True\`.`,
  takenName: (name: string) => `There is a persona “${name}” already, so nothing was changed. Choose another name, or delete that one first.`,
  full: (most: number) =>
    `There is room for ${count(most)} personas, and that would be more, so nothing was changed. Delete one you don't need with \`/persona delete\`.`,

  problem: {
    "no-name": "It has no name. Add the line `# edgewise: name = …` at the top, or use the option `name`.",
    "bad-name": (name: string) => `“${name}” can't be a name: 1 to 32 characters, without @, #, : and backticks.`,
    "reserved-name": (name: string) => `“${name}” is what I or one of my commands is called. Give it another name with the option \`name\`.`,
    "shipped-name": (name: string) => `“${name}” is the name of a persona that comes with me. Give yours another name with the option \`name\`.`,
    "one-name": "These are several personas, so the options `name` and `model` can't be meant for all of them. Leave them out.",
    "model-not-allowed": (model: string, allowed: string) =>
      `The model “${model}” may not be used here. You can choose: ${allowed}. Import it with the option \`model\`, or write \`FROM default\`, which is whatever answers here anyway.`,
    "unsupported-adapter": (adapter: string) =>
      `It wants the LoRA adapter “${adapter}”, and the server of my model takes none. Remove the line ADAPTER, or use it where adapters can be used (Workers AI, vLLM and the like).`,
    "adapter-is-model": (adapter: string, allowed: string) =>
      `“${adapter}” behind ADAPTER is a model and not an adapter, and it may not be used here. You can choose: ${allowed}, behind FROM. Or remove the line ADAPTER.`,
    "same-name": (name: string) => `Two of these are called “${name}”. Give one of them another name.`,
  },

  file: {
    both: "Either a file or a text, please, not both.",
    tooLarge: (name: string, kib: number) => `“${name}” is too large: ${count(kib)} KiB, and 64 KiB fit. Nothing was changed.`,
    empty: (name: string) => `“${name}” is empty. Nothing was changed.`,
    gone: (name: string) => `“${name}” can't be downloaded from Discord any more. Attach it again.`,
    unreachable: (name: string) => `I couldn't download “${name}” from Discord just now. Try again in a minute; nothing was changed.`,
    failed: "I was interrupted and can't say whether that worked. `/persona list` shows what is there.",
    storage: "My memory can't be reached right now, so nothing was changed. Try again in a minute.",
  },
  exported: {
    done: (name: string) => `**${name}** as a Modelfile, to keep, to change, to import elsewhere.`,
    noFile: "-# I may not attach files here. Try it in our direct messages.",
    failed: "I couldn't make the file just now. Try again in a minute.",
  },
  remove: {
    ask: (name: string) => `Delete **${name}**? Wherever it was chosen, what holds otherwise counts again. It can be undone for an hour.`,
    done: (name: string) => `**${name}** is deleted. It can be undone for an hour.`,
    back: (name: string) => `**${name}** is back, and speaks again where it was chosen.`,
    taken: "There is another persona with that name now, so it can't come back. Rename that one first.",
    full: "There is no room for it any more. Delete another one first.",
    gone: "It is too late: this persona is gone for good.",
  },

  /** In the tabs of /settings. */
  tab: {
    user: (name: string) => `**Persona** ${name}`,
    here: (name: string) => `**Persona here** ${name}`,
    none: "none",
    nobody: "nobody but me",
    anyway: "what holds anyway",
  },

  /** For `/why`. */
  why: {
    title: "Persona",
    by: (scope: string, who: string) => `chosen for ${scope} by ${who}`,
    kept: "as in the answer that it continues",
  },
  notice: {
    nobody: "just me",
    gone: {
      user: "The persona that you had chosen is not there any more, or belongs elsewhere, so it was passed over.",
      thread: "The persona that was chosen for this thread is not there any more, so it was passed over.",
      channel: "The persona that was chosen for this channel is not there any more, so it was passed over.",
      server: "The persona that was chosen for this server is not there any more, so it was passed over.",
      kept: "The persona that had begun this answer is not there any more, so what holds now went on with it.",
    },
    changed: (before: string, now: string) => `The answer before came from: ${before}. Who speaks is what holds now: ${now}.`,
    examplesLeftOut: (n: number) => `To make room I left out ${plural(n, "message", "messages")} of the persona's examples.`,
    asked: (adapter: string) => `The persona's adapter “${adapter}” was left out, because another model was asked for.`,
    unsupported: (adapter: string) => `The persona's adapter “${adapter}” was left out, because this endpoint takes none.`,
    "is-model": (adapter: string) => `The persona's adapter “${adapter}” was left out, because it is a model that may not be used here.`,
  },
};
