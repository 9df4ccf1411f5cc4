/** `GET /`: tells whoever deployed the bot, in their language, what runs, what is missing and what to do next. No secrets, nothing loaded from elsewhere. */
import { inviteLinks } from "../discord/installation.ts";
import type { Texts } from "../locales/index.ts";
import { setupForm } from "./finish-setup.ts";
import { type Health, readHealth } from "./health.ts";
import { baseOf, type Connection, type OwnApplication } from "./own-application.ts";
import { banner, escapeHtml, links, page, type Reader, readerOf } from "./page.ts";
import type { AppDeps } from "./types.ts";

export async function statusPage(request: Request, deps: AppDeps, own: OwnApplication): Promise<Response> {
  const [health, connection] = await Promise.all([readHealth(deps), own.connection(baseOf(request, deps))]);
  const reader = readerOf(request);
  const { status, finish } = reader.texts;
  const facts: [string, string, boolean?][] = [
    [status.version, health.version],
    [status.database, databaseText(health, reader.texts), health.database === "ok"],
    ...Object.entries(health.configured).map(([name, isSet]): [string, string, boolean] => [name, isSet ? status.configured : status.missing, isSet]),
    [finish.discord, finish.state[connection], connection === "connected"],
    [status.endpoint, `${baseOf(request, deps)}/interactions`],
  ];
  const invite = inviteLinks(deps.applicationId);
  const body = `${banner(health.status === "ok", health.status === "ok" ? status.running : status.degraded)}
<dl>${facts.map(([name, value, good]) => `<div><dt>${escapeHtml(name)}</dt><dd class="${good === undefined ? "" : good ? "good" : "open"}">${escapeHtml(value)}</dd></div>`).join("")}</dl>
<h2>${escapeHtml(status.next)}</h2><ol>${nextSteps(health, connection, reader.texts)
    .map((step) => `<li>${escapeHtml(step)}</li>`)
    .join("")}</ol>
<p><a class="button" href="${escapeHtml(invite.server)}" rel="noopener noreferrer">${escapeHtml(status.invite)}</a>
<a class="button" href="${escapeHtml(invite.account)}" rel="noopener noreferrer">${escapeHtml(status.inviteAccount)}</a></p>
${setupSection(reader, connection)}
${links([
  ["/privacy", reader.texts.pages.privacy.title],
  ["/terms", reader.texts.pages.terms.title],
])}`;
  return page({ reader, body, status: health.database === "ok" ? 200 : 503, hasForm: true });
}

/** The same page before the settings are complete; `problems` are the sentences of a ConfigError. */
export async function unconfiguredPage(request: Request, problems: readonly string[]): Promise<Response> {
  const reader = readerOf(request);
  const { status } = reader.texts;
  const body = `${banner(false, status.unconfigured)}
<ul class="problems">${problems.map((problem) => `<li>${escapeHtml(problem)}</li>`).join("")}</ul>
<h2>${escapeHtml(status.next)}</h2><ol><li>${escapeHtml(status.nextFix)}</li></ol>`;
  return page({ reader, body, status: 503 });
}

function nextSteps(health: Health, connection: Connection, { status, finish }: Texts): string[] {
  const missing = Object.entries(health.configured).flatMap(([name, isSet]) => (isSet ? [] : [name]));
  return [
    ...(health.database === "empty" ? [status.nextMigrate] : health.database === "unreachable" ? [status.nextDatabase] : []),
    ...(health.status === "degraded" && health.database === "ok" ? [status.nextMigrate] : []),
    ...(connection === "refused" ? [finish.fixRefused] : connection === "stranger" ? [finish.stranger] : []),
    ...(connection === "open" ? [finish.title] : []),
    ...(missing.length > 0 ? [status.nextConfigure(missing.join(", "))] : []),
    status.nextInvite,
  ];
}

/** Finished: out of the way, but there, because the address may change. Where the token itself is wrong the form could not help. */
function setupSection(reader: Reader, connection: Connection): string {
  const { finish } = reader.texts;
  if (connection === "refused" || connection === "stranger") return "";
  if (connection === "connected") return `<details><summary>${escapeHtml(finish.again)}</summary>${setupForm(reader)}</details>`;
  return `<h2>${escapeHtml(finish.title)}</h2>${setupForm(reader)}`;
}

function databaseText(health: Health, texts: Texts): string {
  if (health.database === "unreachable") return texts.status.databaseUnreachable;
  return health.migration.applied ?? texts.status.databaseEmpty;
}
