/** Job kind `persona-import`: reads an attached Modelfile or persona.json, keeps what it holds, and says what came of it. Told again it changes nothing more. */
import * as z from "zod";
import { button, customId, row } from "../discord/components.ts";
import type { Attachment } from "../discord/interaction.ts";
import { quote } from "../discord/quote.ts";
import { describeError } from "../kernel/errors.ts";
import type { Log } from "../kernel/log.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import { isSoldModel, loraSupport } from "../llm/lora.ts";
import { type Texts, textsFor } from "../locales/index.ts";
import { availableModels, findModelId } from "../models/policy.ts";
import type { ModelStore } from "../models/store.ts";
import type { Cdn } from "../net/cdn.ts";
import { adapterUse } from "../persona/adapter.ts";
import { type AdmissionPlace, admissionLines, admitText, ofFile, savedLine } from "../persona/admit.ts";
import { importedWords } from "../persona/imported-words.ts";
import { decodeText } from "../persona/modelfile/readable.ts";
import type { PersonaOwner, PersonaStore } from "../persona/personas.ts";
import type { ErasureStore } from "../privacy/store.ts";
import { type TellDeps, type Told, tell } from "./tell.ts";
import type { Job, JobKind, PersonaImportInput } from "./types.ts";

export interface PersonaImportDeps extends TellDeps {
  personas: Pick<PersonaStore, "save">;
  pseudonyms: Pseudonyms;
  erasures: Pick<ErasureStore, "isErasedSince">;
  models: Pick<ModelStore, "readServer">;
  cdn: Cdn;
  log: Log;
  /** Ids of the bot's own models, default first. */
  ownModels: readonly string[];
  /** Names that commands have, in all languages. */
  commandNames: readonly string[];
  settings: { modelHost: string };
}

/** As files come: UTF-16 has twice the bytes of what is kept. */
const FILE_BYTES = 2 * 64 * 1024;

const schema = (): z.ZodType<PersonaImportInput> =>
  z.object({
    file: z.custom<Attachment>((value) => typeof value === "object" && value !== null),
    owner: z.custom<PersonaOwner>((value) => typeof value === "string" && /^(user|server):\d+$/.test(value)),
    name: z.string().exactOptional(),
    model: z.string().exactOptional(),
    replace: z.boolean(),
  });

export function createPersonaImportJob(deps: PersonaImportDeps): JobKind {
  return {
    run: async (job, run) => tell(job, run, await importFile(job, schema().parse(job.input), run.signal, deps), deps),
    abandon: (job, run) => tell(job, run, { text: textsFor(job.locale).personas.file.failed }, deps),
  };
}

async function importFile(job: Job, { file, owner, name, model, replace }: PersonaImportInput, signal: AbortSignal, deps: PersonaImportDeps): Promise<Told> {
  const texts = textsFor(job.locale);
  const { file: say } = texts.personas;
  const called = quote(file.filename);
  const read = await deps.cdn(file.url, FILE_BYTES, signal);
  if (read.kind === "too-large") return { text: say.tooLarge(called, Math.ceil(file.size / 1024)) };
  if (read.kind !== "bytes") return { text: say[read.kind](called) };
  const decoded = decodeText(read.bytes);
  if (!decoded.ok) return { text: admissionLines(ofFile(decoded.problems), texts.personas, texts.modelfile) };
  try {
    const admission = admitText(decoded.text, { name, model, fileName: file.filename }, await placeOf(job, deps));
    if (!admission.ok) return { text: admissionLines(admission.problems, texts.personas, texts.modelfile) };
    const by = { userId: job.user.id, at: job.createdAt, change: job.id };
    if (await deps.erasures.isErasedSince(await deps.pseudonyms(by.userId), by.at)) return { text: say.failed };
    const saved = await deps.personas.save(owner, admission.personas, by, replace);
    if (!saved.ok) return { text: savedLine(saved, texts.personas) };
    const [first] = saved.personas;
    const rows = saved.personas.length === 1 && first !== undefined ? buttonsOf(String(first.id), texts) : [];
    return { text: importedWords(admission.personas, texts.personas, texts.modelfile), rows };
  } catch (error) {
    deps.log.error("persona-import-failed", { id: job.id, error: describeError(error) });
    return { text: say.storage };
  }
}

/** What may be used where it is to be kept: managers decide about the servers that the bot is a member of. */
async function placeOf({ guildId, bot }: Job, { models, ownModels, commandNames, settings }: PersonaImportDeps): Promise<AdmissionPlace> {
  const server = guildId === null || !bot.present ? null : await models.readServer(guildId);
  const available = server === null ? [...ownModels] : availableModels(server, ownModels);
  const own = server?.own ?? null;
  const host = own === null ? settings.modelHost.replace(/:\d+$/, "") : new URL(own.address).hostname;
  const isModel = (id: string) => ownModels.includes(id) || isSoldModel(id);
  return {
    available,
    findModel: (typed) => findModelId(typed, available),
    useOfAdapter: (adapter) => adapterUse(adapter, { support: loraSupport(host), available, isModel }),
    commands: commandNames,
  };
}

/** As under a persona that is shown: its owner may do all of it. */
function buttonsOf(ref: string, { personas: { button: say } }: Texts) {
  return row([
    button(say.use, customId("persona-use", ref), "primary"),
    button(say.export, customId("persona-export", ref), "secondary", "📄"),
    button(say.edit, customId("persona-edit", ref), "secondary", "✏️"),
    button(say.list, customId("persona-list"), "secondary", "🎭"),
  ]);
}
