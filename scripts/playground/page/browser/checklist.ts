/** The first six things to try, as a card that ticks itself. Made by `main.ts`; what each button leads to, too. */
import { STEPS, type Step, type StepId } from "../wire.ts";
import { openDialog } from "./dialog.ts";
import { h, setAttribute } from "./dom.ts";
import { icon } from "./icons.ts";
import { remember, remembered } from "./shell.ts";

export interface ChecklistOptions {
  /** Its place beside the chat; where the list of channels is a drawer, a button opens it as a sheet. */
  place: HTMLElement;
  opener: HTMLButtonElement;
  isTouch(): boolean;
  start(step: StepId): void;
  restart(): void;
  say(text: string): void;
}

export interface Checklist {
  show(steps: readonly Step[]): void;
}

interface Words {
  title: string;
  hint: string;
}

const WORDS: Readonly<Record<StepId, Words>> = {
  ask: { title: "Ask something", hint: "Type it after /ask and press Enter." },
  menu: { title: "Right-click a message", hint: "Under Apps: ask about it, or reply." },
  prompt: { title: "Make it a pirate", hint: "With /setprompt; then ask again." },
  clock: { title: "Move the clock", hint: "A day passes; what is due comes." },
  model: { title: "Connect a real model", hint: "Ollama, or address and key." },
  discord: { title: "Put it on Discord", hint: "npm run setup does it." },
};

const TOUCH_MENU: Words = { title: "Press and hold a message", hint: "Under Apps: ask about it, or reply." };

export function createChecklist(options: ChecklistOptions): Checklist {
  const { place, opener } = options;
  const isNarrow = matchMedia("(max-width: 720px)");
  const rows = new Map(STEPS.map((id) => [id, rowView(id)]));
  const progress = h("progress", { max: STEPS.length, value: 0, "aria-label": "First steps" });
  const count = h("span", { class: "steps-count" });
  const toggle = h("button", { type: "button", class: "steps-toggle", "aria-expanded": "true", "aria-controls": "steps-body" });
  toggle.append(h("span", { class: "steps-title" }, "First steps"), count, icon("chevron"));
  const end = h("div", { class: "steps-end", hidden: true });
  const body = h("div", { id: "steps-body" }, h("ol", { class: "steps-list" }, ...[...rows.values()].map((row) => row.element)), end);
  const card = h("section", { class: "steps", "aria-label": "First steps" }, h("h2", {}, toggle), progress, body);
  let known: readonly Step[] | undefined;
  let sheet: { close(): void } | undefined;

  function rowView(id: StepId) {
    const { title, hint } = options.isTouch() && id === "menu" ? TOUCH_MENU : WORDS[id];
    const mark = h("span", { class: "step-mark", role: "img" });
    const words = h("span", { class: "step-words" }, h("b", {}, title), h("small", {}, hint));
    const go = h("button", { type: "button", class: "step-go", title: "Show me", onclick: () => begin(id) }, mark, words, icon("go"));
    return { element: h("li", { class: "step", "data-step": id }, go), mark };
  }

  function begin(id: StepId): void {
    // Closing gives the focus back to the opener; what the step leads to takes it from there.
    sheet?.close();
    options.start(id);
  }

  toggle.addEventListener("click", () => {
    remember("steps", body.hidden ? "open" : "closed");
    settle();
  });

  opener.addEventListener("click", () => {
    sheet = openDialog({
      title: "First steps",
      kind: "sheet",
      content: [card],
      onClose() {
        sheet = undefined;
        settle();
      },
    });
  });

  /** The card is in one place at a time; as a sheet it is always open. */
  function settle(): void {
    const isOpen = isNarrow.matches || remembered("steps") !== "closed";
    setAttribute(toggle, "aria-expanded", String(isOpen));
    body.hidden = !isOpen;
    if (isNarrow.matches) card.remove();
    else place.append(card);
    opener.hidden = !isNarrow.matches || place.hidden;
  }
  isNarrow.addEventListener("change", () => (sheet ? sheet.close() : settle()));

  function drawEnd(isDone: boolean): void {
    end.hidden = !isDone;
    if (!isDone) return;
    const again = h("button", { type: "button", class: "link", onclick: options.restart }, "Start over");
    const hide = h("button", { type: "button", class: "link", onclick: () => dismiss(true) }, "Hide this");
    end.replaceChildren(
      h("p", {}, h("b", {}, "That was the tour. "), "The rest you find under /help and in docs/."),
      h("p", { class: "steps-links" }, again, hide),
    );
  }

  function dismiss(isHidden: boolean): void {
    place.hidden = isHidden;
    remember("steps-hidden", isHidden ? "yes" : "no");
    sheet?.close();
    settle();
  }

  return {
    show(steps) {
      const done = steps.filter((step) => step.done).length;
      const isDone = done === steps.length;
      const fresh = known ? steps.filter((step) => step.done && known?.some((before) => before.id === step.id && !before.done)) : [];
      for (const step of steps) {
        const row = rows.get(step.id);
        row?.element.classList.toggle("done", step.done);
        row?.element.classList.toggle("fresh", fresh.includes(step));
        row?.mark.replaceChildren(...(step.done ? [icon("check")] : []));
        if (row) setAttribute(row.mark, "aria-label", step.done ? "Done" : "To do");
      }
      progress.value = done;
      count.textContent = `${done} of ${steps.length}`;
      opener.replaceChildren(icon("steps"), h("span", {}, `${done} of ${steps.length}`));
      setAttribute(opener, "aria-label", `First steps: ${done} of ${steps.length} done`);
      card.classList.toggle("complete", isDone);
      drawEnd(isDone);
      place.hidden = isDone && remembered("steps-hidden") === "yes";
      for (const step of fresh) options.say(`Done: ${WORDS[step.id].title}. ${done} of ${steps.length}${isDone ? ". That was the tour!" : "."}`);
      known = steps;
      if (!sheet) settle();
    },
  };
}
