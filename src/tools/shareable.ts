/** Which tools somebody's own idea may use: what looks up something that is worth sharing, and nothing that others could have addressed by what they write. */
import { generateImage } from "./generate-image.ts";
import { news } from "./news.ts";
import { recall } from "./recall.ts";
import { reddit } from "./reddit.ts";
import type { Tool } from "./tool.ts";
import { wikipedia } from "./wikipedia.ts";

/** No search and no page: what people say in a channel must not talk the bot into carrying it elsewhere where nobody asked for anything. */
export const shareable: readonly Tool[] = [news, reddit, wikipedia, recall, generateImage];
