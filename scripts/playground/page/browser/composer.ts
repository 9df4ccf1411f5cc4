/** Where one types: plain messages with files and replies, or, after "/", a command. Keeps what was typed per channel. Made by `main.ts`. */
import type { Choice, WireChannel, WireCommand, WireMessage, WireOption } from "../wire.ts";
import { type CommandForm, createCommandForm } from "./command-form.ts";
import { h, setAttribute } from "./dom.ts";
import { icon } from "./icons.ts";
import { mentionAt, withIds } from "./mentions.ts";
import { createPendingFiles } from "./pending-files.ts";
import { remember, remembered } from "./shell.ts";
import { createSuggestions } from "./suggestions.ts";
import { commandTitle, readTypedCommand, writeTypedCommand } from "./typed-command.ts";

const MAX_FILES = 10;

export interface ComposerOptions {
  root: HTMLElement;
  /** What is offered in the open channel. */
  commands(): readonly WireCommand[];
  people(): Choice[];
  /** Of these types, of all where there are none. */
  channels(types: readonly number[]): Choice[];
  roles(): Choice[];
  appName(): string;
  /** What one could ask, as long as nothing was asked. */
  ideas(): readonly string[];
  upload(file: File): Promise<string>;
  /** undefined: the bot did not answer. */
  complete(command: WireCommand, options: Record<string, WireOption>, focused: string): Promise<Choice[] | undefined>;
  /** Reject with a sentence. */
  sendMessage(message: { content: string; files: string[]; replyTo?: string }): Promise<void>;
  sendCommand(command: WireCommand, options: Record<string, WireOption>): void;
}

export interface Composer {
  /** With what was typed there before; true: nothing ever was. */
  setChannel(channel: WireChannel): boolean;
  replyTo(message: WireMessage): void;
  /** As if it had been typed; a command is opened. */
  prefill(text: string): void;
  focus(): void;
}

