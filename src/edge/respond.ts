/** Responses in the edge's few forms. */

const NO_SNIFF = { "x-content-type-options": "nosniff" } as const;

export function plain(status: number, text: string, headers: Record<string, string> = {}): Response {
  return new Response(`${text}\n`, { status, headers: { "content-type": "text/plain; charset=utf-8", ...NO_SNIFF, ...headers } });
}

/** `body` is JSON already. */
export function json(body: string, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(body, { status, headers: { "content-type": "application/json", ...headers } });
}

/** Discord wants a content type even where there is no content. Source: Discord reference, "Webhook Events". */
export function noContent(): Response {
  return new Response(null, { status: 204, headers: { "content-type": "application/json" } });
}
