/** A chosen command with its options as chips in the composer. Made by `composer.ts`. */
import type { CommandOption, WireCommand, WireOption } from "../wire.ts";
import { h, icon } from "./dom.ts";
import { createOptionField, type OptionContext, type OptionField } from "./option-field.ts";

export interface CommandFormOptions {
  command: WireCommand;
  /** Goes into the first option that takes text. */
  text: string;
  context: Omit<OptionContext, "complete"> & {
    complete(command: WireCommand, options: Record<string, WireOption>, focused: string): Promise<{ name: string; value: string | number }[]>;
  };
  hint: HTMLElement;
  onSubmit(): void;
  onCancel(): void;
}

export interface CommandForm {
  readonly command: WireCommand;
  readonly element: HTMLElement;
  focus(): void;
  /** Rejects with a sentence. */
  values(): Promise<Record<string, WireOption>>;
  /** For a picture that was pasted or dropped. */
  addFile(file: File): void;
}

export const commandTitle = (command: WireCommand) => `/${[command.name, ...command.path].join(" ")}`;

export function createCommandForm(options: CommandFormOptions): CommandForm {
  const { command, context, hint } = options;
  const fields: OptionField[] = [];
  const chips = h("span", { class: "chips" });
  const more = h("button", { type: "button", class: "chip-more", "aria-haspopup": "listbox", "aria-expanded": "false" });
  const element = h(
    "div",
    { class: "command-form", role: "group", "aria-label": `Command ${commandTitle(command)}` },
    h("span", { class: "command-name" }, commandTitle(command)),
    chips,
    more,
  );

  const remaining = () => command.options.filter((option) => !fields.some((field) => field.option === option));

  const complete = (focused: CommandOption, typed: string) => {
    const others = fields.flatMap((field) => {
      const value = field.option === focused ? { type: focused.type, value: typed } : field.typed();
      return value ? [[field.option.name, value] as const] : [];
    });
    return context.complete(command, Object.fromEntries(others), focused.name);
  };

  function add(option: CommandOption, focus: boolean): OptionField {
    const field = createOptionField(option, { ...context, complete }, () => remove(field));
    fields.push(field);
    chips.append(field.element);
    field.input.addEventListener("focus", () => describe(option));
    drawMore();
    if (focus) field.input.focus();
    return field;
  }

  function addFirstFile(): OptionField | undefined {
    const option = remaining().find((candidate) => candidate.type === 11);
    return option && add(option, false);
  }

  function remove(field: OptionField): void {
    const index = fields.indexOf(field);
    fields.splice(index, 1);
    field.element.remove();
    drawMore();
    (fields[Math.max(0, index - 1)]?.input ?? more).focus();
  }

  function drawMore(): void {
    const left = remaining().length;
    more.hidden = left === 0;
    more.replaceChildren(icon("plus"), left === 1 ? "1 more option" : `${left} more options`);
  }

  function offerMore(): void {
    const left = remaining();
    context.suggestions.open(
      more,
      `Options of ${commandTitle(command)}`,
      left.map(({ name, description }) => ({ label: name, hint: description })),
      (index) => {
        const option = left[index];
        if (option) add(option, true);
      },
    );
  }

  function describe(option: CommandOption | undefined): void {
    hint.replaceChildren(
      ...(option ? [h("b", {}, option.name), ` ${option.description}`, option.required ? h("em", {}, " required") : ""] : [command.description]),
    );
  }

  more.addEventListener("click", () => (context.suggestions.isOpen ? context.suggestions.close() : offerMore()));
  more.addEventListener("blur", () => context.suggestions.close());
  element.addEventListener("keydown", (event) => {
    if (context.suggestions.handleKey(event) || event.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      return options.onCancel();
    }
    const field = fields.find((candidate) => candidate.input === event.target);
    if (event.key === "Enter" && !event.shiftKey && field && field.option.type !== 11) {
      event.preventDefault();
      return options.onSubmit();
    }
    if (event.key === "Backspace" && field?.isEmpty()) {
      event.preventDefault();
      if (field.option.required) options.onCancel();
      else remove(field);
    }
    // At the end of the last value, as in Discord's client: what else can be said.
    if (event.key === "ArrowDown" && field && field === fields.at(-1) && remaining().length > 0 && isAtEnd(field.input)) {
      event.preventDefault();
      more.focus();
      offerMore();
    }
  });

  for (const option of command.options.filter((candidate) => candidate.required)) add(option, false);
  fields.find((field) => field.option.type === 3)?.setText(options.text);
  drawMore();
  describe(undefined);
  if (fields.length === 0) element.append(h("button", { type: "button", class: "chip-run", onclick: options.onSubmit }, "Press Enter to send"));

  return {
    command,
    element,
    focus: () => (fields.find((field) => field.isEmpty()) ?? fields.at(-1))?.input.focus() ?? element.querySelector<HTMLElement>(".chip-run")?.focus(),
    async values() {
      const values: Record<string, WireOption> = {};
      for (const field of fields) {
        const value = await field.value();
        if (value) values[field.option.name] = value;
        else if (field.option.required) {
          field.input.focus();
          throw new Error(`“${field.option.name}” is required: ${field.option.description}.`);
        }
      }
      return values;
    },
    addFile(file) {
      const free = fields.find((field) => field.option.type === 11 && field.isEmpty()) ?? addFirstFile();
      const picker = free?.element.querySelector<HTMLInputElement>("input[type=file]");
      if (!picker) return;
      const transfer = new DataTransfer();
      transfer.items.add(file);
      picker.files = transfer.files;
      picker.dispatchEvent(new Event("change"));
    },
  };
}

function isAtEnd(input: HTMLElement): boolean {
  return (input instanceof HTMLTextAreaElement || input instanceof HTMLInputElement) && input.selectionStart === input.value.length;
}
