import type { createPolicy, PolicyOptions } from "./adapter.ts";

export function create(given: PolicyOptions): ReturnType<typeof createPolicy>;
