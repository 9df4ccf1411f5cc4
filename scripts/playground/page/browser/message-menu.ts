/** What can be done with a message: reply, copy, and the bot's own menus. Made by `main.ts`; opens for a right click, a long press, a key. */
import type { WireChannel, WireMessage, World } from "../wire.ts";
import type { Interactions } from "./interactions.ts";
import { type MenuItem, openMenu } from "./menu.ts";
import type { MessageList } from "./message-list.ts";
import { discordLink } from "./names.ts";

export interface MessageMenuOptions {
  world(): World;
  here(): WireChannel | undefined;
  messages(): MessageList;
  parent: HTMLElement;
  interactions: Interactions;
  reply(message: WireMessage): void;
  /** Asks for a name; `giveBack` where nothing came of it. */
  startThread(message: WireMessage, giveBack: () => void): void;
  openChannel(id: string): void;
  say(text: string): void;
}

export interface MessageMenu {
  open(message: WireMessage, around: DOMRect): void;
  /** On a message worth asking about. */
  openSomewhere(): void;
}

export function createMessageMenu(options: MessageMenuOptions): MessageMenu {
  const { world, here, messages, interactions, reply, say } = options;

  function open(message: WireMessage, around: DOMRect): void {
    const channel = here();
    if (!channel) return;
    const giveBack = () => messages().focusMessage(message.id);
    openMenu({
      label: `Message of ${message.author.name}`,
      groups: [{ items: ownItems(message, channel, giveBack) }, { label: "Apps", items: appItems(message, channel, giveBack) }],
      around,
      parent: options.parent,
      giveBack,
    });
  }

  function ownItems(message: WireMessage, channel: WireChannel, giveBack: () => void): MenuItem[] {
    const copy = (text: string, done: string) => () => void navigator.clipboard.writeText(text).then(() => say(done));
    const link = discordLink(channel.guildId, channel.id, message.id);
    return [
      ...(channel.canPost && !message.isPrivate && !message.isNotice ? [{ label: "Reply", icon: "reply" as const, run: () => reply(message) }] : []),
      ...threadItems(message, channel, giveBack),
      ...(message.content === "" ? [] : [{ label: "Copy text", icon: "copy" as const, run: copy(message.content, "Text copied.") }]),
      message.isPrivate
        ? { label: "Dismiss message", icon: "close", run: () => messages().dismiss(message.id) }
        : { label: "Copy message link", icon: "link", run: copy(link, "Link copied.") },
    ];
  }

  function threadItems(message: WireMessage, channel: WireChannel, giveBack: () => void): MenuItem[] {
    const { thread } = message;
    if (thread) return [{ label: "Open thread", icon: "thread", run: () => options.openChannel(thread.id) }];
    if (!channel.canThread || message.isPrivate || message.isNotice) return [];
    return [{ label: "Create thread", icon: "thread", run: () => options.startThread(message, giveBack) }];
  }

  /** Discord has no Apps for messages that only one person sees. */
  function appItems(message: WireMessage, channel: WireChannel, giveBack: () => void): MenuItem[] {
    const offered = message.isPrivate ? [] : world().menus.filter((name) => channel.offered.includes(name));
    const use = (command: string) => interactions.run(channel, command, { kind: "message", command, target: message.id }, giveBack);
    return offered.map((name) => ({ label: name, icon: "app", run: () => use(name) }));
  }

  return {
    open,
    openSomewhere() {
      // The newest of somebody else: there the bot has something to say.
      const isOthers = (message: WireMessage) => !message.isPrivate && !message.author.isBot && message.author.id !== world().me;
      const target = messages().find(isOthers) ?? messages().find(() => true);
      const element = target && messages().elementOf(target.id);
      if (!target || !element) return;
      element.scrollIntoView({ block: "center" });
      const { left, top } = element.getBoundingClientRect();
      open(target, new DOMRect(left + 72, top, 0, 30));
    },
  };
}
