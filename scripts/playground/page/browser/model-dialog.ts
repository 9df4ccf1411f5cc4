/** Connects a real model without a restart: what runs on this machine, or an address with a key; and back to the demo. Opened by the panel and the checklist. */
import type { ConnectResult, FoundModels, ModelChoice, WireModel } from "../wire.ts";
import { type Dialog, openDialog } from "./dialog.ts";
import { h, setAttribute } from "./dom.ts";

export interface ModelDialogOptions {
  current: WireModel;
  find(): Promise<FoundModels>;
  list(server: { url: string; key: string }): Promise<ConnectResult>;
  connect(choice: ModelChoice): Promise<ConnectResult>;
  onConnected(model: WireModel): void;
  onClose(): void;
}

const OPENAI = "https://api.openai.com/v1";

export function openModelDialog(options: ModelDialogOptions): void {
  const state = h("p", { class: "model-state" }, options.current.words);
  const result = h("p", { class: "model-result", role: "status" });
  const ollama = h("div", { class: "model-found" }, h("p", { class: "soft" }, "Looking for Ollama on this machine…"));
  const form = serverForm(options, (choice, button) => void connect(choice, button), tell);
  const demo = h("button", { type: "button", class: "button", hidden: options.current.isDemo }, "Back to the demo model");
  demo.addEventListener("click", () => void connect({ kind: "demo" }, demo));

  function tell(text: string, isBad: boolean): void {
    result.textContent = text;
    result.classList.toggle("bad", isBad);
  }

  async function connect(choice: ModelChoice, button: HTMLButtonElement): Promise<void> {
    if (button.getAttribute("aria-disabled") === "true") return;
    setAttribute(button, "aria-disabled", "true");
    tell(choice.kind === "demo" ? "Going back…" : `Asking ${choice.model} for a word…`, false);
    const answer = await options.connect(choice).catch(problemOf);
    button.removeAttribute("aria-disabled");
    if (!answer.connected) return tell(answer.problem ?? "That did not work.", true);
    tell(choice.kind === "demo" ? "The demo model answers again." : `It works: ${answer.connected.words}`, false);
    state.textContent = answer.connected.words;
    demo.hidden = answer.connected.isDemo;
    if (demo.hidden && document.activeElement === document.body) dialog.element.querySelector("button")?.focus();
    options.onConnected(answer.connected);
  }

  const dialog: Dialog = openDialog({
    title: "Connect a model",
    kind: "sheet",
    content: [state, ollama, form, result, h("footer", {}, demo)],
    onClose: options.onClose,
  });
  // Chosen, so that typing replaces it.
  form.querySelector("input")?.select();

  void options
    .find()
    .catch((): FoundModels => ({ ollama: null }))
    .then((found) => ollama.replaceChildren(...foundView(found, (choice, button) => void connect(choice, button))));
}

function foundView({ ollama }: FoundModels, connect: (choice: ModelChoice, button: HTMLButtonElement) => void): HTMLElement[] {
  if (!ollama) {
    return [
      h("p", { class: "soft" }, "Ollama is not running on this machine. With it, models work here without an account: start it and open this dialog again."),
    ];
  }
  if (ollama.models.length === 0) {
    return [h("p", { class: "soft" }, "Ollama is running but has no model yet: ", h("code", {}, "ollama pull llama3.2"), ", then open this dialog again.")];
  }
  const buttons = ollama.models.map((model) => {
    const button = h("button", { type: "button", class: "button" }, model);
    button.addEventListener("click", () => connect({ kind: "server", url: ollama.url, key: "", model }, button));
    return button;
  });
  return [h("h3", {}, "Found on this machine: Ollama"), h("div", { class: "button-row" }, ...buttons)];
}

function serverForm(
  options: ModelDialogOptions,
  connect: (choice: ModelChoice, button: HTMLButtonElement) => void,
  tell: (text: string, isBad: boolean) => void,
): HTMLFormElement {
  const field = (id: string, label: string, attributes: Record<string, unknown>, hint: string) => {
    const input = h("input", { id, "aria-describedby": `${id}-hint`, autocomplete: "off", spellcheck: "false", ...attributes });
    const view = h("div", { class: "field" }, h("label", { class: "field-name", for: id }, label), input, h("small", { id: `${id}-hint` }, hint));
    return { input, view };
  };
  const url = field("model-url", "Address", { type: "url", required: true, value: OPENAI, inputmode: "url" }, "Of any server that speaks the OpenAI protocol.");
  const key = field("model-key", "Key", { type: "password" }, "Stays on this machine, in the memory of this process; leave it out where none is needed.");
  const model = field("model-name", "Model", { type: "text", required: true, list: "model-names", placeholder: "gpt-5-mini" }, "As the server calls it.");
  const names = h("datalist", { id: "model-names" });
  const look = h("button", { type: "button", class: "button" }, "What is there?");
  const send = h("button", { type: "submit", class: "button style-1" }, "Test and connect");
  const server = () => ({ url: url.input.value.trim(), key: key.input.value.trim() });

  look.addEventListener("click", () => {
    tell("Asking for the list of models…", false);
    void options
      .list(server())
      .catch(problemOf)
      .then(({ models, problem }) => {
        names.replaceChildren(...(models ?? []).map((name) => h("option", { value: name })));
        const [first] = models ?? [];
        if (first === undefined) return tell(problem ?? "The server did not say which models it has; type a name.", true);
        if (model.input.value === "") model.input.value = first;
        tell(`${models?.length} found: ${models?.slice(0, 8).join(", ")}${(models?.length ?? 0) > 8 ? ", …" : ""}`, false);
        model.input.focus();
      });
  });
  const form = h(
    "form",
    { method: "dialog", "aria-label": "A server of your choice" },
    h("h3", {}, "Any other server"),
    url.view,
    key.view,
    model.view,
    names,
    h("div", { class: "button-row" }, look, send),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    connect({ kind: "server", ...server(), model: model.input.value.trim() }, send);
  });
  return form;
}

const problemOf = (error: unknown): ConnectResult => ({ problem: error instanceof Error ? error.message : String(error) });
