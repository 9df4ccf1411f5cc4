/** Starts the page: loads the world, wires the views together, follows live updates. Bundled by `../assets.ts`. */
import type { WireAction, WireChannel, WireComponent, WireEvent, WireMessage, World } from "../wire.ts";
import { type Api, createApi } from "./api.ts";
import { commandTitle } from "./command-form.ts";
import { createComposer } from "./composer.ts";
import { byId, h, icon } from "./dom.ts";
import { commandFailure, commandPending } from "./local-message.ts";
import { createMessageList } from "./message-list.ts";
import { openModal } from "./modal.ts";
import { createPanel } from "./panel.ts";
import { createShell, remember, remembered } from "./shell.ts";
import { createSidebar } from "./sidebar.ts";

const NO_RESPONSE = "The application did not respond";
const FAILED = "This interaction failed";

let api: Api = createApi(remembered("speak-as") ?? "");
let world: World = await api.world();
let channel: WireChannel | undefined;
let stopListening: (() => void) | undefined;

const shell = createShell();
const log = byId("log", HTMLElement);

const channels = () => [...world.guilds.flatMap((guild) => guild.channels), ...world.directs];
const names = {
  user: (id: string) => world.users.find((user) => user.id === id)?.name,
  channel: (id: string) => channels().find((candidate) => candidate.id === id)?.name,
  openChannel: (id: string) => void openChannel(id),
};

const messages = createMessageList({
  log,
  jumpButton: byId("jump", HTMLButtonElement),
  appName: () => world.app.name,
  names,
  canPost: () => channel?.canPost ?? false,
  actions: {
    reply: (message) => composer.replyTo(message),
    press: (message, component) => void useComponent(message, component, { kind: "button", message: message.id, customId: component.customId }),
    choose: (message, component, values) =>
      void useComponent(message, component, { kind: "select", message: message.id, customId: component.customId, values }),
  },
});

const composer = createComposer({
  root: byId("composer", HTMLElement),
  commands: () => world.commands,
  people: () => world.users.map((user) => ({ name: user.name, value: user.id })),
  channels: () => channels().map(({ name, id }) => ({ name, value: id })),
  appName: () => world.app.name,
  upload: (file) => api.upload(file),
  async complete(command, options, focused) {
    if (!channel) return [];
    const result = await api.act(channel.id, { kind: "autocomplete", command: command.name, path: command.path, options, focused }).catch(() => undefined);
    return result?.choices ?? [];
  },
  async sendMessage(message) {
    if (channel) await api.post(channel.id, message);
  },
  sendCommand(command, options) {
    if (channel) void runCommand(channel, commandTitle(command), { kind: "slash", command: command.name, path: command.path, options });
  },
});

const sidebar = createSidebar({
  servers: byId("servers", HTMLElement),
  channels: byId("channels", HTMLElement),
  people: byId("people", HTMLElement),
  openChannel: (id) => void openChannel(id),
  speakAs: (id) => void speakAs(id),
});

const panel = createPanel(byId("panel-content", HTMLElement), (switches) => void api.setSwitches(switches));

async function useComponent(message: WireMessage, component: WireComponent, action: WireAction): Promise<void> {
  messages.setFailure(message.id, undefined);
  messages.setBusy(message.id, component.customId, true);
  const giveBack = () => messages.focusComponent(message.id, component.customId);
  const failure = await perform(message.channelId, action, giveBack).catch(inWords);
  messages.setBusy(message.id, component.customId, false);
  if (failure !== undefined) messages.setFailure(message.id, failure === NO_RESPONSE ? FAILED : failure);
}

let commandsSent = 0;
async function runCommand(where: WireChannel, title: string, action: WireAction): Promise<void> {
  const id = `command-${++commandsSent}`;
  messages.putLocal(id, commandPending(title, world.app.name));
  const failure = await perform(where.id, action, () => composer.focus()).catch(inWords);
  messages.removeLocal(id);
  if (failure !== undefined && channel?.id === where.id)
    messages.putLocal(
      id,
      commandFailure(title, world.app.name, failure, () => messages.removeLocal(id)),
    );
}

