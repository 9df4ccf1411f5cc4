/** Servers, channels, direct messages, and whom one speaks as. Made by `main.ts`. */
import type { Person, WireChannel, World } from "../wire.ts";
import { avatar } from "./avatar.ts";
import { h } from "./dom.ts";
import { icon } from "./icons.ts";
import { guildOf, rankOf } from "./names.ts";
import { rove } from "./roving.ts";

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

  function drawChannels(world: World, current: WireChannel | undefined): void {
    const guild = guildOf(world, current);
    const channels = guild ? inOrder(guild.channels) : world.directs;
    const buttons = channels.map((channel) => channelButton(channel, world, channel.id === current?.id, unread.has(channel.id), options.openChannel));
    const list = h("ul", { "aria-label": guild ? "Channels" : "Conversations" }, ...buttons.map((button) => h("li", {}, button)));
    const absent = guild && !guild.hasBot ? h("p", { class: "channels-note" }, `${world.app.name} is not a member of this server.`) : null;
    options.channels.replaceChildren(h("h2", {}, guild?.name ?? "Direct messages"), ...(absent ? [absent] : []), list);
    rove(list, buttons);
  }

  return {
    show(world, current) {
      if (current) unread.delete(current.id);
      const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["key"] : undefined;
      const servers = serverButtons(world, current, options.openChannel);
      options.servers.replaceChildren(...servers);
      rove(
        options.servers,
        servers.filter((server) => server instanceof HTMLButtonElement),
      );
      drawChannels(world, current);
      options.people.replaceChildren(peoplePicker(world, current, options.speakAs));
      if (focused !== undefined && document.activeElement === document.body) {
        for (const root of [options.servers, options.channels, options.people]) root.querySelector<HTMLElement>(`[data-key="${focused}"]`)?.focus();
      }
    },
    markUnread(channelId) {
      unread.add(channelId);
      const button = options.channels.querySelector(`[data-key="channel-${channelId}"]`);
      if (!button || button.classList.contains("unread")) return;
      button.classList.add("unread");
      button.append(unreadNote());
    },
  };
}

const unreadNote = () => h("span", { class: "visually-hidden" }, " (unread)");

/** Threads stand below their channel. */
function inOrder(channels: readonly WireChannel[]): WireChannel[] {
  const tops = channels.filter((channel) => channel.parentId === null);
  return tops.flatMap((top) => [top, ...channels.filter((channel) => channel.parentId === top.id)]);
}

function serverButtons(world: World, current: WireChannel | undefined, open: (id: string) => void): HTMLElement[] {
  const button = (key: string, label: string, face: Node | null, first: string | undefined, isCurrent: boolean) =>
    h(
      "button",
      {
        type: "button",
        class: `server${isCurrent ? " current" : ""}`,
        title: label,
        "aria-label": label,
        "aria-current": isCurrent ? "true" : null,
        "data-key": `server-${key}`,
        // Drawn by the style sheet: it is a picture of the name, not another name.
        "data-initials": face ? null : initials(label),
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
    button("direct", "Direct messages", icon("at"), world.directs[0]?.id, current?.guildId === null),
    h("hr"),
    ...world.guilds.map((guild) => button(guild.id, guild.name, null, guild.channels[0]?.id, guild.id === current?.guildId)),
  ];
}

function channelButton(channel: WireChannel, world: World, isCurrent: boolean, isUnread: boolean, open: (id: string) => void): HTMLElement {
  const classes = ["channel", channel.kind, isCurrent ? "current" : "", isUnread ? "unread" : ""].filter(Boolean).join(" ");
  return h(
    "button",
    {
      type: "button",
      class: classes,
      "data-key": `channel-${channel.id}`,
      "aria-current": isCurrent ? "page" : null,
      onclick: () => open(channel.id),
    },
    faceOf(channel, world),
    h("span", { class: "channel-name" }, channel.name),
    isUnread ? unreadNote() : null,
  );
}

function faceOf(channel: WireChannel, world: World): Node {
  if (channel.kind !== "direct") return icon(channel.kind === "text" ? "hash" : channel.kind);
  if (channel.recipients.length > 2) return h("span", { class: "avatar avatar-small avatar-group" }, icon("people"));
  const other = channel.recipients.find((id) => id !== world.me);
  return avatar(world.users.find((user) => user.id === other) ?? { id: "", name: channel.name, isBot: false, tint: 0 }, "small");
}

function peoplePicker(world: World, current: WireChannel | undefined, speakAs: (id: string) => void): HTMLElement {
  const guild = guildOf(world, current);
  const me = world.people.find((person) => person.id === world.me);
  const inWords = (person: Person) => [person.name, rankOf(guild, person.id)].filter((part) => part !== "").join(", ");
  const choice = (person: Person) => {
    const input = h("input", {
      type: "radio",
      name: "speak-as",
      value: person.id,
      checked: person.id === world.me,
      "aria-label": inWords(person),
      "data-key": `person-${person.id}`,
      onchange: () => speakAs(person.id),
    });
    return h("label", { class: "person", title: inWords(person) }, input, avatar(person));
  };
  const rank = rankOf(guild, world.me);
  return h(
    "fieldset",
    {},
    h("legend", {}, "Speak as ", h("strong", {}, me?.name ?? ""), rank === "" ? "" : `, ${rank}`),
    h("div", { class: "choices" }, ...world.people.map(choice)),
  );
}
