/** `POST /`, the form of the status page: whoever has the bot's token lets the Worker register its commands and its own address with Discord. */
import { connection } from "../discord/installation.ts";
import { DiscordApiError, describeError, UserError } from "../kernel/errors.ts";
import { readAtMost } from "../kernel/read-at-most.ts";
import type { Texts } from "../locales/index.ts";
import { baseOf, isOurs, type OwnApplication } from "./own-application.ts";
import { banner, escapeHtml, page, type Reader, readerOf } from "./page.ts";
import type { AppDeps } from "./types.ts";

/** The form holds one token of some 70 characters. */
const MAX_FORM_BYTES = 4096;

interface Line {
  text: string;
  good: boolean;
}

export function setupForm({ texts }: Reader): string {
  const { finish } = texts;
  return `<p id="why">${escapeHtml(finish.explain)}</p>
<form method="post" action="/"><label for="token">${escapeHtml(finish.token)}</label>
<input id="token" name="token" type="password" required autocomplete="off" spellcheck="false" maxlength="200" aria-describedby="why where">
<p id="where" class="hint">${escapeHtml(finish.where)}</p>
<button class="button">${escapeHtml(finish.button)}</button></form>`;
}

export function createFinishSetup(deps: AppDeps, own: OwnApplication): (request: Request) => Promise<Response> {
  return async (request) => {
    const reader = readerOf(request);
    const { finish } = reader.texts;
    if (!isSameOrigin(request)) return failed(reader, 403, finish.foreign);
    if (!(await mayTry(deps))) return failed(reader, 429, finish.tooOften, { "retry-after": "60" });
    const token = await readToken(request);
    if (token === "") return failed(reader, 400, finish.noToken);
    if (!(await deps.own.isBotToken(token))) return failed(reader, 403, finish.wrongToken);

    const base = baseOf(request, deps);
    const lines = await carryOut(deps, base, finish);
    own.forget();
    const good = lines.every((line) => line.good);
    deps.log.info("setup-finished", { good, steps: lines.length });
    const list = lines.map(({ text, good: fine }) => `<li class="${fine ? "good" : "open"}">${escapeHtml(text)}</li>`).join("");
    const policies = finish.policies(`${base}/privacy`, `${base}/terms`);
    const next = good ? `<p>${escapeHtml(finish.next)}</p><p>${escapeHtml(policies)}</p>` : setupForm(reader);
    const body = `${banner(good, good ? finish.done : finish.notDone)}
<ol class="problems">${list}</ol>${next}
<p><a class="button" href="/">${escapeHtml(finish.back)}</a></p>`;
    return page({ reader, body, status: good ? 200 : 502, hasForm: true });
  };
}

/** Each step may be repeated: registering and updating set what is to be, whatever was there. What fails ends the list. */
async function carryOut(deps: AppDeps, base: string, texts: Texts["finish"]): Promise<Line[]> {
  const steps: [string, () => Promise<void>][] = [
    [
      texts.tokenFits,
      async () => {
        if (!isOurs(await deps.own.read(), deps)) throw new UserError(texts.stranger);
      },
    ],
    [texts.registered, () => deps.own.registerCommands()],
    // Discord pings this very Worker before it answers.
    [texts.connected(base), () => deps.own.update(connection(base))],
  ];
  const lines: Line[] = [];
  for (const [text, run] of steps) {
    try {
      await run();
      lines.push({ good: true, text });
    } catch (error) {
      deps.log.error("setup-failed", { error: describeError(error) });
      return [...lines, { good: false, text: explain(error, base, texts) }];
    }
  }
  return lines;
}

function explain(error: unknown, base: string, texts: Texts["finish"]): string {
  if (error instanceof UserError) return error.message;
  if (!(error instanceof DiscordApiError) || error.status === 429 || error.status >= 500) return texts.discordAway;
  if (error.status === 401) return texts.tokenRefused;
  return error.method === "PATCH" ? texts.endpointRefused(base) : texts.refused;
}

/** Browsers say where a form was sent from. What says nothing is no browser with this page open. Source: Fetch Metadata, and the Fetch standard on Origin. */
function isSameOrigin(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  if (site === null && origin === null) return false;
  return (site ?? "same-origin") === "same-origin" && (origin ?? new URL(request.url).origin) === new URL(request.url).origin;
}

/** Fails closed: where nothing can be counted, nothing may be tried. */
async function mayTry(deps: AppDeps): Promise<boolean> {
  try {
    return await deps.flood("finish-setup");
  } catch {
    return false;
  }
}

async function readToken(request: Request): Promise<string> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers.get("content-type") ?? "") || request.body === null) return "";
  const bytes = await readAtMost(request.body, MAX_FORM_BYTES);
  return bytes === null ? "" : (new URLSearchParams(new TextDecoder().decode(bytes)).get("token") ?? "").trim();
}

function failed(reader: Reader, status: number, text: string, headers: Record<string, string> = {}): Promise<Response> {
  const body = `<p class="state open" role="alert">${escapeHtml(text)}</p>\n${setupForm(reader)}\n<p><a class="button" href="/">${escapeHtml(reader.texts.finish.back)}</a></p>`;
  return page({ reader, body, status, hasForm: true, headers });
}
