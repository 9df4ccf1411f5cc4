/** Exhaustiveness check for unions: a missing case does not compile, and throws a {@link BugError} if data lied. */
import { BugError } from "./errors.ts";

export function assertNever(value: never): never {
  throw new BugError(`unexpected value ${JSON.stringify(value)}`);
}
