/** What Discord lets the bot do: intent, installation, tokens, permissions in this channel. Part of `panel.ts`. */
import type { Switches, WirePermission, World } from "../wire.ts";
import { h } from "./dom.ts";
import { createSection, createToggle, smallButton } from "./panel-section.ts";

export interface DiscordOptions {
  onIntent(isOn: boolean): void;
  onInstall(isOn: boolean): unknown;
  expireTokens(): Promise<{ expired: number } | undefined>;
  /** `who`: of the bot or of a person, in the open channel. */
  permissions(who: string): Promise<WirePermission[]>;
  setPermission(who: string, name: string, allowed: boolean): Promise<WirePermission[]>;
}

export interface DiscordSections {
  elements: HTMLElement[];
  showWorld(world: World, place: string): void;
  showSwitches(switches: Switches): void;
}

export function createDiscordSections(options: DiscordOptions): DiscordSections {
  const intent = createToggle("Message Content intent", "The bot may read what people write", options.onIntent);
  const install = createToggle("In my account", "I may use the bot everywhere, not only where it is a member", options.onInstall);
  const expired = h("span", { class: "soft", role: "status" });
  const expire = smallButton("Expire all tokens", () => {
    void options.expireTokens().then((result) => {
      if (!result) return;
      expired.textContent = result.expired === 0 ? "No interaction is open." : `${result.expired} expired: the bot has to find another way.`;
    });
  });
  const discord = createSection("discord", "Discord", false, intent.label, install.label, h("div", { class: "button-row" }, expire, expired));
  const permissions = createPermissions(options);

  return {
    elements: [discord.element, permissions.element],
    showWorld(world, place) {
      install.input.checked = world.hasApp;
      permissions.show(world, place);
    },
    showSwitches(switches) {
      intent.input.checked = switches.messageContent;
      discord.setState(switches.messageContent ? "reads messages" : "no message content");
    },
  };
}

function createPermissions(options: DiscordOptions) {
  const whoPicker = h("fieldset", { class: "who" });
  const list = h("div", { class: "permissions" });
  const section = createSection("permissions", "Permissions here", false, whoPicker, list);
  let who = "";
  let turn = 0;

  /** Only the last answer counts; the panel may have moved on. */
  async function load(permissions: Promise<WirePermission[]>): Promise<void> {
    const own = ++turn;
    const loaded = await permissions.catch(() => []);
    if (own !== turn) return;
    const focused = document.activeElement instanceof HTMLInputElement && list.contains(document.activeElement) ? document.activeElement.name : undefined;
    list.replaceChildren(...permissionRows(loaded));
    list.querySelector<HTMLInputElement>(`input[name="${focused}"]`)?.focus();
    const denied = loaded.filter((permission) => !permission.allowed).length;
    section.setState(loaded.length === 0 ? "" : denied === 0 ? "all allowed" : `${denied} denied`);
  }

  function permissionRows(loaded: WirePermission[]): HTMLElement[] {
    if (loaded.length === 0) return [h("p", { class: "soft" }, "Direct messages have no permissions to switch.")];
    return loaded.map((permission) => {
      const hint = permission.fixed !== "" ? permission.fixed : permission.scope === "server" ? "On the whole server" : "";
      const { input, label } = createToggle(permission.label, hint, (isOn) => void load(options.setPermission(who, permission.name, isOn)));
      input.name = permission.name;
      input.checked = permission.allowed;
      input.disabled = permission.fixed !== "";
      return label;
    });
  }

  return {
    element: section.element,
    show(world: World, place: string) {
      const bot = world.users.find((user) => user.id === world.app.id) ?? world.users.find((user) => user.isBot);
      const candidates = [...(bot ? [bot] : []), ...world.people];
      if (!candidates.some((person) => person.id === who)) who = bot?.id ?? world.me;
      const choice = (id: string, name: string) => {
        const input = h("input", { type: "radio", name: "permissions-of", value: id, checked: id === who });
        input.addEventListener("change", () => {
          who = id;
          void load(options.permissions(who));
        });
        return h("label", {}, input, h("span", {}, name));
      };
      const isInside = whoPicker.contains(document.activeElement);
      whoPicker.replaceChildren(h("legend", {}, `Who may do what in ${place}`), ...candidates.map((person) => choice(person.id, person.name)));
      if (isInside) whoPicker.querySelector<HTMLInputElement>("input:checked")?.focus();
      void load(options.permissions(who));
    },
  };
}
