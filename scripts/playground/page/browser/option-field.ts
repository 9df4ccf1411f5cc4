/** One option of a command as a chip `name: value`: text, number, yes or no, a choice, a person, a channel, a file. Made by `command-form.ts`. */
import type { Choice, CommandOption, WireOption } from "../wire.ts";
import { h } from "./dom.ts";
import { icon } from "./icons.ts";
import type { Suggestions } from "./suggestions.ts";

const BOOLEAN = 5;
const ATTACHMENT = 11;
const COMPLETE_AFTER_MS = 150;

export interface OptionContext {
  suggestions: Suggestions;
  /** For options of types 6 to 9. */
  people: readonly Choice[];
  channels(types: readonly number[]): readonly Choice[];
  roles: readonly Choice[];
  /** Asks the bot; undefined where it fails. */
  complete(focused: CommandOption, typed: string): Promise<Choice[] | undefined>;
  upload(file: File): Promise<string>;
}

export interface OptionField {
  readonly option: CommandOption;
  readonly element: HTMLElement;
  /** What has the focus and shows the list. */
  readonly input: HTMLElement;
  isEmpty(): boolean;
  /** undefined: empty. Rejects with a sentence where the value can't be used. */
  value(): Promise<WireOption | undefined>;
  /** What has been typed so far, for completion of another option. */
  typed(): WireOption | undefined;
  setText(text: string): void;
  /** As it stands there; a file has none. */
  text(): string;
}

export function createOptionField(option: CommandOption, context: OptionContext, onRemove: () => void): OptionField {
  const field = option.type === ATTACHMENT ? fileField(option, context) : textField(option, context);
  const remove = h("button", { type: "button", class: "chip-remove", "aria-label": `Remove ${option.name}`, onclick: onRemove }, icon("close"));
  field.element.append(option.required ? "" : remove);
  return field;
}

function chip(option: CommandOption, input: HTMLElement, extra: HTMLElement | null = null): HTMLElement {
  return h(
    "div",
    { class: `chip type-${option.type}`, "data-option": option.name },
    h("span", { class: "chip-name", "aria-hidden": "true" }, option.name),
    input,
    extra,
  );
}

