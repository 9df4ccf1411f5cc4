/** Reads one answer of Discord's API to its end and says what it means. Called by rest-request.ts. */
import { NetworkError } from "../kernel/errors.ts";

export type Answer =
  | { kind: "ok"; json: unknown }
  /** Not carried out; again after `retryAfterMs`. */
  | { kind: "limited"; retryAfterMs: number; whom: "bucket" | "bot" | "address"; code: number }
  /** 5xx: whether it was carried out is unknown. */
  | { kind: "broken"; status: number; retryAfterMs: number | undefined }
  | { kind: "refused"; status: number; code: number; message: string };

/** Where a 429 does not say how long, ms. */
const RETRY_AFTER_MS = 1000;

/** The body is always read or cancelled: an unread one would keep its connection. */
export async function readAnswer(response: Response, byBot: boolean): Promise<Answer> {
  const { status } = response;
  if (status >= 500) {
    await response.body?.cancel();
    return { kind: "broken", status, retryAfterMs: seconds(response.headers.get("retry-after")) };
  }
  const body = await response.text();
  const json = parse(body);
  if (response.ok) {
    // Without the parser's words: they quote the body.
    if (json === undefined && body !== "") throw new NetworkError("the answer is no JSON");
    return { kind: "ok", json };
  }
  const error = typeof json === "object" && json !== null ? (json as Record<string, unknown>) : undefined;
  const code = typeof error?.code === "number" ? error.code : 0;
  if (status === 429) {
    // The body is exact where the header has whole seconds.
    const retryAfterMs = seconds(error?.retry_after) ?? seconds(response.headers.get("retry-after")) ?? RETRY_AFTER_MS;
    return { kind: "limited", retryAfterMs, whom: limitedWhom(response, error, byBot), code };
  }
  const message = typeof error?.message === "string" ? error.message : response.statusText;
  return { kind: "refused", status, code, message: [message, ...faultyFields(error?.errors)].join("; ") };
}

function limitedWhom(response: Response, error: Record<string, unknown> | undefined, byBot: boolean): "bucket" | "bot" | "address" {
  // Discord's own 429 is JSON; a page comes from Cloudflare in front of it.
  if (error === undefined) return "address";
  const global = error.global === true || response.headers.get("x-ratelimit-global") === "true" || response.headers.get("x-ratelimit-scope") === "global";
  if (!global) return "bucket";
  return byBot ? "bot" : "address";
}

/** Which fields Discord does not like, without their content. Source: Discord reference, "Error Messages". */
function faultyFields(errors: unknown, path = ""): string[] {
  if (typeof errors !== "object" || errors === null) return [];
  const fields: string[] = [];
  for (const [key, value] of Object.entries(errors)) {
    if (key === "_errors" && Array.isArray(value)) fields.push(...value.map((item: { code?: unknown }) => `${path || "body"}: ${String(item?.code)}`));
    else fields.push(...faultyFields(value, path === "" ? key : `${path}.${key}`));
  }
  return fields.slice(0, 3);
}

/** Float seconds as ms. */
function seconds(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) && number >= 0 ? Math.ceil(number * 1000) : undefined;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
