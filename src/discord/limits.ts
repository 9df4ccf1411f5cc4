/** Discord's limits, in its own units. Source: Discord API reference (message, application commands, components), API v10. */

/** UTF-16 code units of a message's content. */
export const MESSAGE_LENGTH = 2000;
/** Messages one answer may take; more follow-ups are refused (40094) for user installs. */
export const MESSAGES_PER_ANSWER = 5;
/** What makes repeats of a new message harmless. */
export const NONCE_LENGTH = 25;
export const EMBED_DESCRIPTION_LENGTH = 4096;
export const TEXT_INPUT_LENGTH = 4000;
export const AUTOCOMPLETE_CHOICES = 25;
export const CUSTOM_ID_LENGTH = 100;
export const CHOICE_LENGTH = 100;
/** An interaction token works this long, ms. */
export const TOKEN_LIFETIME_MS = 15 * 60_000;

export const EPHEMERAL = 1 << 6;
export const SUPPRESS_EMBEDS = 1 << 2;
export const IS_VOICE_MESSAGE = 1 << 13;
