/** Words of others inside our texts, for the handlers. */
export { clip, quote } from "../discord/quote.ts";
