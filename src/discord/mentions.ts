/** Nobody is pinged by accident: every message carries this. */
export const NO_MENTIONS = { parse: [] as never[] };

/** The one deliberate ping: of whoever asked to be reminded. */
export const onlyMention = (userId: string) => ({ ...NO_MENTIONS, users: [userId] });

/** `nobody`: the word for somebody whose id is not known any more. */
export const mentionOf = (id: string, nobody: string): string => (id === "" ? nobody : `<@${id}>`);
