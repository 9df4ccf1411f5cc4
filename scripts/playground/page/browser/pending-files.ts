/** Files that wait below the reply to be sent with the next message; each is uploaded at once. Made by `composer.ts`. */
import { h } from "./dom.ts";
import { icon } from "./icons.ts";

export interface PendingFiles {
  element: HTMLElement;
  readonly count: number;
  add(file: File): void;
  /** Waits for the uploads. */
  ids(): Promise<string[]>;
  clear(): void;
}

interface Pending {
  id: Promise<string>;
  element: HTMLElement;
}

export function createPendingFiles(upload: (file: File) => Promise<string>, tell: (sentence: string) => void, focusBack: () => void): PendingFiles {
  const element = h("ul", { class: "pending-files", "aria-label": "Attached files", hidden: true });
  let files: Pending[] = [];

  function remove(pending: Pending): void {
    files = files.filter((file) => file !== pending);
    pending.element.remove();
    element.hidden = files.length === 0;
  }

  return {
    element,
    get count() {
      return files.length;
    },
    add(file) {
      const pending: Pending = { id: upload(file), element: h("li", {}, icon("file"), file.name) };
      const close = h("button", { type: "button", class: "plain", "aria-label": `Remove ${file.name}` }, icon("close"));
      close.addEventListener("click", () => {
        remove(pending);
        focusBack();
      });
      pending.element.append(close);
      pending.id.catch((error: unknown) => {
        remove(pending);
        tell(error instanceof Error ? error.message : String(error));
      });
      files.push(pending);
      element.append(pending.element);
      element.hidden = false;
    },
    ids: () => Promise.all(files.map((file) => file.id)),
    clear() {
      for (const file of files) remove(file);
    },
  };
}
