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
};
