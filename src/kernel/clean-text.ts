/** Text as people typed it, fit to be kept: no half characters, no NUL, one kind of line break, nothing around it. */
export function cleanText(typed: string): string {
  return typed.toWellFormed().replaceAll("\0", "").replaceAll(/\r\n?/g, "\n").trim();
}
