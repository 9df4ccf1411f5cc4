/** Nobody is pinged by accident: every message carries this. */
export const NO_MENTIONS = { parse: [] as never[] };
