/** A chosen command with its options as chips in the composer. Made by `composer.ts`. */
import type { Choice, CommandOption, WireCommand, WireOption } from "../wire.ts";
import { h, setAttribute } from "./dom.ts";
import { icon } from "./icons.ts";
import { createOptionField, type OptionContext, type OptionField } from "./option-field.ts";
import { commandTitle, freeOption } from "./typed-command.ts";

export interface CommandFormOptions {
  command: WireCommand;
  /** By option, as typed. */
  values: Record<string, string>;
  context: Omit<OptionContext, "complete"> & {
    complete(command: WireCommand, options: Record<string, WireOption>, focused: string): Promise<Choice[] | undefined>;
  };
  hint: HTMLElement;
  onChange(): void;
  onSubmit(): void;
  onCancel(): void;
}

export interface CommandForm {
  readonly command: WireCommand;
  readonly element: HTMLElement;
  focus(): void;
  /** Rejects with a sentence. */
  values(): Promise<Record<string, WireOption>>;
  /** What stands in the options, for a draft. */
  texts(): Record<string, string>;
  /** For a picture that was pasted or dropped. */
  addFile(file: File): void;
}

export function createCommandForm(options: CommandFormOptions): CommandForm {
  const { command, context, hint } = options;
  const fields: OptionField[] = [];
  const chips = h("span", { class: "chips" });
  const more = h("button", { type: "button", class: "chip-more", "aria-haspopup": "listbox", "aria-expanded": "false" });
  const run = h("button", { type: "button", class: "chip-run", onclick: options.onSubmit }, "Press Enter to send");
  const element = h(
    "div",
    { class: "command-form", role: "group", "aria-label": `Command ${commandTitle(command)}` },
    h("span", { class: "command-name" }, commandTitle(command)),
    chips,
    more,
    run,
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
    options.onChange();
    (fields[Math.max(0, index - 1)]?.input ?? run).focus();
  }

  function drawMore(): void {
    const left = remaining().length;
    more.hidden = left === 0;
    run.hidden = fields.length > 0;
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
      ...(option
        ? [
            h("b", {}, option.name),
            ` ${option.description}`,
            h("em", { class: option.required ? "required" : "" }, option.required ? " required" : " optional"),
          ]
        : [command.description]),
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

  for (const event of ["input", "change"]) {
    element.addEventListener(event, () => {
      for (const field of fields) mark(field, false);
      options.onChange();
    });
  }
  const shown = command.options.filter(({ name, required }) => required || options.values[name] !== undefined);
  // Who goes on typing says it there; left empty, it is left out.
  const free = shown.length === 0 ? freeOption(command.options) : undefined;
  for (const option of free ? [free] : shown) add(option, false).setText(options.values[option.name] ?? "");
  drawMore();
  describe(undefined);

  return {
    command,
    element,
    focus: () => ((fields.find((field) => field.isEmpty()) ?? fields.at(-1))?.input ?? run).focus(),
    async values() {
      const values: Record<string, WireOption> = {};
      for (const field of fields) {
        try {
          const value = await field.value();
          if (value) values[field.option.name] = value;
          else if (field.option.required) throw new Error(`“${field.option.name}” is required: ${field.option.description}.`);
        } catch (error) {
          mark(field, true);
          field.input.focus();
          throw error;
        }
      }
      return values;
    },
    texts: () => Object.fromEntries(fields.map((field) => [field.option.name, field.text()])),
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

function mark(field: OptionField, isWrong: boolean): void {
  field.element.classList.toggle("invalid", isWrong);
  setAttribute(field.input, "aria-invalid", isWrong ? "true" : null);
}

function isAtEnd(input: HTMLElement): boolean {
  return (input instanceof HTMLTextAreaElement || input instanceof HTMLInputElement) && input.selectionStart === input.value.length;
}
