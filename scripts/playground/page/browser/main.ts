/** Starts the page: loads the world, wires the views together, follows live updates. Bundled by `../assets.ts`. */
import type { Choice, WireChannel, WireEvent, WireMessage, World } from "../wire.ts";
import { createAnnouncer } from "./announcer.ts";
import { type Api, createApi } from "./api.ts";
import { createArrivals } from "./arrivals.ts";
import { createChecklist } from "./checklist.ts";
import { createComposer } from "./composer.ts";
import { byId } from "./dom.ts";
import { createInteractions } from "./interactions.ts";
import { introOf } from "./intro.ts";
import { createLeads } from "./leads.ts";
import { refreshTimes } from "./markdown-view.ts";
import { createMessageList } from "./message-list.ts";
import { createMessageMenu } from "./message-menu.ts";
import { openModelDialog } from "./model-dialog.ts";
import { allChannels, createNames } from "./names.ts";
import { createPanel } from "./panel.ts";
import { panelActs } from "./panel-acts.ts";
import { createShell, remember, remembered } from "./shell.ts";
import { createSidebar } from "./sidebar.ts";
import { openThreadDialog } from "./thread-dialog.ts";
import { moveClock } from "./times.ts";
import { commandTitle } from "./typed-command.ts";

const IDEAS = ["What did I miss?", "What is still missing?", "Write a cider label"];

let api: Api = createApi(remembered("speak-as") ?? "");
let world: World = await api.world();
let channel: WireChannel | undefined;
let stopListening: (() => void) | undefined;

const shell = createShell();
const log = byId("log", HTMLElement);
/** Where a focus in the text field would raise a keyboard over half of the screen. */
const isTouch = () => matchMedia("(hover: none)").matches;

const names = createNames({
  world: () => world,
  here: () => channel,
  openChannel: (id) => void openChannel(id).then(focusComposer),
  openMessage: (channelId, messageId) => void openMessage(channelId, messageId),
  startCommand: (name) => composer.prefill(`/${name} `),
});

const announcer = createAnnouncer(byId("announcer", HTMLElement), names);

const arrivals = createArrivals();
const interactions = createInteractions({
  act: (channelId, action) => api.act(channelId, action),
  appName: () => world.app.name,
  here: () => channel,
  messages: () => messages,
});

const messages = createMessageList({
  log,
  jumpButton: byId("jump", HTMLButtonElement),
  appName: () => world.app.name,
  names,
  canPost: () => channel?.canPost ?? false,
  isOwn: (message) => message.author.id === world.me,
  leave: () => composer.focus(),
  actions: {
    reply: (message) => composer.replyTo(message),
    menu: (message, around) => messageMenu.open(message, around),
    press: interactions.press,
    choose: interactions.choose,
  },
});

const composer = createComposer({
  root: byId("composer", HTMLElement),
  commands: () => world.commands.filter((command) => channel?.offered.includes(command.name)),
  people: () => choices(names.people()),
  channels: (types) => choices(names.channels(types)),
  roles: () => choices(names.roles()),
  appName: () => world.app.name,
  ideas: () => (world.steps.some((step) => step.id === "ask" && !step.done) && channel?.kind === "text" ? IDEAS : []),
  upload: (file) => api.upload(file),
  async complete(command, options, focused) {
    if (!channel) return [];
    const result = await api.act(channel.id, { kind: "autocomplete", command: command.name, path: command.path, options, focused }).catch(() => undefined);
    return result?.failure === undefined ? result?.choices : undefined;
  },
  async sendMessage(message) {
    if (channel) await api.post(channel.id, message);
  },
  sendCommand(command, options) {
    const { name, path } = command;
    if (channel) interactions.run(channel, commandTitle(command), { kind: "slash", command: name, path, options }, () => composer.focus());
  },
});

const messageMenu = createMessageMenu({
  world: () => world,
  here: () => channel,
  messages: () => messages,
  parent: log.parentElement ?? log,
  interactions,
  reply: composer.replyTo,
  openChannel: names.openChannel,
  startThread(message, giveBack) {
    const place = message.channelId;
    let started: string | undefined;
    const start = async (name: string) => {
      started = (await api.startThread(place, { name, message: message.id })).id;
      world = await api.world();
    };
    openThreadDialog(message, start, () => (started === undefined ? giveBack() : names.openChannel(started)));
  },
  say: announcer.say,
});

const choices = (named: readonly { id: string; name: string }[]): Choice[] => named.map(({ id, name }) => ({ name, value: id }));

const sidebar = createSidebar({
  servers: byId("servers", HTMLElement),
  channels: byId("channels", HTMLElement),
  people: byId("people", HTMLElement),
  openChannel: (id) => void openChannel(id).then(focusComposer),
  speakAs: (id) => void speakAs(id),
});

const panel = createPanel({
  root: byId("panel-content", HTMLElement),
  openModel,
  ...panelActs({ api: () => api, here: () => channel, attempt }),
});

const checklist = createChecklist({
  place: byId("steps", HTMLElement),
  opener: byId("open-steps", HTMLButtonElement),
  isTouch,
  start: createLeads({ composer, messageMenu, shell, panel, openModel }),
  restart: () => void attempt(api.restartSteps()).then((steps) => steps && checklist.show(steps)),
  say: announcer.say,
});

