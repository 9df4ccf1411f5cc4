/** English texts of the invitation and the set-up. */
export const setup = {
  welcomeServer: [
    "### Hi, I'm Edgewise!",
    "Ask me with `/ask`, or right-click a message → Apps → Reply with AI. I answer right where you are.",
    "I speak only when somebody asks me, unless your managers let me do more, and I ping nobody. `/help` shows everything I can do.",
    "Whoever manages this server can tell me where I may be used, how I should sound, and what I may cost.",
  ].join("\n"),
  welcomePerson: [
    "### Hi, I'm Edgewise!",
    "You can take me everywhere: type `/ask` in any conversation, or right-click a message → Apps → Ask AI privately.",
    "I speak only when you ask me. No other person sees what you ask me here; `/privacy` says what I keep and which model reads it.",
    "`/settings` is for your time zone and for how I answer you, `/help` shows everything I can do.",
  ].join("\n"),
  setUp: "Set up",
  tryIt: "Try it",
  privacy: "Privacy",
  tryTitle: "Ask me something",
  tryLabel: "Your question",
  tryPlaceholder: "e.g. What is a good name for a pub quiz team?",

  heading: (step: number, of: number) => `### Set up · ${step} of ${of}`,
  steps: {
    channels: "**Where may I be used?** Everywhere, unless you choose channels. Threads follow their channel.",
    personality: "**How should I sound?** Choose a personality, or tell me in your own words.",
    unasked: "**May I speak unasked?** Not unless you say so. When you do, choose the channels as well: there I wait for a good moment.",
    budget: "**What may I cost a day?** When that is spent, I say so and rest until midnight UTC.",
  },
  now: (value: string) => `Now: ${value}`,
  back: "Back",
  skip: "Skip",
  next: "Next",
  finish: "Finish and check",
  again: "Check once more",
  settings: "To the settings",
};
