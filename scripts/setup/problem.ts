/** What ends a script with a sentence for the person instead of a stack. Thrown by everything below scripts/setup/, shown by `run.ts`. */

/** The message says what happened and what to do next. */
export class Problem extends Error {
  override name = "Problem";
  readonly exitCode: number;
  constructor(message: string, options: { exitCode?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.exitCode = options.exitCode ?? 1;
  }
}

/** The person pressed Ctrl-C or Escape. */
export const stopped = () => new Problem("Stopped. Run it again to go on from here.", { exitCode: 130 });
