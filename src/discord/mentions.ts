/** Nobody is pinged by accident: every message carries this. */
export const NO_MENTIONS = { parse: [] as never[] };

/** `nobody`: the word for somebody whose id is not known any more. */
export const mentionOf = (id: string, nobody: string): string => (id === "" ? nobody : `<@${id}>`);
