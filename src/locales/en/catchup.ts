/** English texts of /catchup and of "Summarize from here". Moments are Discord's own timestamps: everybody sees them in their own time. */
const count = (n: number) => n.toLocaleString("en");
const plural = (n: number, one: string, many: string) => `${count(n)} ${n === 1 ? one : many}`;

export const catchup = {
  /** Above the answer. `where`: another channel than this one, else empty. */
  read: (said: number, people: number, bots: number, from: string, to: string, where: string) =>
    `${plural(said, "message", "messages")}${where === "" ? "" : ` in ${where}`}${from === to ? `, ${from}` : ` from ${from} to ${to}`}, by ${[
      ...(people > 0 || bots === 0 ? [plural(people, "person", "people")] : []),
      ...(bots > 0 ? [plural(bots, "bot", "bots")] : []),
    ].join(" and ")}.`,
  /** Behind it. */
  remembered: (n: number) => `Beside these, ${plural(n, "line", "lines")} that I remember.`,
  condensing: (said: number) => `Reading ${plural(said, "message", "messages")}; that takes a moment…`,

  guest: "I'm not a member here, so I can't read what people say. Right-click a message, Apps, Ask AI privately: that works everywhere.",
  hereUnreadable: "I can't read this channel's earlier messages: View Channel and Read Message History are missing, for me or for you.",
  youMayNot: (channel: string) => `You can't read the earlier messages of ${channel}, so I won't read them to you.`,
  iMayNot: (channel: string) => `I can't read the earlier messages of ${channel}: there I lack View Channel or Read Message History.`,
  gone: (channel: string) => `I can't find ${channel}, or I'm not allowed to see it. Pick another channel.`,
  noMessages: (channel: string) => `${channel} holds no messages of its own. Pick a text channel, or one of its threads or posts.`,
  ageRestricted: (channel: string) => `${channel} is age-restricted. Ask me there.`,
  otherServer: "I can only look into channels of this server, from within it.",
  uncheckable: "I couldn't check just now who may read that channel, so I'd rather not. Try again in a minute.",
  unreadable: "Discord didn't let me read the messages just now. Try again in a minute.",

  badSince: (typed: string) =>
    `I can't tell when “${typed}” was. Try for example: \`2h\`, \`3 days\`, \`yesterday\`, \`since monday\`, \`yesterday 14:00\`, \`2026-11-20\`, or the link of a message.`,
  badSinceEmpty: "Tell me since when, for example `2h`, `yesterday` or `since monday`, or leave it out: then I begin at your last message here.",
  ahead: (typed: string) => `“${typed}” is still to come. Tell me a moment that has been, for example \`2h\` or \`yesterday\`.`,

  nothingSinceYours: (link: string) => `Nothing new: nobody has written anything since your last message (${link}).`,
  nothingSince: (moment: string) => `Nothing new: nobody has written anything since ${moment}.`,
  nothingAtAll: "Nobody has written anything here yet.",
  nothingReadable: "There is nothing here that I may read.",
  lookFurther: "-# To look further back, use the option `since`, for example `since: yesterday`.",
  onlyBlank: "I can see that something was written, but not what.",
  toYou: (links: string) => `Addressed to you: ${links}`,
  beginsAt: (link: string) => `It begins here: ${link}`,

  notice: {
    more: (n: number, from: string) => `I read only the last ${count(n)} messages, back to ${from}.`,
    moreOfAbout: (n: number, about: number, from: string) => `I read only the last ${count(n)} of about ${count(about)} messages, back to ${from}.`,
    broken: (from: string) => `Discord didn't let me read further back than ${from}.`,
    brokenFollowing: (to: string) => `Discord didn't let me read on after ${to}.`,
    yoursFurtherBack: "Your own last message is further back than I read.",
    yoursNowhere: "You haven't written here yet, so I began at the first message.",
    leftOut: "What people wrote who don't want to be read is not in it.",
    byUtc: "I went by UTC, because I don't know your time zone. You can set it in /settings.",
    condensed: (n: number) => `The ${plural(n, "oldest message was", "oldest messages were")} condensed first, so that all of it fits.`,
  },

  /** Offered while the option `since` is typed. The values are read by the same rules as what people type. */
  suggestions: [
    { name: "since my last message here", value: "last message" },
    { name: "the last hour", value: "1 hour" },
    { name: "the last 3 hours", value: "3 hours" },
    { name: "today", value: "today" },
    { name: "since yesterday", value: "yesterday" },
    { name: "the last 24 hours", value: "24 hours" },
    { name: "since Monday", value: "monday" },
    { name: "the last 3 days", value: "3 days" },
    { name: "the last week", value: "1 week" },
  ],
};
