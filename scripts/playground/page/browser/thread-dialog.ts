/** Asks for the name of a new thread. Opened by `main.ts` for "Create thread" in a message's menu. */
import type { WireMessage } from "../wire.ts";
import { openDialog } from "./dialog.ts";
import { h, setAttribute } from "./dom.ts";

const NAME_LENGTH = 100;
/** Discord suggests the beginning of the message. */
const SUGGESTED_LENGTH = 40;

/** `start` rejects with a sentence. */
export function openThreadDialog(message: WireMessage, start: (name: string) => Promise<void>, onClose: () => void): void {
  const input = h("input", {
    type: "text",
    id: "thread-name",
    required: true,
    maxlength: NAME_LENGTH,
    autocomplete: "off",
    "aria-describedby": "thread-problem",
  });
  input.value = suggestedName(message.content);
  const problem = h("small", { class: "field-problem", id: "thread-problem", role: "alert", hidden: true });
  const create = h("button", { type: "submit", class: "button style-1" }, "Create thread");
  const cancel = h("button", { type: "button", class: "button style-0", onclick: () => dialog.close() }, "Cancel");
  const form = h(
    "form",
    { method: "dialog", novalidate: true },
    h("p", { class: "soft" }, `It hangs on the message of ${message.author.name}. Everybody who sees the channel sees it.`),
    h("div", { class: "field" }, h("label", { class: "field-name", for: "thread-name" }, "Thread name"), input, problem),
    h("footer", {}, cancel, create),
  );

  function tell(sentence: string): void {
    problem.textContent = sentence;
    problem.hidden = false;
    setAttribute(input, "aria-invalid", "true");
    create.disabled = false;
    input.focus();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = input.value.trim();
    if (name === "") return tell("Please give it a name.");
    if (create.disabled) return;
    create.disabled = true;
    start(name).then(
      () => dialog.close(),
      (error: unknown) => tell(error instanceof Error ? error.message : String(error)),
    );
  });
  const dialog = openDialog({ title: "Create thread", content: [form], onClose });
  input.select();
}

/** Without marks, cut between words. */
function suggestedName(content: string): string {
  const plain = content
    .replaceAll(/<[@#][!&]?\d+>|[*_~|`>#]+/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  if (plain.length <= SUGGESTED_LENGTH) return plain;
  const cut = plain.slice(0, SUGGESTED_LENGTH).toWellFormed();
  return cut.slice(0, Math.max(cut.lastIndexOf(" "), 1)).trim();
}
