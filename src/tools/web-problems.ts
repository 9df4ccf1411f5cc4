/** What went wrong on the web, as sentences for the model. Used by the tools that read it. */
import { assertNever } from "../kernel/assert.ts";
import type { PageFailure } from "../net/guarded-fetch.ts";
import type { SearchFailure } from "../net/search/web-search.ts";

export function pageProblem(failure: PageFailure): string {
  switch (failure.kind) {
    case "bad-address":
      return "This is no address of the web. It has to be complete and begin with https://";
    case "private":
      return "This address belongs to a private network or leads into one. Only public pages can be read.";
    case "credentials":
      return "There is a name or a password in this address. Only pages that need none can be read.";
    case "too-many-redirects":
      return "This address leads from one page to the next without end.";
    case "status":
      return failure.status === 404 || failure.status === 410
        ? `There is no such page (${failure.status}).`
        : `The page's server refused (${failure.status}). It may not let programs in; another source may have the same.`;
    case "not-text":
      return `What is there is not a text${failure.contentType === "" ? "" : ` but ${failure.contentType.slice(0, 60)}`}, and cannot be read.`;
    case "too-large":
      return "This page is larger than 2 MB, and cannot be read.";
    case "slow":
      return "This page did not come within ten seconds.";
    case "unreachable":
      return "This page could not be reached.";
    default:
      return assertNever(failure);
  }
}

/** Names the settings that help, for whoever runs the bot. */
export function searchProblem(failure: SearchFailure): string {
  const { engine } = failure;
  switch (failure.kind) {
    case "challenged":
      return `${engine} takes this bot for a machine and wants a riddle solved, so nothing could be searched. Whoever runs the bot can set BRAVE_API_KEY, TAVILY_API_KEY or SEARXNG_URL; tell them so.`;
    case "bad-key":
      return `${engine} does not accept what is set as ${failure.setting}, so nothing could be searched. Whoever runs the bot has to correct it; tell them so.`;
    case "rate-limited":
      return `${engine} is asked too often right now. It works again in a minute.`;
    case "used-up":
      return `What was paid for at ${engine} is used up, so nothing could be searched. Whoever runs the bot has to look there; tell them so.`;
    case "no-json":
      return "The SearXNG server does not hand out JSON, so nothing could be searched. Whoever runs it has to add json to search.formats in its settings.yml; tell them so.";
    case "unreachable":
      return `${engine} could not be reached, so nothing could be searched. Try again later.`;
    case "slow":
      return `${engine} did not answer within ten seconds. Try again later.`;
    default:
      return assertNever(failure);
  }
}

/** Of services that have no key. */
export function serviceProblem(service: string, kind: "rate-limited" | "unreachable" | "slow"): string {
  if (kind === "rate-limited") return `${service} is asked too often right now. It works again in a minute.`;
  return kind === "slow" ? `${service} did not answer within ten seconds. Try again later.` : `${service} could not be reached. Try again later.`;
}
