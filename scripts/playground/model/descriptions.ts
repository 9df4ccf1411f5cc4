/** What the demo model makes of a description before a picture is painted. Called by `words.ts`. */
import { block } from "./summaries.ts";

/** Undefined where this is no such task. Commands in brackets stay, for the painter. */
export function refinedIn(message: string): string | undefined {
  const description = block(message, "description");
  if (description === undefined) return undefined;
  const style = block(message, "style") ?? "soft morning light, painterly";
  return `${description.replace(/[.\s]+$/, "")}, seen from slightly above, calm composition, ${style}`;
}
