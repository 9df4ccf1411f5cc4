/** Where one types: plain messages with files and replies, or, after "/", a command. Made by `main.ts`. */
import type { Choice, WireChannel, WireCommand, WireMessage, WireOption } from "../wire.ts";
import { type CommandForm, commandTitle, createCommandForm } from "./command-form.ts";
import { h, icon } from "./dom.ts";
import { createSuggestions } from "./suggestions.ts";

const MAX_FILES = 10;

export interface ComposerOptions {
  root: HTMLElement;
  commands(): readonly WireCommand[];
  people(): Choice[];
  channels(): Choice[];
  appName(): string;
  upload(file: File): Promise<string>;
  complete(command: WireCommand, options: Record<string, WireOption>, focused: string): Promise<Choice[]>;
  /** Reject with a sentence. */
  sendMessage(message: { content: string; files: string[]; replyTo?: string }): Promise<void>;
  sendCommand(command: WireCommand, options: Record<string, WireOption>): void;
}

export interface Composer {
  setChannel(channel: WireChannel): void;
  replyTo(message: WireMessage): void;
  /** Opens this command, as if it had been chosen from the list. */
  startCommand(name: string): void;
  focus(): void;
}

interface PendingFile {
  name: string;
  id: Promise<string>;
  element: HTMLElement;
}

export function createComposer(options: ComposerOptions): Composer {
  const list = h("div", { class: "suggestions" });
  const suggestions = createSuggestions(list);
  const hint = h("div", { class: "hint-bar", "aria-live": "polite", hidden: true });
  const replyBar = h("div", { class: "reply-bar", hidden: true });
  const fileList = h("ul", { class: "pending-files", "aria-label": "Attached files", hidden: true });
  const problem = h("div", { class: "problem", role: "alert", hidden: true });
  const picker = h("input", { type: "file", multiple: true, class: "visually-hidden", tabindex: -1, "aria-hidden": "true" });
  const attach = h(
    "button",
    { type: "button", class: "plain", "aria-label": "Attach files", title: "Attach files", onclick: () => picker.click() },
    icon("plus"),
  );
  const input = h("textarea", { rows: 1, role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", autocomplete: "off" });
  const slot = h("div", { class: "slot" }, input);
  const send = h("button", { type: "button", class: "plain send", "aria-label": "Send", title: "Send", onclick: () => void submit() }, icon("send"));
  options.root.append(list, problem, hint, replyBar, fileList, h("div", { class: "composer-row" }, attach, slot, send), picker);

  let form: CommandForm | undefined;
  let reply: WireMessage | undefined;
  let files: PendingFile[] = [];
  let canPost = true;

  function tell(sentence: string | undefined): void {
    problem.textContent = sentence ?? "";
    problem.hidden = sentence === undefined;
  }

  function grow(): void {
    input.style.height = "auto";
    input.style.height = `${input.scrollHeight}px`;
  }

  function suggestCommands(): void {
    const typed = /^\/([\w-]*(?: [\w-]*)*)$/.exec(input.value)?.[1]?.toLowerCase();
    if (typed === undefined) {
      suggestions.close();
      return;
    }
    const fitting = options.commands().filter((command) => commandTitle(command).slice(1).startsWith(typed));
    suggestions.open(
      input,
      options.appName(),
      fitting.map((command) => ({ label: commandTitle(command), hint: command.description, note: options.appName() })),
      (index) => {
        const command = fitting[index];
        if (command) enterCommand(command, "");
      },
    );
  }

  /** "/ask what is this" was typed or pasted at once: the rest belongs to the command. */
  function takeTypedCommand(): boolean {
    const fitting = options.commands().filter((command) => input.value.toLowerCase().startsWith(`${commandTitle(command)} `));
    const command = fitting.toSorted((a, b) => b.path.length - a.path.length)[0];
    if (!command) return false;
    enterCommand(command, input.value.slice(commandTitle(command).length + 1));
    return true;
  }

  function enterCommand(command: WireCommand, text: string): void {
    suggestions.close();
    tell(undefined);
    input.value = "";
    grow();
    setReply(undefined);
    const context = { suggestions, people: options.people(), channels: options.channels(), upload: options.upload, complete: options.complete };
    form = createCommandForm({ command, text, context, hint, onSubmit: () => void submit(), onCancel: leaveCommand });
    slot.replaceChildren(form.element);
    attach.hidden = true;
    hint.hidden = false;
    form.focus();
  }

  function leaveCommand(): void {
    suggestions.close();
    form = undefined;
    slot.replaceChildren(input);
    attach.hidden = !canPost;
    hint.hidden = true;
    tell(undefined);
    input.focus();
  }

  function setReply(message: WireMessage | undefined): void {
    reply = message;
    replyBar.hidden = message === undefined;
    if (!message) return;
    const cancel = h("button", { type: "button", class: "plain", "aria-label": "Cancel reply", onclick: () => setReply(undefined) }, icon("close"));
    replyBar.replaceChildren(h("span", {}, "Replying to ", h("strong", {}, message.author.name)), cancel);
  }

  function addFiles(chosen: Iterable<File>): void {
    for (const file of chosen) {
      if (form) {
        form.addFile(file);
        continue;
      }
      if (files.length >= MAX_FILES) {
        tell(`A message may have ${MAX_FILES} files.`);
        break;
      }
      const pending: PendingFile = { name: file.name, id: options.upload(file), element: h("li", {}, icon("file"), file.name) };
      pending.element.append(
        h("button", { type: "button", class: "plain", "aria-label": `Remove ${file.name}`, onclick: () => removeFile(pending) }, icon("close")),
      );
      pending.id.catch((error: unknown) => {
        removeFile(pending);
        tell(error instanceof Error ? error.message : String(error));
      });
      files.push(pending);
      fileList.append(pending.element);
    }
    fileList.hidden = files.length === 0;
    if (!form) input.focus();
  }

  function removeFile(pending: PendingFile): void {
    files = files.filter((file) => file !== pending);
    pending.element.remove();
    fileList.hidden = files.length === 0;
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
    if (bare) return enterCommand(bare, "");
    if (typed === "" && files.length === 0) return;
    const ids = await Promise.all(files.map((file) => file.id));
    await options.sendMessage({ content: input.value, files: ids, ...(reply ? { replyTo: reply.id } : {}) });
    input.value = "";
    for (const file of files) removeFile(file);
    setReply(undefined);
    grow();
  }

  input.addEventListener("input", () => {
    grow();
    tell(undefined);
    if (!takeTypedCommand()) suggestCommands();
  });
  input.addEventListener("blur", () => suggestions.close());
  input.addEventListener("focus", suggestCommands);
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
    if (canPost || form) addFiles(event.dataTransfer?.files ?? []);
  });

  return {
    setChannel(channel) {
      canPost = channel.canPost;
      if (form) leaveCommand();
      setReply(undefined);
      const place = channel.kind === "direct" ? `@${channel.name}` : channel.kind === "thread" ? channel.name : `#${channel.name}`;
      // Commands work where one may not write.
      const words = canPost ? `Message ${place}, or type / for commands` : "You can't write here; commands with / still work";
      input.placeholder = words;
      input.setAttribute("aria-label", words);
      attach.hidden = !canPost;
    },
    replyTo(message) {
      if (form) leaveCommand();
      setReply(message);
      input.focus();
    },
    startCommand(name) {
      const command = options.commands().find((candidate) => candidate.name === name && candidate.path.length === 0);
      if (command) enterCommand(command, "");
    },
    focus: () => (form ? form.focus() : input.focus()),
  };
}
