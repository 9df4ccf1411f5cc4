/** Checks of a request's parameters, with OpenAI's complaints. Used by `request.ts` and `embeddings.ts`. */

/** What is wrong with a request, in the words and fields of OpenAI's error object. */
export interface Complaint {
  message: string;
  param: string | null;
  code: string | null;
}

export class Refused extends Error {
  readonly complaint: Complaint;
  constructor(message: string, param: string | null, code: string | null = null) {
    super(message);
    this.complaint = { message, param, code };
  }
}

/** What was read, or what is wrong with it. */
export function attempt<T>(read: () => T): { request: T } | { complaint: Complaint } {
  try {
    return { request: read() };
  } catch (error) {
    if (error instanceof Refused) return { complaint: error.complaint };
    throw error;
  }
}

export function refuseUnknown(body: Record<string, unknown>, known: ReadonlySet<string>): void {
  for (const name of Object.keys(body)) {
    if (!known.has(name)) throw new Refused(`Unrecognized request argument supplied: ${name}`, name, "unknown_parameter");
  }
}

export function positiveInteger(body: Record<string, unknown>, name: string): number | undefined {
  const value = optional(body, name, (candidate) => Number.isInteger(candidate) && Number(candidate) >= 1, "an integer of at least 1");
  return typeof value === "number" ? value : undefined;
}

export function number(body: Record<string, unknown>, name: string, least: number, most: number): void {
  optional(body, name, (value) => typeof value === "number" && value >= least && value <= most, `a number from ${least} to ${most}`);
}

export function optional(body: Record<string, unknown>, name: string, valid: (value: unknown) => boolean, expected: string): unknown {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (!valid(value)) throw new Refused(`Invalid '${name}': expected ${expected}.`, name, "invalid_type");
  return value;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
