/** Takes secrets out of whatever is printed. Used by the output and by the wrangler runner. */

export const MASKED = "••••••";

/** Longest first: one secret may be the beginning of another. Very short ones would hide half of every line. */
export function mask(text: string, secrets: readonly string[]): string {
  const known = [...new Set(secrets)].filter((secret) => secret.length >= 6).toSorted((a, b) => b.length - a.length);
  return known.reduce((masked, secret) => masked.replaceAll(secret, MASKED), text);
}
