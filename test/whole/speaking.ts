/**
 * The bot speaks by itself, as whole-path tests have it: the real job over the real stores, the strict Discord and the demo model, with a presence that the
 * test decides for. Lives end by throwing away the job and keeping its journal, as a crash does.
 */
import { env } from "cloudflare:workers";
import type { Decision, OwnPost } from "../../src/autonomy/types.ts";
import { saveTurn } from "../../src/conversation/save-turn.ts";
import { rehearse, type SpeakDeps } from "../../src/conversation/unasked/speak.ts";
import { createObjectDeps } from "../../src/deps/object.ts";
import type { Env } from "../../src/env.ts";
import { createSpeakJob, speakJob } from "../../src/jobs/speak.ts";
import type { Job, JobRun, SpeakInput } from "../../src/jobs/types.ts";
import { textsFor } from "../../src/locales/index.ts";
import { RECORD } from "../../src/turn/types.ts";
import { createJournal, type FakeJournal } from "../fakes/journal.ts";
import { rows } from "./panel.ts";
import { postingIn } from "./posting.ts";
import type { World } from "./world.ts";

export interface SpeakOptions {
  decision?: Partial<Decision>;
  input?: Partial<SpeakInput>;
  /** What is decided right before the post; left out: the same again. */
  again?: (decision: Decision) => Decision | Promise<Decision>;
  variables?: Record<string, string>;
  job?: Partial<Job>;
  journal?: FakeJournal;
  deps?: Partial<SpeakDeps>;
  signal?: AbortSignal;
}

const neutral = { name: "neutral", energy: 0.5, sociability: 0.5, impulsiveness: 0.5, curiosity: 0.5 };

export function speakingIn(world: () => World) {
  const posting = postingIn(world);
  let bits = 0;

  function open(options: SpeakOptions = {}) {
    const noted: OwnPost[] = [];
    const asked: Decision[] = [];
    const variables = { ...(env as unknown as Env), ...options.variables } as Env;
    const presence: SpeakDeps["presence"] = {
      recheck: async (decision) => {
        asked.push(decision);
        return options.again === undefined ? decision : options.again(decision);
      },
      note: (post) => void noted.push(post),
    };
    const deps: SpeakDeps = {
      ...createObjectDeps(variables, { wakeSoon: () => undefined, running: () => 0, presence, tryNow: () => Promise.reject(new Error("not tried here")) }).jobs,
      ...options.deps,
    };
    const decision: Decision = {
      action: "join_conversation",
      gates: [{ gate: "lull", passed: true, value: 80, bar: 66 }],
      about: null,
      person: null,
      lookAgainAt: 0,
      ...options.decision,
    };
    const input: SpeakInput = { decision, mood: neutral, moodWords: "", topics: [], webhook: false, ...options.input };
    const place = posting.place();
    const made = speakJob(place, input);
    // Several a millisecond; what the object tells apart by its lane.
    const job: Job = { ...made, id: String(BigInt(made.id) ^ BigInt(++bits)) as Job["id"], ...options.job };
    const journal = options.journal ?? createJournal();
    const run: JobRun = { journal, signal: options.signal ?? new AbortController().signal, deadline: Date.now() + 60_000, starts: 1 };
    const kind = createSpeakJob(deps);
    return {
      job,
      journal,
      noted,
      asked,
      deps,
      run: () => kind.run(job, run),
      /** The same job once more, with what its journal holds. */
      finish: async () => {
        const result = await kind.run(job, run);
        await kind.save?.(job, journal);
        return result;
      },
      save: () => kind.save?.(job, journal),
      rehearse: async () => {
        const told = await rehearse(job, { ...input, rehearsal: true }, textsFor(job.locale), run, deps);
        await saveTurn(journal.get(RECORD) as Parameters<typeof saveTurn>[0], deps);
        return told;
      },
    };
  }

  return {
    ...posting,
    open,
    /** From its moment to its record. */
    async speak(options: SpeakOptions = {}) {
      const opened = open(options);
      const result = await opened.finish();
      const [turn] = await rows("SELECT * FROM turns WHERE id = ?", opened.job.id);
      return { ...opened, result, turn, explanation: JSON.parse(String(turn?.["explanation"] ?? "{}")) };
    },
    /** All that the model was told, the last time. */
    told: () => JSON.stringify(world().model.requests.findLast(({ path }) => path.endsWith("/chat/completions"))?.body),
    toolsOffered: () => {
      const body = world().model.requests.findLast(({ path }) => path.endsWith("/chat/completions"))?.body as { tools?: { function: { name: string } }[] };
      return (body.tools ?? []).map((tool) => tool.function.name);
    },
  };
}
