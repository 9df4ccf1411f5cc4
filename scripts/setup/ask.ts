/** Questions to the person. Without a terminal nobody answers, so each question names the variable or the option that does. */
import { confirm, isCancel, password, select, text } from "@clack/prompts";
import { Problem, stopped } from "./problem.ts";

interface Question {
  message: string;
  /** How to answer it without a terminal, e.g. `set OPENAI_API_KEY in the environment or in .dev.vars`. */
  otherwise: string;
}

export interface Asker {
  readonly interactive: boolean;
  secret(question: Question & { mayBeEmpty?: boolean }): Promise<string>;
  text(question: Question & { placeholder?: string; initial?: string; validate?(value: string): string | undefined }): Promise<string>;
  choose<V extends string>(question: Question & { options: readonly { value: V; label: string; hint?: string }[]; initial?: V }): Promise<V>;
  /** Without a terminal: `initial`. */
  confirm(question: { message: string; initial: boolean }): Promise<boolean>;
}

export const terminal: Asker = {
  interactive: true,
  async secret({ message, mayBeEmpty = false }) {
    return answer(await password({ message, validate: (value) => (mayBeEmpty || (value ?? "").trim() !== "" ? undefined : "Something is needed here.") }));
  },
  async text({ message, placeholder, initial, validate }) {
    const check = (value: string | undefined) => (value?.trim() ? validate?.(value.trim()) : "Something is needed here.");
    return answer(
      await text({
        message,
        validate: check,
        ...(placeholder === undefined ? {} : { placeholder }),
        ...(initial === undefined ? {} : { initialValue: initial }),
      }),
    );
  },
  async choose({ message, options, initial }) {
    const values = options.map(({ value, label, hint }) => ({ value: value as string, label, ...(hint === undefined ? {} : { hint }) }));
    const chosen = answer(await select<string>({ message, options: values, maxItems: 12, ...(initial === undefined ? {} : { initialValue: initial }) }));
    const found = options.find(({ value }) => value === chosen);
    if (found === undefined) throw stopped();
    return found.value;
  },
  async confirm({ message, initial }) {
    const chosen = await confirm({ message, initialValue: initial });
    if (isCancel(chosen)) throw stopped();
    return chosen;
  },
};

export const nobody: Asker = {
  interactive: false,
  secret: missing,
  text: missing,
  choose: missing,
  confirm: async ({ initial }) => initial,
};

function missing({ message, otherwise }: Question): Promise<never> {
  return Promise.reject(new Problem(`${message.replace(/[?:]$/, "")} is missing: ${otherwise}.`));
}

function answer(value: string | symbol | undefined): string {
  if (isCancel(value)) throw stopped();
  return String(value ?? "").trim();
}
