/** Job kind `notify-test`: really sends a note to an owner's targets, and says what became of it at each. */
import * as z from "zod";
import type { ActionRow } from "../discord/components.ts";
import { quote } from "../discord/quote.ts";
import { type Texts, textsFor } from "../locales/index.ts";
import type { NotifyStore } from "../notify/store.ts";
import { type Owner, type Target, tried } from "../notify/target.ts";
import type { Sent } from "../notify/types.ts";
import { type NotifySendDeps, sendOnce } from "./notify-send.ts";
import { wordsOf } from "./notify-words.ts";
import { type TellDeps, tell } from "./tell.ts";
import type { Job, JobKind, JobRun, NotifyTestInput } from "./types.ts";

export interface NotifyTestDeps extends NotifySendDeps, TellDeps {
  notify: Pick<NotifyStore, "list" | "noteTried">;
  discord: NotifySendDeps["discord"] & TellDeps["discord"];
}

const schema = (): z.ZodType<NotifyTestInput> =>
  z.object({
    owner: z.string(),
    id: z.string().nullable(),
    rows: z.array(z.custom<ActionRow>((value) => typeof value === "object" && value !== null)),
  });

export function createNotifyTestJob(deps: NotifyTestDeps): JobKind {
  return {
    async run(job, run) {
      const input = schema().parse(job.input);
      return tell(job, run, { text: await test(job, input, run, deps), rows: input.rows }, deps);
    },
    abandon: (job, run) => tell(job, run, { text: textsFor(job.locale).notify.testFailed, rows: schema().safeParse(job.input).data?.rows ?? [] }, deps),
  };
}

async function test(job: Job, { owner, id }: NotifyTestInput, { journal, signal }: JobRun, deps: NotifyTestDeps): Promise<string> {
  const texts = textsFor(job.locale);
  const all = await deps.notify.list(owner as Owner);
  const wanted = all.filter((target) => (id === null ? target.enabled : target.id === id));
  if (wanted.length === 0) return id === null ? texts.notify.testNone : texts.notify.none;
  const results = await Promise.all(
    wanted.map(async (target) => {
      const words = wordsOf({ id: job.id, owner, kind: "test", values: { target: target.label } }, texts);
      return { target, sent: await sendOnce(target, { id: job.id, kind: "test", words }, journal, signal, deps) };
    }),
  );
  await deps.notify.noteTried(
    results.map(({ target, sent }) => tried(target.id, sent)),
    deps.clock.now(),
  );
  return results.map(({ target, sent }) => line(target, sent, texts)).join("\n");
}

function line(target: Target, sent: Sent, { notify: say }: Texts): string {
  const name = quote(target.label);
  return sent.kind === "taken" ? say.tested(name) : say.notTested(name, say.problem[sent.problem]);
}
