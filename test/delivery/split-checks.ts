/** Readers of their own, for what the tests of the splitter promise: they share no code with it. */

/** Whether the messages are the text's own words in order, with nothing between them but blanks and fence lines that were added. */
export function isWhole(text: string, messages: string[], rest = ""): boolean {
  const parts = rest === "" ? messages : [...messages, rest];
  const failed = new Set<string>();
  const skip = (at: number) => at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0);
  const match = (index: number, from: number, mayDropCloser: boolean): boolean => {
    const at = skip(from);
    const key = `${index} ${at} ${mayDropCloser}`;
    if (failed.has(key)) return false;
    failed.add(key);
    const part = parts[index];
    if (
      part === undefined
        ? at === text.length
        : contents(part, index).some((body) => text.startsWith(body, at) && match(index + 1, at + body.length, body !== part.trim()))
    )
      return true;
    // The text's own closing line may stand in the message before as the added one.
    const closing = /^[ \t>]*(`{3,}|~{3,})[ \t]*(?=\n|$)/.exec(text.slice(at));
    return mayDropCloser && closing !== null && match(index, at + closing[0].length, false);
  };
  return match(0, 0, false);
}

/** The part with and without what looks like an added opening line (and quote marker), and an added closing line or the rest of one. */
function contents(part: string, index: number): string[] {
  const bodies = [part];
  if (index > 0 && /^[ \t>]*(`{3,}|~{3,})/.test(part)) bodies.push(part.replace(/^.*\n?/, ""), part.replace(/^.*\n(> )?/, ""));
  return bodies.flatMap((body) => {
    const added = /\n?[ \t>]*[`~]*$/.exec(body)?.[0].length ?? 0;
    return Array.from({ length: added + 1 }, (_, count) => body.slice(0, body.length - count).trim());
  });
}

/** A reader of its own, for fences as the generators write them. */
export function hasOpenFence(message: string): boolean {
  let open = "";
  for (const line of message.split("\n")) {
    const marker = /^(?:[ \t]|>|- |1\. )*(`{3,}|~{3,})([^`]*)$/.exec(line);
    if (marker === null) continue;
    const [, run = "", info = ""] = marker;
    if (open === "") open = run;
    else if (run[0] === open[0] && run.length >= open.length && info.trim() === "") open = "";
  }
  return open !== "";
}
