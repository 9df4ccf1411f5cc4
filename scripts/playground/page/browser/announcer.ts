/** What a screen reader says by itself: one polite line after the other. Made by `main.ts`. */
import type { WireMessage } from "../wire.ts";
import { h } from "./dom.ts";
import type { Names } from "./names.ts";

/** An answer that grows is read out when it has been quiet for this long. */
const QUIET_MS = 2500;
const KEPT_MS = 10_000;
const LONGEST = 600;

export interface Announcer {
  say(text: string): void;
  /** New or changed; oneself is not read out. */
  message(message: WireMessage, isOwn: boolean): void;
}

export function createAnnouncer(root: HTMLElement, names: Names): Announcer {
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();
  const spoken = new Map<string, string>();

  function say(text: string): void {
    const line = h("p", {}, text);
    root.append(line);
    setTimeout(() => line.remove(), KEPT_MS);
  }

  /** Only what is new of it, where its beginning was read out already. */
  function speak(message: WireMessage): void {
    waiting.delete(message.id);
    const before = spoken.get(message.id) ?? "";
    const text = wordsOf(message, names);
    spoken.set(message.id, text);
    if (text === before) return;
    const isGrown = before !== "" && text.startsWith(before);
    say(isGrown ? text.slice(before.length, before.length + LONGEST) : `${message.author.name}: ${text.slice(0, LONGEST)}`);
  }

  return {
    say,
    message(message, isOwn) {
      if (isOwn) return;
      clearTimeout(waiting.get(message.id));
      const isKnown = waiting.has(message.id) || spoken.has(message.id);
      if (message.isLoading) {
        if (!isKnown) say(`${message.author.name} is thinking.`);
        spoken.set(message.id, "");
        return;
      }
      if (message.author.isBot)
        waiting.set(
          message.id,
          setTimeout(() => speak(message), QUIET_MS),
        );
      else if (!isKnown) speak(message);
    },
  };
}

/** Without marks: they would be read out letter by letter. */
export function wordsOf(message: WireMessage, names: Names): string {
  const embeds = message.embeds.flatMap((embed) => [embed.author?.name ?? "", embed.title, embed.description]);
  const files = message.attachments.map((file) => file.description ?? file.name);
  const poll = message.poll === null ? [] : [`Poll: ${message.poll.question}`, ...message.poll.answers];
  return [message.content, ...embeds, ...files, ...poll]
    .map((text) => withoutMarks(text, names))
    .filter((text) => text !== "")
    .join(". ");
}

function withoutMarks(text: string, names: Names): string {
  return text
    .replaceAll(/<@!?(\d+)>/g, (_, id: string) => names.user(id) ?? "somebody")
    .replaceAll(/<#(\d+)>/g, (_, id: string) => `#${names.channel(id) ?? "unknown"}`)
    .replaceAll(/\|\|[\s\S]+?\|\|/g, "spoiler")
    .replaceAll(/```\w*\n?|\*\*|__|~~|`|^-# |^#+ |^> /gm, "")
    .replaceAll(/\s+/g, " ")
    .trim()
    .replace(/\.$/, "");
}