export function createComposer(options: ComposerOptions): Composer {
  const list = h("div", { class: "suggestions" });
  const suggestions = createSuggestions(list);
  const hint = h("div", { class: "hint-bar", hidden: true });
  const ideas = h("div", { class: "ideas", role: "group", "aria-label": "Ideas", hidden: true });
  const replyBar = h("div", { class: "reply-bar", hidden: true });
  const problem = h("div", { class: "problem", role: "alert", hidden: true });
  const picker = h("input", { type: "file", multiple: true, class: "visually-hidden", tabindex: -1, "aria-hidden": "true" });
  const attach = h("button", { type: "button", class: "plain", "aria-label": "Attach files", title: "Attach files" }, icon("plus"));
  attach.addEventListener("click", () => picker.click());
  const input = h("textarea", { rows: 1, "aria-haspopup": "listbox", "aria-autocomplete": "list", autocomplete: "off" });
  const slot = h("div", { class: "slot" }, input);
  const send = h("button", { type: "button", class: "plain send", "aria-label": "Send", title: "Send", onclick: () => void submit() }, icon("send"));
  const files = createPendingFiles(options.upload, tell, () => input.focus());
  const row = h("div", { class: "composer-row" }, attach, slot, send);
  options.root.append(list, ideas, problem, hint, replyBar, files.element, row, picker);

  let form: CommandForm | undefined;
  let reply: WireMessage | undefined;
  let channel: WireChannel | undefined;

  function tell(sentence: string | undefined): void {
    problem.textContent = sentence ?? "";
    problem.hidden = sentence === undefined;
  }

  /** After every change: height, ideas, what is kept. */
  function note(): void {
    input.style.height = "auto";
    input.style.height = `${input.scrollHeight}px`;
    const typed = form ? writeTypedCommand({ command: form.command, values: form.texts() }) : input.value;
    if (channel) remember(`draft.${channel.id}`, typed);
    drawIdeas(typed.trim() === "/ask" ? options.ideas() : []);
  }

  function drawIdeas(texts: readonly string[]): void {
    const isEmpty = texts.length === 0;
    if (ideas.hidden === isEmpty) return;
    ideas.hidden = isEmpty;
    const button = (text: string) => h("button", { type: "button", onclick: () => prefill(`/ask ${text}`) }, text);
    ideas.replaceChildren(h("span", {}, "Try:"), ...texts.map(button));
  }

  function suggest(): void {
    const typed = /^\/([\w-]*(?: [\w-]*)*)$/.exec(input.value)?.[1]?.toLowerCase();
    if (typed === undefined) {
      suggestMention();
      return;
    }
    const fitting = options.commands().filter((command) => commandTitle(command).slice(1).startsWith(typed));
    const items = fitting.map((command) => ({ label: commandTitle(command), hint: command.description, note: options.appName() }));
    suggestions.open(input, options.appName(), items, (index) => {
      const command = fitting[index];
      if (command) enterCommand(command, {});
    });
  }

  function suggestMention(): void {
    const at = mentionAt(input.value, input.selectionStart);
    const all = at?.mark === "@" ? options.people() : options.channels([]);
    const fitting = at ? all.filter(({ name }) => name.toLowerCase().startsWith(at.typed.toLowerCase())) : [];
    const items = fitting.map(({ name }) => ({ label: `${at?.mark}${name}` }));
    suggestions.open(input, at?.mark === "@" ? "People" : "Channels", items, (index) => {
      const name = fitting[index]?.name;
      if (!at || name === undefined) return;
      input.setRangeText(`${at.mark}${name} `, at.from, input.selectionStart, "end");
      note();
    });
  }

  function enterCommand(command: WireCommand, values: Record<string, string>, takeFocus = true): void {
    suggestions.close();
    tell(undefined);
    input.value = "";
    setReply(undefined);
    const { people, channels, roles, upload, complete } = options;
    const context = { suggestions, people: people(), channels, roles: roles(), upload, complete };
    form = createCommandForm({ command, values, context, hint, onChange: note, onSubmit: () => void submit(), onCancel: leaveCommand });
    slot.replaceChildren(form.element);
    attach.hidden = true;
    hint.hidden = false;
    if (takeFocus) form.focus();
    note();
  }

  function leaveCommand(takeFocus = true): void {
    suggestions.close();
    form = undefined;
    slot.replaceChildren(input);
    attach.hidden = !channel?.canPost;
    hint.hidden = true;
    tell(undefined);
    if (takeFocus) input.focus();
    note();
  }

  function setReply(message: WireMessage | undefined): void {
    reply = message;
    replyBar.hidden = message === undefined;
    if (!message) return;
    const cancel = h("button", { type: "button", class: "plain", "aria-label": "Cancel reply" }, icon("close"));
    cancel.addEventListener("click", () => {
      setReply(undefined);
      input.focus();
    });
    replyBar.replaceChildren(h("span", {}, "Replying to ", h("strong", {}, message.author.name)), cancel);
  }

  function addFiles(chosen: Iterable<File>): void {
    for (const file of chosen) {
      if (form) form.addFile(file);
      else if (files.count < MAX_FILES) files.add(file);
      else tell(`A message may have ${MAX_FILES} files.`);
    }
    if (!form) input.focus();
  }

  async function submit(): Promise<void> {
    tell(undefined);
    try {
      await (form ? submitCommand(form) : submitMessage());
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
    }
  }

  async function submitCommand(current: CommandForm): Promise<void> {
    const values = await current.values();
    leaveCommand();
    options.sendCommand(current.command, values);
  }

  async function submitMessage(): Promise<void> {
    const typed = input.value.trim();
    const bare = options.commands().find((command) => commandTitle(command) === typed.toLowerCase());
    if (bare) return enterCommand(bare, {});
    if (typed === "" && files.count === 0) return;
    const content = withIds(input.value, options.people(), options.channels([]));
    await options.sendMessage({ content, files: await files.ids(), ...(reply ? { replyTo: reply.id } : {}) });
    input.value = "";
    files.clear();
    setReply(undefined);
    note();
  }

  function prefill(text: string): void {
    if (form) leaveCommand();
    input.value = text;
    input.focus();
    if (!takeTypedCommand()) note();
  }

  /** "/ask what is this" was typed or pasted: the rest belongs to the command. */
  function takeTypedCommand(takeFocus = true): boolean {
    const typed = readTypedCommand(input.value, options.commands());
    if (typed) enterCommand(typed.command, typed.values, takeFocus);
    return typed !== undefined;
  }

  input.addEventListener("input", () => {
    tell(undefined);
    if (takeTypedCommand()) return;
    note();
    suggest();
  });
  input.addEventListener("blur", () => suggestions.close());
  input.addEventListener("focus", suggest);
  input.addEventListener("keydown", (event) => {
    if (suggestions.handleKey(event) || event.isComposing) return;
    if (event.key === "Escape") setReply(undefined);
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    void submit();
  });
  picker.addEventListener("change", () => {
    addFiles(picker.files ?? []);
    picker.value = "";
  });
  options.root.addEventListener("paste", (event) => {
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (pasted.length === 0) return;
    event.preventDefault();
    addFiles(pasted);
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    if (channel?.canPost || form) addFiles(event.dataTransfer?.files ?? []);
  });

  return {
    setChannel(next) {
      const draft = remembered(`draft.${next.id}`);
      // What stands there now belongs to the channel before.
      channel = undefined;
      if (form) leaveCommand(false);
      setReply(undefined);
      channel = next;
      const place = next.kind === "direct" ? `@${next.name}` : next.kind === "thread" ? next.name : `#${next.name}`;
      // Commands work where one may not write.
      options.root.hidden = next.kind === "forum";
      const words = next.canPost ? `Message ${place}, or type / for commands` : "You can't write here; commands with / still work";
      input.placeholder = words;
      setAttribute(input, "aria-label", words);
      attach.hidden = !next.canPost;
      input.value = draft ?? "";
      if (!takeTypedCommand(false)) note();
      return draft === undefined;
    },
    replyTo(message) {
      if (form) leaveCommand();
      setReply(message);
      input.focus();
    },
    prefill,
    focus: () => (form ? form.focus() : input.focus()),
  };
}
