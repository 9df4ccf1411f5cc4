/** The frame around the chat: top bar, drawers on narrow screens, side panel, light or dark, connection. Made by `main.ts`. */
import type { WireChannel } from "../wire.ts";
import { byId, h } from "./dom.ts";
import { icon } from "./icons.ts";

export interface Shell {
  showChannel(channel: WireChannel): void;
  closeDrawers(): void;
  openPanel(): void;
  /** Something did not work: a sentence for a while. */
  tell(sentence: string): void;
  setOnline(isOnline: boolean): void;
}

/** Private windows may refuse storage; then it lasts as long as the page. */
const memory = new Map<string, string>();

export function remembered(key: string): string | undefined {
  try {
    return memory.get(key) ?? localStorage.getItem(`playground.${key}`) ?? undefined;
  } catch {
    return undefined;
  }
}

export function remember(key: string, value: string): void {
  memory.set(key, value);
  try {
    localStorage.setItem(`playground.${key}`, value);
  } catch {
    // Then it is forgotten with the page.
  }
}

const NOTICE_MS = 8000;
/** Where the skip links lead; the first that is there. */
const SKIP_STOPS: Readonly<Record<string, string>> = {
  "#composer": "#composer .slot :is(textarea, input, button)",
  "#log": "#log article[tabindex='0']",
  "#steps": "#steps button, #open-steps",
};

export function createShell(): Shell {
  let noticeTimer: ReturnType<typeof setTimeout> | undefined;
  const root = document.documentElement;
  const nav = byId("nav", HTMLElement);
  const panel = byId("panel", HTMLElement);
  const openNav = byId("open-nav", HTMLButtonElement);
  const openPanel = byId("open-panel", HTMLButtonElement);
  const theme = byId("theme", HTMLButtonElement);
  const title = byId("channel-title", HTMLElement);
  const veil = byId("veil", HTMLElement);
  const isNarrow = matchMedia("(max-width: 1000px)");
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");

  openNav.append(icon("menu"));
  openPanel.append(icon("pulse"));
  byId("close-panel", HTMLButtonElement).append(icon("close"));

  function setDrawer(which: "nav" | "panel" | undefined): void {
    root.dataset["drawer"] = which ?? "";
    openNav.setAttribute("aria-expanded", String(which === "nav"));
    veil.hidden = which === undefined;
    if (which === "nav") nav.querySelector<HTMLElement>("[aria-current=page], button")?.focus();
  }

  /** Beside the chat where there is room, over it where there is not. */
  function setPanel(isOpen: boolean): void {
    if (isNarrow.matches) setDrawer(isOpen ? "panel" : undefined);
    root.dataset["panel"] = isOpen ? "open" : "closed";
    openPanel.setAttribute("aria-expanded", String(isOpen));
    panel.inert = !isOpen;
    if (isOpen && isNarrow.matches) byId("close-panel", HTMLButtonElement).focus();
    if (!isNarrow.matches) remember("panel", isOpen ? "open" : "closed");
  }

  function drawTheme(): void {
    const isDark = (root.dataset["theme"] ?? (prefersDark.matches ? "dark" : "light")) === "dark";
    theme.replaceChildren(icon(isDark ? "sun" : "moon"));
    theme.setAttribute("aria-label", isDark ? "Switch to light colours" : "Switch to dark colours");
  }

  function closeDrawers(): void {
    if (root.dataset["drawer"] === "panel") setPanel(false);
    setDrawer(undefined);
  }

  openNav.addEventListener("click", () => setDrawer(root.dataset["drawer"] === "nav" ? undefined : "nav"));
  openPanel.addEventListener("click", () => setPanel(root.dataset["panel"] !== "open"));
  byId("close-panel", HTMLButtonElement).addEventListener("click", () => {
    setPanel(false);
    openPanel.focus();
  });
  veil.addEventListener("click", closeDrawers);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !root.dataset["drawer"] || event.defaultPrevented) return;
    const opener = root.dataset["drawer"] === "nav" ? openNav : openPanel;
    closeDrawers();
    opener.focus();
  });
  theme.addEventListener("click", () => {
    const isDark = (root.dataset["theme"] ?? (prefersDark.matches ? "dark" : "light")) === "dark";
    root.dataset["theme"] = isDark ? "light" : "dark";
    remember("theme", root.dataset["theme"]);
    drawTheme();
  });
  prefersDark.addEventListener("change", drawTheme);

  const chosen = remembered("theme");
  if (chosen === "light" || chosen === "dark") root.dataset["theme"] = chosen;
  drawTheme();
  setPanel(!isNarrow.matches && remembered("panel") !== "closed");
  for (const link of document.querySelectorAll<HTMLAnchorElement>(".skip-links a")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const stops = document.querySelectorAll<HTMLElement>(SKIP_STOPS[link.hash] ?? link.hash);
      [...stops].find((stop) => stop.checkVisibility())?.focus();
    });
  }

  return {
    showChannel(channel) {
      const mark = icon(channel.kind === "direct" ? "at" : channel.kind === "text" ? "hash" : channel.kind);
      title.replaceChildren(
        mark,
        h("span", { class: "title-name" }, channel.name),
        channel.topic === "" ? "" : h("span", { class: "title-topic" }, channel.topic),
      );
      byId("log", HTMLElement).setAttribute("aria-label", `Messages in ${channel.name}`);
      document.title = `${channel.kind === "text" ? "#" : ""}${channel.name} · Edgewise playground`;
    },
    closeDrawers,
    openPanel: () => setPanel(true),
    tell(sentence) {
      const notice = byId("notice", HTMLElement);
      notice.textContent = sentence;
      notice.hidden = false;
      clearTimeout(noticeTimer);
      noticeTimer = setTimeout(() => {
        notice.hidden = true;
      }, NOTICE_MS);
    },
    setOnline(isOnline) {
      byId("offline", HTMLElement).hidden = isOnline;
    },
  };
}
