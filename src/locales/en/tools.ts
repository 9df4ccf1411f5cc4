/** English texts about what the model may call while it answers. */
export const tools = {
  /** What is being done, by the tool's name; stands while it is at work. */
  doing: {
    current_time: "Looking at the clock",
    remember: "Making a note of that",
    recall: "Looking into my memory",
  } as Record<string, string>,
  /** Of several at once, and of what has no words of its own. */
  using: (names: string) => `Using ${names}`,
  /** In `/settings`, by the tool's name. */
  label: {
    current_time: "Time in any place",
    remember: "Remember things about people",
    recall: "Look into the memory",
  } as Record<string, string>,
  approval: {
    ask: "**May I do this?** Nothing happens until you, or a moderator, press a button; for 24 hours.",
    decided: "That is decided already, or it is more than 24 hours ago. Ask me again if you still want it.",
    whyTitle: "Deny and say why",
    whyLabel: "What shall I do instead, or why not?",
  },
  sources: "Sources",
  noSources: "This answer has no sources on the web.",
  notCited: "(read, not cited)",
  /** In /why. */
  used: "Tools",
  use: (name: string, seconds: string, failed: boolean) => `${name}, ${seconds}${failed ? ", without success" : ""}`,
  leftOut: (names: string) => `No room in the model's window for these tools: ${names}`,

  settings: {
    open: "Tools",
    title: "### Tools on this server",
    intro: "What I may use while I answer. Pick one below to change it.",
    page: (page: number, pages: number) => `-# Page ${page} of ${pages}`,
    before: "Previous",
    next: "Next",
    pick: "Pick a tool to change",
    mcp: "MCP servers",
    on: "on",
    off: "off",
    risk: { read: "only reads", write: "changes something", sensitive: "far-reaching" },
    asks: "asks first",
    asksNot: "doesn't ask first",
    roles: (n: number) => (n === 1 ? "only for 1 role" : `only for ${n} roles`),
    does: {
      read: "It only reads: nothing changes through it.",
      write: "It changes something, in a way that is easily taken back.",
      sensitive: "It does what others notice, or what is hard to take back.",
    },
    use: { on: "**Use** On.", off: "**Use** Off: here I do without it." },
    approval: {
      yes: "**Asks first** Yes: whoever asked me, or a moderator, sees what exactly I want to do, and agrees or not.",
      no: "**Asks first** No.",
    },
    unasked: "⚠️ Nobody is asked before it happens, even if words on a page or in a message have talked me into it.",
    everybody: "**For whom** Everybody.",
    onlyFor: (roles: string) => `**For whom** Only when somebody with one of these roles asks me: ${roles}`,
    elsewhere: "-# Holds on this server. In direct messages and elsewhere each tool is as usual.",
    choose: { on: "On", off: "Off", yes: "Ask first", no: "Don't ask" },
    usual: (what: string) => `As usual: ${what}`,
    rolesPlaceholder: "Only for these roles (none: everybody)",
  },
};
