/** Pictures, sound and files under a message; text files can be opened in place. Called by `message-view.ts`. */
import type { WireAttachment } from "../wire.ts";
import { h, smoothly } from "./dom.ts";
import { icon } from "./icons.ts";
import { voiceView } from "./voice-view.ts";

const MAX_WIDTH = 440;
const MAX_HEIGHT = 320;
const PREVIEW_LENGTH = 20_000;
/** bytes */
const LARGEST_PREVIEW = 256 * 1024;

export function attachmentView(attachment: WireAttachment): HTMLElement {
  if (attachment.voice) return voiceView(attachment.url, attachment.voice);
  if (attachment.type.startsWith("audio/")) return h("div", { class: "sound" }, fileView(attachment), player(attachment));
  return attachment.type.startsWith("image/") && attachment.type !== "image/svg+xml" ? pictureView(attachment) : fileView(attachment);
}

/** Its place is reserved before it is loaded, so that nothing jumps. */
function pictureView({ url, name, description, width, height }: WireAttachment): HTMLElement {
  const scale = width && height ? Math.min(1, MAX_WIDTH / width, MAX_HEIGHT / height) : 1;
  const size = width && height ? { width: Math.round(width * scale), height: Math.round(height * scale) } : {};
  const picture = h("img", { src: url, alt: description ?? name, title: description ?? name, loading: "lazy", decoding: "async", ...size });
  return h("a", { class: "picture", href: url, target: "_blank", rel: "noopener noreferrer", "aria-label": `Open picture ${name}` }, picture);
}

function player({ name, url }: WireAttachment): HTMLElement {
  return h("audio", { src: url, controls: true, preload: "none", "aria-label": `Play ${name}` });
}

function fileView(attachment: WireAttachment): HTMLElement {
  const { name, size, url, type } = attachment;
  const link = h("a", { href: url, download: name, class: "file-name" }, name);
  const card = h("div", { class: "file" }, icon("file"), h("div", { class: "file-words" }, link, h("span", { class: "file-size" }, formatSize(size))));
  if (!isText(name, type) || size > LARGEST_PREVIEW) return card;
  const preview = h("pre", { class: "preview", tabindex: 0, hidden: true, "aria-label": `Content of ${name}` });
  const toggle = h("button", { type: "button", class: "link", "aria-expanded": "false" }, "Show");
  toggle.addEventListener("click", () => {
    preview.hidden = !preview.hidden;
    toggle.textContent = preview.hidden ? "Show" : "Hide";
    toggle.setAttribute("aria-expanded", String(!preview.hidden));
    if (preview.hidden) return;
    const show = () => preview.scrollIntoView({ block: "nearest", behavior: smoothly() });
    if (preview.textContent !== "") show();
    else void loadPreview(url, preview).then(show);
  });
  card.append(toggle);
  return h("div", { class: "file-with-preview" }, card, preview);
}

async function loadPreview(url: string, preview: HTMLElement): Promise<void> {
  // The file's address may name the loopback differently than the page's does.
  const { pathname, search } = new URL(url);
  const response = await fetch(pathname + search).catch(() => undefined);
  const text = response?.ok ? await response.text() : "This file can't be shown.";
  preview.textContent = text.length > PREVIEW_LENGTH ? `${text.slice(0, PREVIEW_LENGTH).toWellFormed()}\n… Download the file to see all of it.` : text;
}

/** Discord tells no type of files whose names say nothing, such as a Modelfile. */
function isText(name: string, type: string): boolean {
  return type.startsWith("text/") || type.startsWith("application/json") || /\.(md|txt|json|jsonl|ya?ml|ts|js|py|csv|log|modelfile)$|^modelfile$/i.test(name);
}

function formatSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
