/** What the adapters have in common: results of others as ours, and a key's failures by status. */
import type * as z from "zod";
import { plainText, webAddress } from "../plain-text.ts";
import type { Hit } from "./web-search.ts";

const TITLE_LENGTH = 200;
const TEXT_LENGTH = 1_500;

/** Characters: Brave and Tavily take no more. Source: Brave, "Web search", q. */
const QUERY_LENGTH = 400;
/** Brave takes no more. */
const QUERY_WORDS = 50;

export function clipQuery(query: string): string {
  return query.trim().split(/\s+/).slice(0, QUERY_WORDS).join(" ").slice(0, QUERY_LENGTH).toWellFormed();
}

export const languageOf = (locale: string): string => locale.split("-")[0]?.toLowerCase() ?? "";

export function hit(title: string, url: string, text: string): Hit[] {
  const address = webAddress(url);
  if (address === null) return [];
  return [{ title: plainText(title, TITLE_LENGTH) || new URL(address).hostname, url: address, text: plainText(text, TEXT_LENGTH) }];
}

/** The same address once. */
export function firstHits(hits: readonly Hit[], count: number): Hit[] {
  return [...new Map(hits.toReversed().map((found) => [found.url, found])).values()].toReversed().slice(0, count);
}

/** Those of a list that are as they should be; servers add what they like. */
export function eachOf<T>(list: unknown, schema: z.ZodType<T>): T[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown) => {
    const result = schema.safeParse(item);
    return result.success ? [result.data] : [];
  });
}

/** Under that name in an object, whatever it is. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}
