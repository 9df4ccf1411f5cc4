/** Which attached file a picture can start from. Used by /imagine; metadata only, nothing is fetched here. */
import type { Attachment } from "../discord/interaction.ts";
import { quote } from "../discord/quote.ts";
import type { Texts } from "../locales/index.ts";

const MOST_BYTES = 10 * 1024 * 1024;
/** What picture models take. */
const TYPE = /^image\/(png|jpe?g|webp)\b/i;
const EXTENSION = /\.(png|jpe?g|webp)$/i;

/** Undefined: it can. */
export function referenceProblem({ contentType, filename, size }: Attachment, { imagine: say }: Texts): string | undefined {
  const isNameless = contentType === "" || contentType.startsWith("application/octet-stream");
  if (!(TYPE.test(contentType) || (isNameless && EXTENSION.test(filename)))) return say.notAPicture(quote(filename));
  return size > MOST_BYTES ? say.pictureTooLarge(quote(filename)) : undefined;
}
