/** Job kind `persona-export`: a persona as the file that it is, byte for byte. It only reads, so it may be told from the start again. */
import * as z from "zod";
import { quote } from "../discord/quote.ts";
import { textsFor } from "../locales/index.ts";
import { fileNameOf } from "../persona/names.ts";
import type { PersonaStore } from "../persona/personas.ts";
import { personaOwners, shippedPersona } from "../persona/speaker.ts";
import { type TellDeps, type Told, tell } from "./tell.ts";
import type { Job, JobKind, PersonaExportInput } from "./types.ts";

export interface PersonaExportDeps extends TellDeps {
  personas: Pick<PersonaStore, "find">;
}

const schema = (): z.ZodType<PersonaExportInput> => z.object({ ref: z.string() });

export function createPersonaExportJob(deps: PersonaExportDeps): JobKind {
  return {
    run: async (job, run) => tell(job, run, await exportFile(job, schema().parse(job.input).ref, deps), deps),
    abandon: (job, run) => tell(job, run, { text: textsFor(job.locale).personas.exported.failed }, deps),
  };
}

async function exportFile(job: Job, ref: string, { personas }: PersonaExportDeps): Promise<Told> {
  const { personas: say } = textsFor(job.locale);
  const owners = personaOwners({ guildId: job.guildId, userId: job.user.id, botPresent: job.bot.present });
  const [row] = /^\d{1,15}$/.test(ref) ? await personas.find({ id: Number(ref) }, owners) : [shippedPersona(ref)];
  if (row == null) return { text: say.noSuch };
  const files = [{ name: fileNameOf(row.name), contentType: "text/plain; charset=utf-8", data: row.modelfile }];
  return { text: say.exported.done(quote(row.name)), files, noFiles: say.exported.noFile };
}
