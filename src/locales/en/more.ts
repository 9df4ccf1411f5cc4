/** English texts of what else can be done with an answer, behind More. */
export const more = {
  title: "What shall happen with this answer?",
  noThreads: "A thread can only begin in a text channel of a server that I'm a member of, and not inside another thread.",
  createPublicThreads: "Create Public Threads",
  youLack: (names: string) => `You may not begin a thread here (missing for you: ${names}).`,
  iLack: (names: string) => `I may not begin a thread here (missing for me: ${names}). Somebody who manages this channel can allow it.`,
  notYours: "Only the person who asked, or a moderator where the answer is public, can do that.",
  messageGone: "That answer is no longer in the channel, so no thread can begin at it.",
  refused: "Discord didn't let me begin a thread here. There may be too many already, or I may lack a permission. `/settings` checks that.",
  goesOn: (thread: string) => `We go on in ${thread}. I know what we said so far; ask me there with \`/ask\`.`,
  threadName: "Our conversation",
  opener: "-# We go on here. Ask me with `/ask`; I know what was said up to the message above.",
  cannotDelete: "I can't delete anything here: I'm not a member of this place. Whoever may delete messages here can do it.",
  deleted: "Deleted, and I no longer know of it.",
  notAllDeleted: "I no longer know of it, but Discord didn't let me delete all of its messages. Whoever may delete messages here can do it.",
};
