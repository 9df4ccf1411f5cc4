/** `GET /`: tells whoever deployed the bot, in their language, what runs, what is missing and what to do next. No secrets, nothing loaded from elsewhere. */
import { type Texts, textsFor } from "../locales/index.ts";
import { type Health, readHealth } from "./health.ts";
import { PAGE_STYLE } from "./status-style.ts";
import type { AppDeps } from "./types.ts";

export async function statusPage(request: Request, deps: AppDeps): Promise<Response> {
  const health = await readHealth(deps);
  const { locale, texts } = readerOf(request);
  const status = texts.status;
  const missing = Object.entries(health.configured).flatMap(([name, isSet]) => (isSet ? [] : [name]));
  const invite = `https://discord.com/oauth2/authorize?client_id=${encodeURIComponent(deps.applicationId)}`;
  const steps = [
    ...(health.database === "empty" ? [status.nextMigrate] : health.database === "unreachable" ? [status.nextDatabase] : []),
    ...(health.status === "degraded" && health.database === "ok" ? [status.nextMigrate] : []),
    ...(missing.length > 0 ? [status.nextConfigure(missing.join(", "))] : []),
    status.nextInvite,
  ];
  const facts: [string, string, boolean?][] = [
    [status.version, health.version],
    [status.database, databaseText(health, texts), health.database === "ok"],
    ...Object.entries(health.configured).map(([name, isSet]): [string, string, boolean] => [name, isSet ? status.configured : status.missing, isSet]),
    [status.endpoint, `${new URL(request.url).origin}/interactions`],
  ];
  const body = `${banner(health.status === "ok", health.status === "ok" ? status.running : status.degraded)}
<dl>${facts.map(([name, value, good]) => `<div><dt>${escapeHtml(name)}</dt><dd class="${good === undefined ? "" : good ? "good" : "open"}">${escapeHtml(value)}</dd></div>`).join("")}</dl>
<h2>${escapeHtml(status.next)}</h2><ol>${steps.map((step) => `<li>${escapeHtml(step)}</li>`).join("")}</ol>
<p><a class="button" href="${escapeHtml(invite)}" rel="noopener noreferrer">${escapeHtml(status.invite)}</a></p>`;
  return page(locale, texts, body, health.database === "ok" ? 200 : 503);
}

/** The same page before the settings are complete; `problems` are the sentences of a ConfigError. */
export async function unconfiguredPage(request: Request, problems: readonly string[]): Promise<Response> {
  const { locale, texts } = readerOf(request);
  const body = `${banner(false, texts.status.unconfigured)}
<ul class="problems">${problems.map((problem) => `<li>${escapeHtml(problem)}</li>`).join("")}</ul>
<h2>${escapeHtml(texts.status.next)}</h2><ol><li>${escapeHtml(texts.status.nextFix)}</li></ol>`;
  return page(locale, texts, body, 503);
}

function banner(good: boolean, text: string): string {
  return `<p class="state ${good ? "good" : "open"}" role="status">${escapeHtml(text)}</p>`;
}

function databaseText(health: Health, texts: Texts): string {
  if (health.database === "unreachable") return texts.status.databaseUnreachable;
  return health.migration.applied ?? texts.status.databaseEmpty;
}

async function page(locale: string, texts: Texts, body: string, status: number): Promise<Response> {
  const html = `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><meta name="color-scheme" content="light dark"><title>Edgewise</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M2 2h12v9H7l-3 3v-3H2z' fill='%235865f2'/%3E%3C/svg%3E">
<style>${PAGE_STYLE}</style></head>
<body><main><h1>Edgewise</h1><p class="tagline">${escapeHtml(texts.status.tagline)}</p>
${body}
</main></body></html>
`;
  const csp = `default-src 'none'; style-src 'sha256-${await sha256(PAGE_STYLE)}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": csp,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    vary: "accept-language",
  };
  return new Response(html, { status, headers });
}

async function sha256(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(hash)));
}

/** The first language the browser names; anything we have no catalogue for reads English. */
function readerOf(request: Request): { locale: string; texts: Texts } {
  const wanted = /^\s*([a-z]{2,3})/i.exec(request.headers.get("accept-language") ?? "")?.[1]?.toLowerCase() ?? "en";
  const texts = textsFor(wanted);
  return { locale: texts === textsFor("en") ? "en" : wanted, texts };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
