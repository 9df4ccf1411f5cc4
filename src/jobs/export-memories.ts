/** Job kind `export-memories`: what is remembered about somebody in a place, as a file for them alone. It only reads, so it may be told from the start again. */
import { messageLink } from "../discord/messages.ts";
import type { Texts } from "../locales/index.ts";
import { textsFor } from "../locales/index.ts";
import { type Fact, type FactsStore, MOST_FACTS } from "../memory/facts-store.ts";
import { readableScopes } from "../memory/visibility.ts";
import { type TellDeps, tell } from "./tell.ts";
import type { Job, JobKind } from "./types.ts";

export interface ExportMemoriesDeps extends TellDeps {
  memories: Pick<FactsStore, "list">;
}

export function createExportMemoriesJob(deps: ExportMemoriesDeps): JobKind {
  return {
    async run(job, run) {
      const texts = textsFor(job.locale);
      const { exported: say } = texts.memory;
      const { id, name } = job.user;
      const place = { ...job, userId: id, private: true, botPresent: job.bot.present, canRead: job.bot.canRead };
      const { facts } = await deps.memories.list(readableScopes(place), `user:${id}`, id, { offset: 0, limit: MOST_FACTS });
      if (facts.length === 0) return tell(job, run, { text: say.nothing }, deps);
      const head = [say.title(name), say.made(dayOf(deps.clock.now()))];
      const data = [...head, "", ...facts.map((fact) => lineOf(fact, texts)), ""].join("\n");
      const files = [{ name: say.fileName, contentType: "text/markdown; charset=utf-8", data }];
      return tell(job, run, { text: say.done(facts.length), files, noFiles: say.noFile }, deps);
    },
    abandon: (job: Job, run) => tell(job, run, { text: textsFor(job.locale).memory.exported.failed }, deps),
  };
}

function lineOf({ text, createdAt, private: isPrivate, guildId, channelId, messageId }: Fact, { memory: say }: Texts): string {
  const link = messageId === null ? "" : ` (${say.source}: ${messageLink(guildId, channelId, messageId)})`;
  return `- ${dayOf(createdAt)}, ${say.where[isPrivate ? "private" : "public"]}: ${text.replaceAll("\n", "\n  ")}${link}`;
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
