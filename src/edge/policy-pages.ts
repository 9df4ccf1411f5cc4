/** `GET /privacy` and `GET /terms`: what Discord asks every application for, made from the settings, in the reader's language. */
import { escapeHtml, links, page, readerOf } from "./page.ts";
import type { AppDeps } from "./types.ts";

export function privacyPage(request: Request, { facts }: AppDeps): Promise<Response> {
  const reader = readerOf(request);
  const { privacy: say, status, terms } = reader.texts.pages;
  const { retentionDays, noticeFacts, modelHost, embeddingHost, speechHost, audioHost, imageHost, owners } = facts;
  const body = [
    intro(say.title, say.intro),
    section(say.who.title, paragraph(owners.length === 0 ? say.who.unknown : say.who.known(owners.join(", ")))),
    section(say.kept.title, list(say.kept.items(retentionDays, noticeFacts)) + paragraph(say.kept.not)),
    section(say.goes.title, list(say.goes.items(modelHost, embeddingHost, speechHost, audioHost, imageHost))),
    section(say.rights.title, list(say.rights.items)),
    section(say.erased.title, list(say.erased.items)),
    section(say.left.title, paragraph(say.left.text)),
    links([
      ["/", status],
      ["/terms", terms.title],
    ]),
  ];
  return page({ reader, title: say.title, body: body.join("\n"), status: 200 });
}

export function termsPage(request: Request, { facts }: AppDeps): Promise<Response> {
  const reader = readerOf(request);
  const { privacy, status, terms: say } = reader.texts.pages;
  const body = [
    intro(say.title, say.intro),
    list(say.items(facts.modelHost)),
    paragraph(say.privacy),
    links([
      ["/", status],
      ["/privacy", privacy.title],
    ]),
  ];
  return page({ reader, title: say.title, body: body.join("\n"), status: 200 });
}

const intro = (title: string, text: string) => `<h2>${escapeHtml(title)}</h2>${paragraph(text)}`;
const section = (title: string, content: string) => `<h2>${escapeHtml(title)}</h2>${content}`;
const paragraph = (text: string) => `<p>${escapeHtml(text)}</p>`;
const list = (items: readonly string[]) => `<ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join("")}</ul>`;
