/** The frame of every page people see in a browser: language, policy, style. No scripts, nothing loaded from elsewhere. Used by the edge's pages. */
import { type Texts, textsFor } from "../locales/index.ts";
import { PAGE_STYLE } from "./page-style.ts";

export interface Reader {
  locale: string;
  texts: Texts;
}

export interface Page {
  reader: Reader;
  /** Of its own, before the bot's name. */
  title?: string;
  /** HTML below the heading; the caller escapes. */
  body: string;
  status: number;
  /** Whether a form of the page may be sent, to this very place. */
  hasForm?: boolean;
  headers?: Record<string, string>;
}

export async function page({ reader, title, body, status, hasForm = false, headers = {} }: Page): Promise<Response> {
  const html = `<!doctype html>
<html lang="${reader.locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><meta name="color-scheme" content="light dark"><title>${title === undefined ? "" : `${escapeHtml(title)} · `}Edgewise</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M2 2h12v9H7l-3 3v-3H2z' fill='%235865f2'/%3E%3C/svg%3E">
<style>${PAGE_STYLE}</style></head>
<body><main><h1>Edgewise</h1><p class="tagline">${escapeHtml(reader.texts.status.tagline)}</p>
${body}
</main></body></html>
`;
  const csp = [
    "default-src 'none'",
    `style-src 'sha256-${await sha256(PAGE_STYLE)}'`,
    "img-src data:",
    "base-uri 'none'",
    `form-action ${hasForm ? "'self'" : "'none'"}`,
    "frame-ancestors 'none'",
  ];
  return new Response(html, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": csp.join("; "),
      "x-content-type-options": "nosniff",
      // Not "no-referrer": with that a browser sends a form's Origin as "null", and nobody could tell it from a stranger's. Source: Fetch standard, "append a request Origin header".
      "referrer-policy": "same-origin",
      "cache-control": "no-store",
      vary: "accept-language",
      ...headers,
    },
  });
}

/** The first language the browser names; anything we have no catalogue for reads English. */
export function readerOf(request: Request): Reader {
  const wanted = /^\s*([a-z]{2,3})/i.exec(request.headers.get("accept-language") ?? "")?.[1]?.toLowerCase() ?? "en";
  const texts = textsFor(wanted);
  return { locale: texts === textsFor("en") ? "en" : wanted, texts };
}

export function banner(good: boolean, text: string): string {
  return `<p class="state ${good ? "good" : "open"}" role="status">${escapeHtml(text)}</p>`;
}

/** Links at a page's end. */
export function links(all: readonly (readonly [href: string, text: string])[]): string {
  return `<p>${all.map(([href, text]) => `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a>`).join(" · ")}</p>`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

async function sha256(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(hash)));
}
