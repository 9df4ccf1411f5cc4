/** A form that the bot opened, as a native dialog: Escape, focus and background come with it. Opened by `main.ts`. */
import type { ModalField, WireModal } from "../wire.ts";
import { h, icon } from "./dom.ts";

/** `submit` gives the sentence that says why it did not work, or undefined. */
export function openModal(
  modal: WireModal,
  appName: string,
  submit: (values: Record<string, string>) => Promise<string | undefined>,
  onClose: () => void,
): void {
  const fields = modal.fields.map((field) => ({ field, ...fieldView(field) }));
  const problem = h("p", { class: "failure", role: "alert", hidden: true });
  const send = h("button", { type: "submit", class: "button style-1" }, "Submit");
  const cancel = h("button", { type: "button", class: "button style-0", onclick: () => dialog.close() }, "Cancel");
  const close = h("button", { type: "button", class: "plain", "aria-label": "Close", onclick: () => dialog.close() }, icon("close"));
  const form = h(
    "form",
    { method: "dialog" },
    h("header", {}, h("h2", { id: "modal-title" }, modal.title), close),
    ...fields.map(({ label }) => label),
    problem,
    h("p", { class: "warning" }, `This form will be submitted to ${appName}. Do not share passwords or other sensitive information.`),
    h("footer", {}, cancel, send),
  );
  const dialog = h("dialog", { class: "modal", "aria-labelledby": "modal-title" }, form);

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send.disabled = true;
    problem.hidden = true;
    void submit(Object.fromEntries(fields.map(({ field, input }) => [field.customId, input.value]))).then((failure) => {
      if (failure === undefined) dialog.close();
      problem.textContent = failure ?? "";
      problem.hidden = failure === undefined;
      send.disabled = false;
    });
  });
  // Ctrl+Enter sends from a field of several lines.
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    onClose();
  });
  document.body.append(dialog);
  dialog.showModal();
  fields[0]?.input.focus();
}

function fieldView(field: ModalField) {
  const limits = { required: field.required, minlength: field.minLength, maxlength: field.maxLength, placeholder: field.placeholder };
  const input = field.choices.length > 0 ? choiceInput(field) : field.isLong ? h("textarea", { rows: 5, ...limits }) : h("input", { type: "text", ...limits });
  if (!(input instanceof HTMLSelectElement)) input.value = field.value;
  const name = h("span", { class: "field-name" }, field.label, field.required ? h("span", { class: "required", title: "Required" }, " *") : null);
  return { input, label: h("label", { class: "field" }, name, field.description === "" ? null : h("small", {}, field.description), input) };
}

function choiceInput(field: ModalField): HTMLSelectElement {
  return h("select", { required: field.required }, ...field.choices.map((choice) => h("option", { value: String(choice.value) }, choice.name)));
}
