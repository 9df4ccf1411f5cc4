/** What the scripts print: pretty for a person at a terminal, plain lines for logs. Secrets are taken out of everything on the way. */
import { log, spinner } from "@clack/prompts";
import { mask } from "./mask.ts";

/** `planned`: a dry run got here. */
type Outcome = "done" | "unchanged" | "planned" | "failed";

export interface Output {
  /** What is being done; `end` says how it went. */
  begin(title: string): { end(outcome: Outcome, detail?: string): void; busy(detail: string): void };
  line(text: string): void;
  warn(text: string): void;
  note(title: string, lines: readonly string[]): void;
  problem(text: string): void;
}

/** `secrets`: asked anew each time, because there are more and more of them. */
export function createOutput(pretty: boolean, secrets: () => readonly string[]): Output {
  const clean = (text: string) => mask(text, secrets());
  return pretty ? prettyOutput(clean) : plainOutput(clean);
}

const OUTCOME: Readonly<Record<Outcome, string>> = { done: "ok", unchanged: "unchanged", planned: "dry run", failed: "failed" };

function plainOutput(clean: (text: string) => string): Output {
  const write = (text: string) => void process.stdout.write(`${clean(text)}\n`);
  return {
    begin: (title) => ({
      end: (outcome, detail = "") => write(`[${OUTCOME[outcome]}] ${title}${detail === "" ? "" : `: ${detail}`}`),
      busy: () => undefined,
    }),
    line: (text) => write(`  ${text}`),
    warn: (text) => write(`  Note: ${text}`),
    note: (title, lines) => write(["", title, ...lines.map((line) => `  ${line}`.trimEnd())].join("\n")),
    problem: (text) => void process.stderr.write(`\n${clean(text)}\n`),
  };
}

/** The spinner only turns while something is waited for: steps ask questions too. */
function prettyOutput(clean: (text: string) => string): Output {
  let turning: ReturnType<typeof spinner> | undefined;
  const rest = () => {
    turning?.clear();
    turning = undefined;
  };
  const print = (write: (text: string) => void) => (text: string) => {
    rest();
    write(clean(text));
  };
  return {
    begin: (title) => ({
      end(outcome, detail = "") {
        rest();
        const text = clean(`${title}${detail === "" ? "" : `: ${detail}`}`);
        if (outcome === "failed") log.error(text);
        else if (outcome !== "done") log.step(`${text} (${OUTCOME[outcome]})`);
        else log.success(text);
      },
      busy(detail) {
        turning ??= spinner();
        turning.start(clean(`${title}: ${detail}`));
      },
    }),
    line: print((text) => log.message(text)),
    warn: print((text) => log.warn(text)),
    note(title, lines) {
      rest();
      log.step(title);
      // Not in a box: a link that is broken over its lines cannot be opened.
      process.stdout.write(`${clean(lines.join("\n"))}\n`);
    },
    problem: print((text) => log.error(text)),
  };
}
