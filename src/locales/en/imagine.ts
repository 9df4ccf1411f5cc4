/** English texts about pictures: /imagine, its buttons, and why there is no picture. */
export const imagine = {
  off: "I can't make pictures here: whoever runs this bot hasn't set up a model for it (IMAGE_MODEL).",
  empty: "Tell me what the picture shows: the description is empty.",
  notAPicture: (name: string) => `I can't start from “${name}”. What works: PNG, JPEG and WebP.`,
  pictureTooLarge: (name: string) => `“${name}” is too large to start from. It may have 10 MiB.`,
  refining: "✏️ Working out the description…",
  /** `percent`: where the server tells; else the seconds so far. */
  painting: (percent: number | null, seconds: number) => {
    const far = percent === null ? (seconds < 5 ? "" : ` ${seconds} s`) : ` ${percent} %`;
    return `🎨 Painting…${far}`;
  },
  refined: (prompt: string) => `-# Refined: ${prompt}`,
  inStyle: (style: string) => `-# In the persona's style: ${style}`,
  fewer: (made: number, asked: number) => `-# The model made ${made} of the ${asked} pictures.`,
  leftOut: (n: number) => `-# ${n === 1 ? "One picture is" : `${n} pictures are`} too large for Discord and not shown.`,
  notShown: "-# Discord didn't take the picture here. I may lack the permission Attach Files.",
  lost: "Your picture is done, but Discord's reply had expired before I could show it. Ask again with /imagine.",
  notRefined: "The small model could not refine the description, so it was used as it is.",
  fileName: "picture",
  button: {
    reroll: "Reroll",
    edit: "Edit prompt",
    vary: "Vary",
    upscale: "Upscale",
    delete: "Delete",
    why: "Why",
    retry: "Try again",
    /** One of several pictures. */
    numbered: (label: string, n: number) => `${label} ${n}`,
  },
  editTitle: "Edit prompt",
  editLabel: "What the picture shows",
  pictureGone: "That picture is no longer in the message, so I can't work with it.",
  failure: {
    refused: "The picture model's provider doesn't allow this picture: it is against its content rules. Describe something else, or say it in other words.",
    unreachable: "I couldn't reach the picture model just now. Try again in a minute; if it stays like this, tell whoever runs this bot.",
    slow: "The picture model took too long. Try again, or ask for fewer pictures.",
    busy: "The picture model is getting too many requests right now, or its account is empty. Wait a minute, then try again.",
    "server-error": "The picture model's server has a problem right now. Try again in a few minutes.",
    unauthorized: "The picture model's server doesn't accept this bot's key. Whoever runs the bot has to check IMAGE_API_KEY.",
    "unknown-model": "The picture model's server doesn't know the model. Whoever runs the bot has to check IMAGE_MODEL.",
    "bad-request": "The picture model refused this request. Try it in other words, in another size, or without a picture to start from.",
    "not-an-api": "What answered is not a server for pictures. Whoever runs the bot has to check IMAGE_BASE_URL.",
    empty: "The picture model answered without a picture. Try again, or describe it in other words.",
    "too-large": "The pictures are too large for Discord, or for me. Ask for fewer, or for another size.",
    "no-reference": "This picture model can't start from another picture. Try it without.",
    "reference-gone": "The picture to start from can no longer be downloaded from Discord. Attach it again with /imagine.",
    "reference-unreadable": "I can't start from that file: it has to be a PNG, JPEG or WebP of at most 10 MiB.",
    "no-upscale": "This picture model can't make pictures larger.",
    off: "I can't make pictures any more: whoever runs this bot has switched that off (IMAGE_MODEL).",
  },
};
