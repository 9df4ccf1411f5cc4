/** Whose prompt is meant: the choices of the option `for`. */

export const promptOwners = [
  { name: "me", name_localizations: { "en-US": "me", de: "mich" }, value: "me" },
  { name: "this channel", name_localizations: { "en-US": "this channel", de: "diesen Kanal" }, value: "channel" },
  { name: "this server", name_localizations: { "en-US": "this server", de: "diesen Server" }, value: "server" },
] as const;