/** undefined: it did not work, and the person was told why. */
async function attempt<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    shell.tell(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

function openModel(): void {
  const give = { find: () => api.findModels(), list: api.listModels, connect: api.connectModel };
  openModelDialog({ current: world.model, ...give, onConnected: (model) => panel.setModel(model), onClose: () => undefined });
}

const postsOf = (forum: WireChannel) => allChannels(world).filter(({ parentId }) => forum.kind === "forum" && parentId === forum.id);
const placeName = ({ kind, name }: WireChannel) => (kind === "text" || kind === "forum" ? `#${name}` : name);

function focusComposer(): void {
  if (channel?.kind === "forum") log.querySelector("button")?.focus();
  else if (!isTouch()) composer.focus();
  else if (document.activeElement === document.body) byId("open-nav", HTMLButtonElement).focus();
}

/** true: nothing was ever typed there. */
async function openChannel(id: string): Promise<boolean> {
  const next = allChannels(world).find((candidate) => candidate.id === id);
  if (!next) return false;
  channel = next;
  remember("channel", next.id);
  sidebar.show(world, next);
  shell.showChannel(next);
  panel.showPlace(world, placeName(next));
  const isUntouched = composer.setChannel(next);
  const loaded = await arrivals.during(next.id, api.messages(next.id));
  if (channel.id !== next.id) return false;
  messages.show(
    introOf(next, postsOf(next), world.app.name, () => composer.prefill("/ask "), names.openChannel),
    loaded,
  );
  shell.closeDrawers();
  return isUntouched;
}

async function openMessage(channelId: string, messageId: string): Promise<void> {
  if (channel?.id !== channelId) await openChannel(channelId);
  if (!messages.jump(messageId)) announcer.say("This message is not here any more.");
}

async function speakAs(personId: string): Promise<void> {
  remember("speak-as", personId);
  const place = world.directs.some((direct) => direct.id === channel?.id) ? "direct" : channel?.id;
  api = createApi(personId);
  world = await api.world();
  await start(place === "direct" ? world.directs[0]?.id : place);
  document.querySelector<HTMLInputElement>(`#people input[value="${personId}"]`)?.focus();
}

function receive(event: WireEvent): void {
  switch (event.type) {
    case "message":
      receiveMessage(event.message);
      break;
    case "gone":
      arrivals.went(event.id);
      if (event.channelId === channel?.id) messages.remove(event.id);
      break;
    case "traffic":
    case "violation":
    case "switches":
    case "cron":
      panel.receive(event);
      break;
    case "steps":
      world.steps = event.steps;
      checklist.show(event.steps);
      break;
    case "clock":
      moveClock(event.clock.offsetMs);
      panel.setClock(event.clock);
      void readAnew();
      break;
    case "model":
      world.model = event.model;
      panel.setModel(event.model);
      break;
    case "world":
      void refresh();
      break;
  }
}

function receiveMessage(message: WireMessage): void {
  arrivals.came(message);
  if (message.channelId === channel?.id) {
    messages.put(message);
    announcer.message(message, message.author.id === world.me);
  } else if (!message.isEdited) void noteElsewhere(message);
}

/** Channels or permissions changed; what one reads and types stays. */
async function refresh(): Promise<void> {
  world = await api.world();
  const current = allChannels(world).find((candidate) => candidate.id === channel?.id);
  if (!current) return void start(undefined);
  const isOther = channel?.canPost !== current.canPost || channel.offered.join() !== current.offered.join();
  channel = current;
  sidebar.show(world, current);
  panel.showPlace(world, placeName(current));
  await readAnew();
  if (!isOther) return;
  const isTyping = document.activeElement?.closest("#composer") !== null;
  composer.setChannel(current);
  if (isTyping) composer.focus();
}

/** Somebody may have another name now, a message a thread; and links of pictures run out when the clock is moved. */
async function readAnew(): Promise<void> {
  const id = channel?.id ?? "";
  for (const message of await arrivals.during(id, api.messages(id))) if (message.channelId === channel?.id) messages.put(message);
  messages.redraw();
}

/** A channel that this page has not heard of yet, e.g. a new direct message. */
async function noteElsewhere(message: WireMessage): Promise<void> {
  if (!allChannels(world).some((candidate) => candidate.id === message.channelId)) {
    world = await api.world();
    sidebar.show(world, channel);
  }
  sidebar.markUnread(message.channelId);
}

async function start(channelId: string | undefined): Promise<boolean> {
  stopListening?.();
  moveClock(world.clock.offsetMs);
  panel.show(world);
  checklist.show(world.steps);
  const all = allChannels(world);
  const first = all.find((candidate) => candidate.id === channelId) ?? all.find((candidate) => candidate.kind === "text");
  const isUntouched = first ? await openChannel(first.id) : false;
  let wasOpen = true;
  stopListening = api.listen(receive, (isOpen) => {
    shell.setOnline(isOpen);
    // What happened while the connection was away.
    if (isOpen && !wasOpen) void reload();
    wasOpen = isOpen;
  });
  return isUntouched;
}

async function reload(): Promise<void> {
  world = await api.world();
  await start(channel?.id);
}

const isFirstVisit = await start(remembered("channel"));
if (isFirstVisit) composer.prefill("/ask ");
else focusComposer();
setInterval(() => refreshTimes(log), 15_000);
document.documentElement.dataset["ready"] = "true";
