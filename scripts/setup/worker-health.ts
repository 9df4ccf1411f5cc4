/** Looks at the deployed Worker from outside: its health, and whether its door is shut to what Discord did not sign. Used by setup and doctor. */

/** As src/edge/health.ts answers, as far as it is read here; another version may tell less. */
export interface WorkerHealth {
  status: string;
  version?: string;
  database?: "ok" | "empty" | "unreachable";
  migration?: { applied: string | null; expected?: string };
  deep?: { object: string; objectMs: number; applicationId: string; publicKey: string; discord: string };
}

export type Seen =
  | { kind: "health"; health: WorkerHealth }
  /** It runs, and says what is missing. */
  | { kind: "unconfigured"; problems: string[] }
  | { kind: "other"; what: string }
  | { kind: "unreachable"; why: string };

const PATIENCE_MS = 10_000;

export async function lookAt(url: string, deep = false): Promise<Seen> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${url}/health${deep ? "?deep=1" : ""}`, { signal: AbortSignal.timeout(PATIENCE_MS), redirect: "manual" });
    text = await response.text();
  } catch (error) {
    return { kind: "unreachable", why: reasonOf(error) };
  }
  const body = parse(text);
  if (body?.status === "unconfigured" && Array.isArray(body.problems)) return { kind: "unconfigured", problems: body.problems.map(String) };
  if (body?.status === "ok" || body?.status === "degraded") return { kind: "health", health: body as unknown as WorkerHealth };
  return { kind: "other", what: `status ${response.status}` };
}

/** Statuses for a body without a signature and for one with a wrong signature: both must be 401. */
export async function knock(url: string): Promise<{ unsigned: number; forged: number }> {
  const post = async (headers: Record<string, string>) => {
    try {
      const body = JSON.stringify({ type: 1 });
      const response = await fetch(`${url}/interactions`, { method: "POST", headers, body, signal: AbortSignal.timeout(PATIENCE_MS), redirect: "manual" });
      await response.body?.cancel();
      return response.status;
    } catch {
      return 0;
    }
  };
  const json = { "content-type": "application/json" };
  const forged = { ...json, "x-signature-ed25519": "0".repeat(128), "x-signature-timestamp": String(Math.floor(Date.now() / 1000)) };
  return { unsigned: await post(json), forged: await post(forged) };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `no answer within ${PATIENCE_MS / 1000} s`;
  const cause = error.cause;
  if (!(cause instanceof Error)) return error.message;
  return "code" in cause ? String(cause.code) : cause.message;
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
