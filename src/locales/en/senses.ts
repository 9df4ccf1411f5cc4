/** English texts about files that were read, and recordings that were listened to. */
export const senses = {
  cut: (name: string) => `“${name}” is longer than I can read at once, so I read only its beginning.`,
  shortened: (name: string) => `“${name}” didn't fit whole into what the model can read at once: the middle of it is missing.`,
  encrypted: (name: string) => `“${name}” is locked with a password, so I can't read it. Save it without one and attach it again.`,
  noText: (name: string) => `“${name}” holds no text that I could read, perhaps only scanned pages. Attach the pages as pictures, then I can look at them.`,
  damaged: (name: string) => `“${name}” seems to be damaged: I couldn't read it. Save it once more and attach it again.`,
  oldOffice: (name: string) => `“${name}” is in the format of old office programs. Save it as .docx, .xlsx, .pptx or PDF and attach it again.`,
  notListening: (name: string) => `I can't listen to “${name}”: whoever runs this bot hasn't set that up (TRANSCRIBE_MODEL).`,
  notListeningHere: (name: string) => `I didn't listen to “${name}”: this server uses a model endpoint of its own, and recordings would have to go elsewhere.`,
  notHeard: (name: string) => `I couldn't listen to “${name}” just now. Try again in a minute.`,
  silent: (name: string) => `I listened to “${name}” and heard no words in it.`,
  noMoney: (name: string) => `I didn't listen to “${name}”: that would be more than what is left of today's budget.`,
  /** Above the words of a recording. */
  transcript: (name: string, length: string) => `**${name}** (${length})`,
  voicesLeftOut: (n: number) => (n === 1 ? "I didn't listen to one voice message." : `I didn't listen to ${n} voice messages.`),
};
