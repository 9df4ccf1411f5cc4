/** English texts about models: /model, the allow list and a server's own endpoint. */
const count = (n: number) => n.toLocaleString("en");

export const models = {
  title: "### Which model answers you here",
  /** Short facts, in lists of models. */
  vision: "vision",
  tools: "tools",
  /** Longer ones. */
  about: {
    price: (input: string, output: string) => `$${input} / $${output} per million tokens in / out`,
    noPrice: "price unknown to me",
    window: (size: string) => `reads up to ${size} tokens`,
    sees: "sees pictures",
    blind: "sees no pictures",
    calls: "can use tools",
  },
  because: {
    asked: "You asked for it.",
    persona: "The persona brings it along.",
    user: "You chose it: it goes with you wherever it may be used.",
    thread: "It was chosen for this thread.",
    channel: "It was chosen for this channel.",
    server: "It was chosen for this server.",
    job: "Whoever runs me chose it for this kind of task.",
    endpoint: "It is the first one of this server's own endpoint.",
    default: "It is my default; nobody has chosen another one.",
  },
  /** Who decided, in the middle of a sentence. */
  source: {
    asked: "you, for this answer",
    persona: "the persona",
    user: "you",
    thread: "this thread",
    channel: "this channel",
    server: "this server",
    job: "this kind of task",
    endpoint: "this server's endpoint",
    default: "my default",
  },
  chain: (names: string) => `**Should it fail** ${names}`,
  noChain: "**Should it fail** there is no other one",
  chosen: (choices: string) => `**Chosen** ${choices}`,
  /** `who`: a mention and when. */
  choice: (whose: string, model: string, who: string) => `for ${whose}: ${model}, by ${who}`,
  whose: { user: "you", thread: "this thread", channel: "this channel", server: "this server" },
  atOwn: (host: string) => `**Where** this server's own endpoint, ${host}. This server pays for it, and my budgets don't count it.`,
  passedOver: (model: string, whose: string, instead: string) =>
    `“${model}” was wanted (chosen by: ${whose}), but it may not be used here, so “${instead}” was asked instead.`,
  passedOverHere: (model: string) => `-# Your choice “${model}” may not be used here, so it rests.`,
  none: "None of the models that may be used on this server is there any more. Somebody with Manage Server can choose anew: /settings → Server → Models.",
  notAllowed: (allowed: string) => `That model may not be used here. You can choose: ${allowed}`,
  unknown: (name: string, allowed: string) => `I can't use “${name}” here. You can choose: ${allowed}`,
  more: (n: number) => `${count(n)} more`,
  moreInCommand: (n: number) => `-# ${count(n)} more fit only into the list of \`/model name:\`.`,

  onlyMe: "Here I only know you, so only your own model can be chosen: leave `for` out, or choose “me”.",
  forbidden: {
    channel: "A channel's model is for those who may manage the channel or the server. Your own you can always choose.",
    server: "A server's model is for those who may manage the server. Your own you can always choose.",
  },
  stored: {
    user: (model: string) => `Done. From now on **${model}** answers you, wherever it may be used.`,
    channel: (model: string) => `Done. From now on **${model}** answers in this channel, unless somebody has chosen for themselves.`,
    thread: (model: string) => `Done. From now on **${model}** answers in this thread, unless somebody has chosen for themselves.`,
    server: (model: string) => `Done. From now on **${model}** answers on this server, unless a channel or somebody has another one.`,
  },
  reset: {
    user: "Done. You have no model of your own any more.",
    channel: "Done. This channel has no model of its own any more.",
    thread: "Done. This thread has no model of its own any more.",
    server: "Done. This server has no model of its own any more.",
  },
  undone: "Taken back. This is what holds again.",
  changedMeanwhile: "This was changed meanwhile, so I left it alone. This is what holds now.",
  defaultChoice: "Default: what holds anyway",
  choose: {
    user: "Choose a model for you",
    channel: "Choose one for this channel",
    thread: "Choose one for this thread",
    server: "Choose one for this server",
  },
  button: { undo: "Undo", reset: "Back to the default", settings: "Settings", open: "Model" },
  target: { user: "For me", channel: "For this channel", thread: "For this thread", server: "For this server" },
  /** In the tabs of /settings. */
  tab: { user: (model: string) => `**Model** ${model}`, here: (model: string) => `**Model here** ${model}`, none: "what holds anyway" },

  own: {
    unreachable:
      "This server has a model endpoint of its own, and it can't be reached. Somebody with Manage Server can test or change it: /settings → Server → Models.",
    unauthorized:
      "This server has a model endpoint of its own, and it doesn't accept the key it was given. Somebody with Manage Server can enter another one: /settings → Server → Models.",
    unknownModel: (model: string) =>
      `This server has a model endpoint of its own, and it doesn't know “${model}”. Choose another one with /model, or somebody with Manage Server corrects its list: /settings → Server → Models.`,
    notAnApi:
      "This server has a model endpoint of its own, and what answers there is no model server. Somebody with Manage Server can correct its address: /settings → Server → Models.",
    private:
      "This server's own model endpoint has an address in a private network, and whoever runs me doesn't allow those. Somebody with Manage Server can change it: /settings → Server → Models.",
    noKey:
      "I can no longer read the key of this server's own model endpoint, because whoever runs me has changed SECRET_KEY. Somebody with Manage Server has to enter it again: /settings → Server → Models.",
  },
  ownTruncates: (model: string, tokens: number) =>
    `This server's own endpoint silently cuts prompts for “${model}” at about ${count(tokens)} tokens. Whoever runs it can give the model a larger context.`,

  why: {
    chosenBy: (whose: string) => `chosen by ${whose}`,
    at: (host: string) => `at this server's own endpoint, ${host}`,
    ownCost: (amount: string) => `about ${amount}, paid by this server`,
    ownUnpriced: "unknown to me, paid by this server",
  },

  panel: {
    open: "Models",
    title: "### Models on this server",
    answers: (model: string) => `**By default** ${model} answers.`,
    all: (names: string) => `**May be chosen** all of mine: ${names}`,
    only: (names: string) => `**May be chosen** only: ${names}`,
    allowPlaceholder: "Models that may be chosen here",
    noEndpoint: (host: string) => `**Own endpoint** none: questions go to ${host}, within the budget.`,
    endpoint: (host: string) => `**Own endpoint** ${host}. This server pays for it; the budget counts only what my own models cost.`,
    key: { set: "**Key** set. I never show it again.", none: "**Key** none." },
    models: (names: string) => `**Its models** ${names}. The first answers by default, the next ones help when it fails.`,
    tested: (when: string) => `**Last worked in a test** ${when}`,
    cut: (n: number) => `-# Only the first ${count(n)} fit into the menu.`,
    defaultModel: "Default model",
    setEndpoint: "Own endpoint…",
    test: "Test it",
    remove: "Remove it",
    removed: "Removed, with its key. Questions go to my own models again.",
  },

  window: {
    title: "This server's own model endpoint",
    address: "Address, up to /v1",
    addressPlaceholder: "https://api.openai.com/v1",
    key: "Key",
    keyPlaceholder: "Leave it empty where none is needed. I never show it again.",
    keyKept: "One is set. Leave this empty to keep it for the same host.",
    models: "Models, the default first",
    modelsPlaceholder: "e.g. gpt-5-mini, gpt-5-nano. Empty: all that the endpoint lists.",
  },

  endpoint: {
    typed: (address: string, models: string) => `What you typed, without the key:\nAddress: ${address}\nModels: ${models}`,
    nothingChanged: "Nothing was changed.",
    works: (host: string, model: string, ms: number) =>
      `It works: ${host} answered as “${model}” after ${count(ms)} ms. From now on everybody's questions on this server go there, and this server pays for them.`,
    stillWorks: (host: string, model: string, ms: number) => `It works: ${host} answered as “${model}” after ${count(ms)} ms.`,
    invalid: "That is not an address I can use. It looks like https://api.example.com/v1, without a name, a password or a question mark in it.",
    private: "That address is in a private network, which I can't reach from where I run, or may not: whoever runs me doesn't allow such addresses.",
    insecure: "The address has to begin with https://, else the key and everybody's words would travel readably for all.",
    badKey: "That doesn't look like a key: it may have no spaces and only plain letters, digits and signs. I have kept nothing of it.",
    noSecretKey:
      "I can't keep a key safely, because whoever runs me has set no SECRET_KEY (`npm run setup` makes one). An endpoint without a key works all the same.",
    tooMany: (n: number, most: number) => `These are ${count(n)} models, and ${count(most)} fit. Please name fewer.`,
    longName: (length: number) => `A model's name may have ${count(length)} characters.`,
    unreachable: (host: string) => `I couldn't reach ${host}. Check the address, and whether that server is up and reachable from the internet.`,
    unauthorized: (host: string) => `${host} doesn't accept the key. Check it, and whether it is one for this address.`,
    notAnApi: (host: string) =>
      `What answers at ${host} is not an OpenAI-compatible API. The address is everything before /chat/completions, and mostly ends in /v1.`,
    unknownModel: (host: string, model: string) => `${host} has no model “${model}”.`,
    lists: (names: string) => `It lists: ${names}`,
    noList: (host: string) => `${host} has no list of its models, so please name them, the default first.`,
    longList: (host: string, n: number) => `${host} lists ${count(n)} models. Please name those that may be used here, the default first.`,
    busy: (host: string) => `${host} answers, but is too busy just now, or its credit is used up. Try again later.`,
    ill: (host: string) => `${host} answers with an error of its own. Try again later.`,
    slow: (host: string) => `${host} didn't answer a small question in time. A large model may still be loading: try once more in a minute.`,
    refused: (host: string, model: string) => `${host} refused a small question to “${model}”. Is it a model for conversations?`,
    changedMeanwhile: "It works, but somebody changed these settings meanwhile, so I left theirs alone.",
    none: "This server has no endpoint of its own (any more).",
    failed: "I couldn't test that just now, and changed nothing. Please try once more in a minute.",
  },

  check: {
    good: (host: string, model: string, ms: number) => `This server's own endpoint ${host} is there with “${model}”; it answered after ${count(ms)} ms.`,
    unlisted: (host: string, names: string) => `This server's own endpoint ${host} answers, but doesn't list ${names}.`,
    unsure: (host: string, ms: number) => `This server's own endpoint ${host} answers (${count(ms)} ms), but has no list of models.`,
    bad: (sentence: string) => `This server's own endpoint: ${sentence}`,
    fix: "Somebody with Manage Server: /settings → Server → Models.",
  },
};