function textField(option: CommandOption, context: OptionContext): OptionField {
  const isLong = option.type === 3 && !option.autocomplete && option.choices.length === 0;
  const label = `${option.name}: ${option.description}, ${option.required ? "required" : "optional"}`;
  const common = { "aria-label": label, autocomplete: "off", spellcheck: isLong ? "true" : "false" };
  const input = isLong
    ? h("textarea", { rows: 1, ...common })
    : h("input", {
        type: "text",
        role: "combobox",
        "aria-expanded": "false",
        ...common,
        ...(option.type === 4 || option.type === 10 ? { inputmode: "decimal" } : {}),
      });
  // What the chosen name stands for; typing forgets it.
  let chosen: Choice | undefined;
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const title = `${option.name}: ${option.description}`;
  const fixed = fixedChoices(option, context);
  const fitting = (choices: readonly Choice[]) => choices.filter((choice) => choice.name.toLowerCase().includes(input.value.trim().toLowerCase()));

  function choose(choice: Choice): void {
    chosen = choice;
    input.value = choice.name;
    grow();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function offer(choices: readonly Choice[]): void {
    if (document.activeElement !== input) return;
    if (choices.length === 0) {
      context.suggestions.tell(input, title, "No matches.");
      return;
    }
    context.suggestions.open(
      input,
      title,
      choices.map(({ name }) => ({ label: name })),
      (index) => {
        const choice = choices[index];
        if (choice) choose(choice);
      },
    );
  }

  function suggest(): void {
    if (fixed) offer(chosen ? fixed : fitting(fixed));
    if (fixed || !option.autocomplete) return;
    clearTimeout(timer);
    const turn = ++asked;
    timer = setTimeout(() => void complete(turn), COMPLETE_AFTER_MS);
  }

  async function complete(turn: number): Promise<void> {
    const slow = setTimeout(() => context.suggestions.tell(input, title, "Loading options…"), COMPLETE_AFTER_MS);
    const choices = await context.complete(option, input.value);
    clearTimeout(slow);
    if (turn !== asked) return;
    if (choices) offer(choices);
    else context.suggestions.tell(input, title, "Loading options failed.");
  }

  function grow(): void {
    if (isLong) {
      input.style.height = "auto";
      input.style.height = `${input.scrollHeight}px`;
    } else input.style.width = `${Math.max(6, input.value.length + 1)}ch`;
  }

  input.addEventListener("input", () => {
    chosen = undefined;
    grow();
    suggest();
  });
  input.addEventListener("focus", suggest);
  input.addEventListener("blur", () => {
    clearTimeout(timer);
    asked += 1;
    context.suggestions.close();
  });

  const typed = (): WireOption | undefined => {
    const text = input.value.trim();
    if (text === "") return undefined;
    const match = chosen ?? fixed?.find((choice) => choice.name.toLowerCase() === text.toLowerCase());
    if (option.type === BOOLEAN) return { type: BOOLEAN, value: match?.value === "true" };
    return { type: option.type, value: match?.value ?? (option.type === 4 || option.type === 10 ? Number(text) : input.value.trim()) };
  };

  return {
    option,
    element: chip(option, input),
    input,
    isEmpty: () => input.value === "",
    typed,
    async value() {
      const value = typed();
      const isKnown = chosen !== undefined || fixed === undefined || fixed.some((choice) => choice.name.toLowerCase() === input.value.trim().toLowerCase());
      if (value && !isKnown) throw new Error(`Choose a value for “${option.name}” from the list.`);
      const problem = value && limitProblem(option, value.value);
      if (problem) throw new Error(`“${option.name}” ${problem}.`);
      return value;
    },
    setText(text) {
      input.value = text;
      // Only once it stands in the page does it have a height.
      requestAnimationFrame(grow);
    },
    text: () => input.value.trim(),
  };
}

/** What is wrong with it, as the end of a sentence. */
function limitProblem({ type, minLength, maxLength, minValue, maxValue }: CommandOption, value: WireOption["value"]): string | undefined {
  if (typeof value === "number") {
    if (Number.isNaN(value)) return "has to be a number";
    if (type === 4 && !Number.isInteger(value)) return "has to be a whole number";
    if (minValue !== null && value < minValue) return `has to be at least ${minValue}`;
    return maxValue !== null && value > maxValue ? `has to be at most ${maxValue}` : undefined;
  }
  if (typeof value !== "string" || type !== 3) return undefined;
  if (value.length < minLength) return `needs ${minLength} characters; it has ${value.length}`;
  return value.length > maxLength ? `may have ${maxLength} characters; it has ${value.length}` : undefined;
}

function fixedChoices(option: CommandOption, context: OptionContext): readonly Choice[] | undefined {
  if (option.type === BOOLEAN)
    return [
      { name: "True", value: "true" },
      { name: "False", value: "false" },
    ];
  if (option.type === 6) return context.people;
  if (option.type === 7) return context.channels(option.channelTypes);
  if (option.type === 8) return context.roles;
  if (option.type === 9) return [...context.people, ...context.roles];
  return option.choices.length > 0 ? option.choices : undefined;
}

/** The upload begins at once; sending waits for it. */
function fileField(option: CommandOption, context: OptionContext): OptionField {
  const picker = h("input", { type: "file", class: "visually-hidden", tabindex: -1, "aria-hidden": "true" });
  const button = h(
    "button",
    { type: "button", class: "chip-file", "aria-label": `${option.name}: ${option.description}, ${option.required ? "required" : "optional"}. Choose a file` },
    "Choose a file",
  );
  let uploaded: Promise<string> | undefined;
  button.addEventListener("click", () => picker.click());
  picker.addEventListener("change", () => {
    const file = picker.files?.[0];
    if (!file) return;
    button.textContent = file.name;
    button.setAttribute("aria-label", `${option.name}: ${file.name}. Choose another file`);
    uploaded = context.upload(file);
    uploaded.catch(() => {
      button.textContent = "Upload failed; choose again";
    });
    button.focus();
    button.dispatchEvent(new Event("change", { bubbles: true }));
  });
  return {
    option,
    element: chip(option, button, picker),
    input: button,
    isEmpty: () => uploaded === undefined,
    typed: () => undefined,
    value: async () => (uploaded === undefined ? undefined : { type: ATTACHMENT, value: await uploaded }),
    setText: () => undefined,
    text: () => "",
  };
}
