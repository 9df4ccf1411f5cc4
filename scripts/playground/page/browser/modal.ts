/** A form that the bot opened, with its limits counted and its mistakes named. Opened by `interactions.ts`. */
import type { ModalField, WireModal } from "../wire.ts";
import { openDialog } from "./dialog.ts";
import { h, setAttribute } from "./dom.ts";
import { createSelect } from "./select.ts";

interface FieldView {
  element: HTMLElement;
  value(): string;
  /** What is wrong with it, in words. */
  problem(): string | undefined;
  show(problem: string | undefined): void;
  focus(): void;
}

/** `submit` gives the sentence that says why it did not work, or undefined. */
export function openModal(
  modal: WireModal,
  appName: string,
  submit: (values: Record<string, string>) => Promise<string | undefined>,
  onClose: () => void,
): void {
  const fields = modal.fields.map((field) => ({ id: field.customId, ...fieldView(field) }));
  const failure = h("p", { class: "failure", role: "alert", hidden: true });
  const send = h("button", { type: "submit", class: "button style-1" }, "Submit");
  const cancel = h("button", { type: "button", class: "button style-0", onclick: () => dialog.close() }, "Cancel");
  const form = h(
    "form",
    { method: "dialog", novalidate: true },
    ...fields.map(({ element }) => element),
    failure,
    h("p", { class: "warning" }, `This form will be submitted to ${appName}. Do not share passwords or other sensitive information.`),
    h("footer", {}, cancel, send),
  );

  function isComplete(): boolean {
    const problems = fields.map((field) => ({ field, problem: field.problem() }));
    for (const { field, problem } of problems) field.show(problem);
    const first = problems.find(({ problem }) => problem !== undefined);
    first?.field.focus();
    return first === undefined;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!isComplete() || send.disabled) return;
    send.disabled = true;
    failure.hidden = true;
    void submit(Object.fromEntries(fields.map((field) => [field.id, field.value()]))).then((sentence) => {
      if (sentence === undefined) dialog.close();
      failure.textContent = sentence ?? "";
      failure.hidden = sentence === undefined;
      send.disabled = false;
    });
  });
  // Ctrl+Enter sends from a field of several lines.
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  const dialog = openDialog({ title: modal.title, content: [form], onClose });
  fields[0]?.focus();
}

function fieldView(field: ModalField): FieldView {
  const id = `field-${field.customId}`;
  const problem = h("small", { class: "field-problem", id: `${id}-problem`, hidden: true });
  const hint = field.description === "" ? null : h("small", { id: `${id}-hint` }, field.description);
  const star = field.required ? h("span", { class: "required", "aria-hidden": "true" }, " *") : null;
  const name = h("label", { class: "field-name", for: id }, field.label, star);
  const described = [hint ? `${id}-hint` : "", `${id}-problem`].join(" ").trim();
  const inner = field.choices.length > 0 ? choiceInput(field, id, described) : textInput(field, id, described);
  return {
    element: h("div", { class: "field" }, name, hint, inner.element, problem),
    value: inner.value,
    problem: inner.problem,
    focus: () => inner.input.focus(),
    show(sentence) {
      problem.textContent = sentence ?? "";
      problem.hidden = sentence === undefined;
      setAttribute(inner.input, "aria-invalid", sentence === undefined ? null : "true");
    },
  };
}

function textInput(field: ModalField, id: string, described: string) {
  const limits = { id, required: field.required, maxlength: field.maxLength, placeholder: field.placeholder, "aria-describedby": described };
  const input = field.isLong ? h("textarea", { rows: 5, ...limits }) : h("input", { type: "text", ...limits });
  input.value = field.value;
  const count = h("span", { class: "count", "aria-hidden": "true" });
  const draw = () => {
    count.textContent = `${input.value.length.toLocaleString("en")} / ${field.maxLength.toLocaleString("en")}`;
    count.classList.toggle("near", input.value.length > field.maxLength * 0.9);
  };
  input.addEventListener("input", draw);
  draw();
  return {
    input,
    element: h("div", { class: "counted" }, input, count),
    value: () => input.value,
    problem() {
      const { length } = input.value;
      if (field.required && input.value.trim() === "") return "Please fill this in.";
      if (length > 0 && length < field.minLength) return `At least ${field.minLength} characters; there are ${length}.`;
      return undefined;
    },
  };
}

function choiceInput(field: ModalField, id: string, described: string) {
  const select = createSelect({
    label: field.label,
    placeholder: field.placeholder || "Make a selection",
    choices: field.choices.map((choice) => ({ value: String(choice.value), label: choice.name })),
    chosen: field.value === "" ? [] : field.value.split(","),
    min: field.required ? 1 : 0,
    max: field.maxValues,
    attributes: { id, "aria-describedby": described, "aria-required": String(field.required) },
  });
  return {
    input: select.button,
    element: select.element,
    value: () => select.values().join(","),
    problem: () => (field.required && select.values().length === 0 ? "Please choose something." : undefined),
  };
}
