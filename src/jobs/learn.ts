/** Job kind `learn`: reads a file, a page or a text, cuts it into passages and stores them as one document of the server; whole, or not at all. */
import * as z from "zod";
import { type ActionRow, button, customId, type Embed, row } from "../discord/components.ts";
import type { Attachment } from "../discord/interaction.ts";
import { quote } from "../discord/quote.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import { type Texts, textsFor } from "../locales/index.ts";
import { type Added, type DocumentsStore, MOST_DOCUMENTS } from "../memory/documents-store.ts";
import { cutIntoPassages, passageText } from "../memory/passages.ts";
import type { ErasureStore } from "../privacy/store.ts";
import { type Learnt, type ReadingDeps, readSource } from "./read-source.ts";
import { type TellDeps, type Told, tell } from "./tell.ts";
import type { Job, JobKind, JobRun, LearnInput } from "./types.ts";

export interface LearnDeps extends ReadingDeps, TellDeps {
  documents: Pick<DocumentsStore, "add" | "named">;
  pseudonyms: Pseudonyms;
  erasures: Pick<ErasureStore, "isErasedSince">;
}

/** Journal step: it stands in D1. */
const STORED = "stored";
/** Of D1, before it counts as out of reach, ms between them. */
const ATTEMPTS_MS = [1_000, 5_000];

const schema = (): z.ZodType<LearnInput> =>
  z.object({
    name: z.string(),
    source: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("file"), file: z.custom<Attachment>((value) => typeof value === "object" && value !== null) }),
      z.object({ kind: z.literal("url"), url: z.string() }),
      z.object({ kind: z.literal("text"), text: z.string() }),
    ]),
    replace: z.boolean(),
    ask: z.object({
      embeds: z.array(z.custom<Embed>((value) => typeof value === "object" && value !== null)),
      rows: z.array(z.custom<ActionRow>((value) => typeof value === "object" && value !== null)),
    }),
  });

export function createLearnJob(deps: LearnDeps): JobKind {
  return {
    async run(job, run) {
      const before = run.journal.get(STORED) as Told | undefined;
      return tell(job, run, before ?? (await learn(job, run, deps)), deps);
    },
    abandon: (job, run) => {
      const before = run.journal.get(STORED) as Told | undefined;
      return tell(job, run, before ?? { text: textsFor(job.locale).memory.add.failed, embeds: [] }, deps);
    },
  };
}

/** What the person is told, whatever became of it. */
async function learn(job: Job, run: JobRun, deps: LearnDeps): Promise<Told> {
  const input = schema().parse(job.input);
  const texts = textsFor(job.locale);
  const say = texts.memory.add;
  const learnt = await readSource(input, texts, run.signal, deps);
  if (typeof learnt === "string") return { text: learnt, embeds: [] };
  const passages = cutIntoPassages(learnt.text, learnt.textKind).map(passageText);
  if (passages.length === 0) return { text: say.noText(quote(learnt.name)), embeds: [] };
  const added = await store(job, input, learnt, passages, deps);
  if (added === null) return { text: say.storage, embeds: [] };
  const told = sayAdded(added, input, passages.length, texts);
  if (added.kind === "added") run.journal.put(STORED, told);
  return told;
}

/** Null where D1 is out of reach, or whoever added it has been erased meanwhile. A repeat of what was stored changes nothing. */
async function store(job: Job, input: LearnInput, { name, source, text }: Learnt, passages: string[], deps: LearnDeps): Promise<Added | null> {
  const { guildId } = job;
  // The edge takes it from servers alone.
  if (guildId === null) return null;
  for (const wait of [...ATTEMPTS_MS, null]) {
    try {
      const replaces = input.replace ? ((await deps.documents.named(guildId, name))?.id ?? null) : null;
      const by = { userId: job.user.id, pseudonyms: await deps.pseudonyms(job.user.id), at: job.createdAt, change: job.id };
      if (await deps.erasures.isErasedSince(by.pseudonyms, by.at)) return null;
      return await deps.documents.add({ guildId, name, source, length: text.length, passages, replaces }, by);
    } catch {
      if (wait !== null) await deps.clock.sleep(wait);
    }
  }
  return null;
}

function sayAdded(added: Added, input: LearnInput, needed: number, texts: Texts): Told {
  const { add: say, button: labels, passages, refusedOptedOut } = texts.memory;
  switch (added.kind) {
    case "added": {
      const { id, name, passages: n } = added.document;
      const list = button(labels.list, customId("memory", "documents", "0"), "secondary", "📋");
      const sentence = input.replace ? say.replaced : say.stored;
      return {
        text: sentence(quote(name), passages(n)),
        embeds: [],
        rows: row([button(labels.remove, customId("memory-remove", String(id)), "secondary", "🗑️"), list]),
      };
    }
    case "exists":
      return { text: say.exists(quote(added.document.name), passages(added.document.passages)), embeds: input.ask.embeds, rows: input.ask.rows };
    case "opted-out":
      return { text: refusedOptedOut, embeds: [] };
    case "too-many-documents":
      return { text: say.manyDocuments(MOST_DOCUMENTS), embeds: [] };
    default:
      return { text: say.manyPassages(needed, added.left), embeds: [] };
  }
}
