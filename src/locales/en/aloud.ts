/** English texts of reading an answer aloud. */
export const aloud = {
  working: "🔊 Reading it aloud…",
  /** Said by the voice itself. */
  spoken: { code: "Code.", spoiler: "spoiler", shortened: "The rest is in the text." },
  posted: (link: string) => `Read aloud: ${link}`,
  shortened: "-# The answer is long, so I read its beginning.",
  fileName: "answer",
  file: {
    private: "Here it is, for you alone.",
    iLack: "I may not send voice messages here, so here it is as a file for you alone. Whoever manages this channel can allow me “Send Voice Messages”.",
    youLack: "Voice messages are not allowed to you here, so here it is as a file for you alone.",
    noVoice: "The voice came in a form that can't be a voice message, so here it is as a file for you alone.",
    refused: "Discord didn't take the voice message, so here it is as a file for you alone.",
  },
  noFile: "Discord doesn't take the file here, so I can't let you hear it.",
  off: "Reading aloud is switched off. Whoever runs this bot can set SPEECH_MODEL.",
  ownEndpoint: "This answer came from the server's own model. Its words go nowhere else, so they don't go to the voice either.",
  optedOut: "This answer holds words of somebody who doesn't want to be read by me any more, so I don't read it aloud.",
  interrupted: "I was interrupted while reading aloud and gave up. Press Read aloud once more.",
  lost: "I lost the connection to Discord while I posted the voice message. If it isn't in the channel, press Read aloud once more.",
  failure: {
    away: "The voice can't be reached just now. Try again in a few minutes; if it stays like this, tell whoever runs this bot.",
    slow: "The voice took too long. Try again in a few minutes, or with a shorter answer.",
    busy: "The voice gets too many requests right now. Wait a minute, then try again.",
    unauthorized: "The voice's server doesn't accept this bot's key. Whoever runs the bot has to check AUDIO_API_KEY.",
    unknownModel: "The voice's server doesn't know the model. Whoever runs the bot has to correct SPEECH_MODEL.",
    refused: "The voice refused to read this. If it refuses everything, whoever runs the bot should check SPEECH_MODEL and SPEECH_VOICE.",
    notAudio: "What answered sent no sound. Whoever runs the bot has to check AUDIO_BASE_URL and SPEECH_MODEL.",
    tooLarge: "The sound got larger than Discord takes. Try it with a shorter answer.",
    nothing: "There is nothing in this answer that could be read aloud.",
  },
};
