/** English texts about servers that have tools of their own (MCP). */
const count = (n: number) => n.toLocaleString("en");
const tools = (n: number) => `${count(n)} ${n === 1 ? "tool" : "tools"}`;

export const mcp = {
  open: "Tool servers",
  title: "### Tool servers of this server",
  about: "-# Servers that speak MCP (Streamable HTTP) bring tools that I may use in my answers here.",
  noServers: "There are none yet.",
  pick: "Look at one of them",
  state: (host: string, n: number, since: string) => `${host}, ${tools(n)}${since}.`,
  since: (when: string) => `, listed ${when}`,
  off: "Switched off.",

  serverTitle: (name: string) => `### Tool server “${name}”`,
  address: (address: string) => `**Address** ${address}.`,
  hasHeaders: "Its headers are set and stay sealed.",
  noHeaders: "It gets no headers.",
  risk: {
    read: (names: string) => `**Only look** ${names}`,
    write: (names: string) => `**Change what is easily undone** ${names}`,
    sensitive: (names: string) => `**Ask for approval first** ${names}`,
  },
  more: (n: number) => `and ${count(n)} more`,
  riskHint: "-# That is what the server says of its tools. I go by it, since somebody who manages this server has added it.",
  leftOut: (names: string) => `**Left out** ${names}`,
  dropped: {
    name: "its name can't be used",
    schema: "its input is not described in a way models understand",
    headers: "it asks for headers that are not allowed",
    long: "the list is too long",
    many: "there are too many",
  },

  button: {
    add: "Add one…",
    refresh: "Refresh",
    off: "Switch off",
    on: "Switch on",
    remove: "Remove",
    tools: "Its tools",
    all: "All tool servers",
  },
  window: {
    title: "Add a tool server",
    name: "Name",
    namePlaceholder: "weather (its tools' names begin with it)",
    address: "Address",
    addressPlaceholder: "https://mcp.example.com/mcp",
    headers: "Headers, one a line, if it needs any",
    headersPlaceholder: "Authorization: Bearer …",
  },

  typed: (name: string, address: string) => `What you typed, without the headers:\nName: ${name}\nAddress: ${address}`,
  nothingChanged: "Nothing was changed.",
  badName: (length: number) =>
    `A name has at most ${count(length)} characters and at least one letter from a to z, since the tools' names begin with it. “mcp” itself is taken.`,
  badAddress: {
    invalid: "That is not an address I can use. It looks like https://mcp.example.com/mcp, without a name, a password or a question mark in it.",
    private: "That address is in a private network, which I can't reach from where I run, or may not: whoever runs me doesn't allow such addresses.",
    insecure: "The address has to begin with https://, else the headers and everybody's words would travel readably for all.",
  },
  badHeaders:
    "I can't send these headers. Each has a line of its own, such as “Authorization: Bearer …”, with plain letters, digits and signs; those of the connection itself can't be set. I have kept nothing of them.",
  noSecretKey:
    "I can't keep headers safely, because whoever runs me has set no SECRET_KEY (`npm run setup` makes one). A server that needs none works all the same.",
  tooMany: (most: number) => `A server can have ${count(most)} tool servers. Remove one first.`,
  nameTaken: (name: string) => `There is a tool server whose name is too much like “${name}”: their tools would be called the same. Choose another name.`,

  added: (name: string) => `Done. “${name}” answers, and I can use its tools from now on.`,
  refreshed: (name: string) => `“${name}” answers.`,
  found: (n: number, left: number) => `It has ${tools(n)} that I can use${left === 0 ? "" : `; I left out ${count(left)}`}.`,
  oldList: "What it listed before stays.",
  removed: (name: string) => `Removed “${name}”.`,
  none: "That tool server is not there (any more).",
  failed: "I couldn't ask that server just now, and changed nothing. Please try once more in a minute.",

  problem: {
    private: (host: string) => `${host} is in a private network, and whoever runs me doesn't allow such addresses (any more).`,
    "no-key": (host: string) =>
      `I can no longer read the headers for ${host}, because whoever runs me has changed SECRET_KEY. Remove the server and add it again.`,
    unreachable: (host: string) => `I couldn't reach ${host}. Check the address, and whether that server is up and reachable from the internet.`,
    slow: (host: string) => `${host} didn't answer in time. Try once more in a minute.`,
    unauthorized: (host: string) =>
      `${host} doesn't let me in. Check the headers, and whether the key in them is still good: remove the server and add it again.`,
    "not-found": (host: string) => `At that address ${host} has nothing that speaks MCP. It often ends in /mcp.`,
    moved: (host: string) =>
      `${host} sends me on to another place, which I don't follow, because the headers are for ${host} alone. Use the address it points to.`,
    busy: (host: string) => `${host} answers, but is too busy just now. Try again later.`,
    ill: (host: string) => `${host} answers with an error of its own. Try again later.`,
    "not-mcp": (host: string) => `What answers at ${host} doesn't speak MCP by Streamable HTTP. Check the address; it often ends in /mcp.`,
    "old-protocol": (host: string) => `${host} speaks a version of MCP that I don't understand.`,
    "too-large": (host: string) => `${host} answers with more than I can take.`,
    refused: (host: string) => `${host} refuses to tell me its tools.`,
    "needs-input": (host: string) => `${host} wants to ask somebody something first, which it can't do here.`,
    "unknown-tool": (host: string) => `${host} doesn't know that tool any more. Refresh its list.`,
  },
};
