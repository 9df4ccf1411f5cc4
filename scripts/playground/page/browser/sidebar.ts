/** Servers, channels, direct messages, and whom one speaks as. Made by `main.ts`. */
import type { Person, WireChannel, World } from "../wire.ts";
import { avatar } from "./avatar.ts";
import { h, icon } from "./dom.ts";

export interface SidebarOptions {
  servers: HTMLElement;
  channels: HTMLElement;
  people: HTMLElement;
  openChannel(id: string): void;
  speakAs(personId: string): void;
}

export interface Sidebar {
  show(world: World, current: WireChannel | undefined): void;
  markUnread(channelId: string): void;
}

export function createSidebar(options: SidebarOptions): Sidebar {
  const unread = new Set<string>();
  return {
    show(world, current) {
      if (current) unread.delete(current.id);
      const guild = world.guilds.find((candidate) => candidate.id === current?.guildId);
      options.servers.replaceChildren(...serverButtons(world, current, options.openChannel));
      const heading = h("h1", {}, guild?.name ?? "Direct messages");
      const channels = guild ? inOrder(guild.channels) : world.directs;
      const list = h("ul", {}, ...channels.map((channel) => h("li", {}, channelButton(channel, world, current, unread, options.openChannel))));
      options.channels.replaceChildren(heading, list);
      options.people.replaceChildren(peoplePicker(world, options.speakAs));
    },
    markUnread(channelId) {
      unread.add(channelId);
      options.channels.querySelector(`[data-channel="${channelId}"]`)?.classList.add("unread");
    },
  };
}

/** Threads stand below their channel. */
function inOrder(channels: readonly WireChannel[]): WireChannel[] {
  const tops = channels.filter((channel) => channel.parentId === null);
  return tops.flatMap((top) => [top, ...channels.filter((channel) => channel.parentId === top.id)]);
}

function serverButtons(world: World, current: WireChannel | undefined, open: (id: string) => void): HTMLElement[] {
  const button = (label: string, face: Node | string, first: string | undefined, isCurrent: boolean) =>
    h(
      "button",
      {
        type: "button",
        class: `server${isCurrent ? " current" : ""}`,
        title: label,
        "aria-label": label,
        "aria-current": isCurrent ? "true" : null,
        disabled: first === undefined,
        onclick: () => first !== undefined && open(first),
      },
      face,
    );
  const initials = (name: string) =>
    name
      .split(/\s+/)
      .map((word) => word.charAt(0))
      .join("")
      .slice(0, 3);
  return [
    button("Direct messages", icon("at"), world.directs[0]?.id, current?.guildId === null),
    h("hr"),
    ...world.guilds.map((guild) => button(guild.name, initials(guild.name), guild.channels[0]?.id, guild.id === current?.guildId)),
  ];
}

function channelButton(
  channel: WireChannel,
  world: World,
  current: WireChannel | undefined,
  unread: ReadonlySet<string>,
  open: (id: string) => void,
): HTMLElement {
  const isCurrent = channel.id === current?.id;
  const person = world.users.find((user) => user.isBot && user.name === channel.name);
  const face =
    channel.kind === "direct"
      ? avatar(person ?? { id: "", name: channel.name, isBot: false, tint: 0 }, "small")
      : icon(channel.kind === "thread" ? "thread" : "hash");
  const classes = ["channel", channel.kind, isCurrent ? "current" : "", unread.has(channel.id) ? "unread" : ""].filter(Boolean).join(" ");
  return h(
    "button",
    { type: "button", class: classes, "data-channel": channel.id, "aria-current": isCurrent ? "page" : null, onclick: () => open(channel.id) },
    face,
    h("span", {}, channel.name),
  );
}

function peoplePicker(world: World, speakAs: (id: string) => void): HTMLElement {
  const me = world.people.find((person) => person.id === world.me);
  const choice = (person: Person) => {
    const input = h("input", {
      type: "radio",
      name: "speak-as",
      value: person.id,
      checked: person.id === world.me,
      "aria-label": person.name,
      onchange: () => speakAs(person.id),
    });
    return h("label", { class: "person", title: person.name }, input, avatar(person));
  };
  return h("fieldset", {}, h("legend", {}, "Speak as ", h("strong", {}, me?.name ?? "")), h("div", { class: "choices" }, ...world.people.map(choice)));
}
