/** Request bodies against Discord's own OpenAPI schemas, with Discord's form errors; used by the routes and the callback check. */
/// <reference path="./spec-zod.d.ts" />
import type { SpecIssue, SpecSchema } from "discord-api-spec/zod";
import { isObject } from "./json.ts";
import { type FormError, invalidForm } from "./refusal.ts";

/** Throws 50035 unless `value` fits. The schemas drop unknown keys, so comparing what went in with what came out finds them. */
export function checkSchema(schema: SpecSchema, value: unknown, strict: boolean): void {
  const errors = schemaErrors(schema, value, strict);
  if (errors.length > 0) throw invalidForm(errors);
}

export function schemaErrors(schema: SpecSchema, value: unknown, strict: boolean): FormError[] {
  const result = schema.safeParse(value);
  if (!result.success) return result.error.issues.flatMap((issue) => fromIssue(issue, [], value));
  return strict ? unknownKeys(value, result.data, []) : [];
}

function unknownKeys(before: unknown, after: unknown, path: readonly (string | number)[]): FormError[] {
  if (Array.isArray(before) && Array.isArray(after)) return before.flatMap((item, index) => unknownKeys(item, after[index], [...path, index]));
  if (!isObject(before) || !isObject(after)) return [];
  return Object.keys(before).flatMap((key) =>
    key in after
      ? unknownKeys(before[key], after[key], [...path, key])
      : [{ path: [...path, key], code: "UNKNOWN_KEY", message: `Discord does not know the key "${key}" here.` }],
  );
}

function fromIssue(issue: SpecIssue, base: readonly (string | number)[], root: unknown): FormError[] {
  const path = [...base, ...issue.path];
  if (issue.code === "invalid_union" && issue.errors) {
    const branch = meantBranch(issue.errors);
    if (branch) return branch.flatMap((inner) => fromIssue(inner, path, root));
    return [{ path, code: "UNION_TYPE_CHOICES", message: "This is none of the types that may stand here." }];
  }
  const missing = valueAt(root, path) === undefined;
  if (missing) return [{ path, code: "BASE_TYPE_REQUIRED", message: "This field is required" }];
  if (issue.code === "too_big") return [{ path, code: "BASE_TYPE_BAD_LENGTH", message: `Must be ${issue.maximum ?? "?"} or less.` }];
  if (issue.code === "too_small") return [{ path, code: "BASE_TYPE_BAD_LENGTH", message: `Must be ${issue.minimum ?? "?"} or more.` }];
  if (issue.code === "invalid_value") return [{ path, code: "BASE_TYPE_CHOICES", message: `Value must be one of ${JSON.stringify(issue.values ?? [])}.` }];
  return [{ path, code: "BASE_TYPE_INVALID", message: `Expected ${issue.expected ?? "another value"}.` }];
}

/** The branch whose `type` fits is the one the client meant. */
function meantBranch(branches: readonly SpecIssue[][]): SpecIssue[] | undefined {
  return branches.find(
    (branch) => branch.length > 0 && !branch.some((issue) => issue.path.length === 0 || (issue.path.length === 1 && issue.path[0] === "type")),
  );
}

function valueAt(root: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((level, key) => (Array.isArray(level) ? level[Number(key)] : isObject(level) ? level[String(key)] : undefined), root);
}