/** The sentence that the client shows when the bot did not acknowledge. */
async function perform(channelId: string, action: WireAction, giveBackFocus: () => void): Promise<string | undefined> {
  const result = await api.act(channelId, action);
  if (result.failure !== undefined) return NO_RESPONSE;
  if (result.modal) {
    const { modal } = result;
    const submit = async (values: Record<string, string>) => {
      const failure = await perform(channelId, { kind: "modal", interactionId: modal.interactionId, values }, giveBackFocus).catch(inWords);
      return failure === NO_RESPONSE ? "Something went wrong. Try again." : failure;
    };
    openModal(modal, world.app.name, submit, giveBackFocus);
  }
  return undefined;
}

const inWords = (error: unknown) => (error instanceof Error ? error.message : String(error));

async function openChannel(id: string): Promise<void> {
  const next = channels().find((candidate) => candidate.id === id);
  if (!next) return;
  channel = next;
  remember("channel", next.id);
  sidebar.show(world, next);
  shell.showChannel(next);
  composer.setChannel(next);
  const loaded = await api.messages(next.id);
  if (channel.id !== next.id) return;
  messages.show(introOf(next), loaded);
  shell.closeDrawers();
}

function introOf(of: WireChannel): HTMLElement {
  const title = of.kind === "direct" ? of.name : of.kind === "thread" ? of.name : `Welcome to #${of.name}!`;
  const words =
    of.kind === "direct"
      ? `This is the beginning of your direct messages with ${of.name}.`
      : of.kind === "thread"
        ? "This is where the thread began."
        : `This is the start of the #${of.name} channel. ${of.topic}`;
  return h(
    "div",
    { class: "intro" },
    h("span", { class: "intro-mark" }, icon(of.kind === "direct" ? "at" : of.kind === "thread" ? "thread" : "hash")),
    h("h2", {}, title),
    h("p", {}, words),
  );
}

async function speakAs(personId: string): Promise<void> {
  remember("speak-as", personId);
  const place = world.directs.some((direct) => direct.id === channel?.id) ? "direct" : channel?.id;
  api = createApi(personId);
  world = await api.world();
  const target = place === "direct" ? world.directs[0]?.id : place;
  await start(target);
  document.querySelector<HTMLInputElement>(`#people input[value="${personId}"]`)?.focus();
}

function receive(event: WireEvent): void {
  switch (event.type) {
    case "message":
      if (event.message.channelId === channel?.id) messages.put(event.message);
      else if (!event.message.isEdited) void noteElsewhere(event.message);
      return;
    case "gone":
      if (event.channelId === channel?.id) messages.remove(event.id);
      return;
    case "traffic":
      panel.put(event.traffic);
      return;
    case "violation":
      panel.addViolation(event.text);
      return;
    case "switches":
      panel.setSwitches(event.switches);
  }
}

/** A channel that this page has not heard of yet, e.g. a new direct message. */
async function noteElsewhere(message: WireMessage): Promise<void> {
  if (!channels().some((candidate) => candidate.id === message.channelId)) {
    world = await api.world();
    sidebar.show(world, channel);
  }
  sidebar.markUnread(message.channelId);
}

async function start(channelId: string | undefined): Promise<void> {
  stopListening?.();
  panel.show(world);
  const first = channels().find((candidate) => candidate.id === channelId) ?? channels().find((candidate) => candidate.kind === "text");
  if (first) await openChannel(first.id);
  let wasOpen = true;
  stopListening = api.listen(receive, (isOpen) => {
    shell.setOnline(isOpen);
    // What happened while the connection was away.
    if (isOpen && !wasOpen) void reload();
    wasOpen = isOpen;
  });
}

async function reload(): Promise<void> {
  world = await api.world();
  panel.show(world);
  const current = channels().find((candidate) => candidate.id === channel?.id) ?? channels()[0];
  if (current) await openChannel(current.id);
}

await start(remembered("channel"));
composer.startCommand("ask");
document.documentElement.dataset["ready"] = "true";
