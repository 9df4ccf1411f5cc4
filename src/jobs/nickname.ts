/** Job kind `nickname`: gives the bot a persona's name on a server, and says so below what was chosen. Told again it sets the same name again. */
import * as z from "zod";
import type { DiscordApi } from "../discord/api.ts";
import type { ActionRow } from "../discord/components.ts";
import { quote } from "../discord/quote.ts";
import { describeError } from "../kernel/errors.ts";
import type { Log } from "../kernel/log.ts";
import { textsFor } from "../locales/index.ts";
import { type TellDeps, tell } from "./tell.ts";
import type { JobKind, NicknameInput } from "./types.ts";

export interface NicknameDeps extends TellDeps {
  discord: DiscordApi;
  log: Log;
}

const schema = (): z.ZodType<NicknameInput> =>
  z.object({
    name: z.string().nullable(),
    text: z.string(),
    rows: z.array(z.custom<ActionRow>((value) => typeof value === "object" && value !== null)),
  });

export function createNicknameJob(deps: NicknameDeps): JobKind {
  return {
    async run(job, run) {
      const { name, text, rows } = schema().parse(job.input);
      const { nickname: say } = textsFor(job.locale).personas;
      let outcome = name === null ? say.back : say.done(quote(name));
      try {
        if (job.guildId !== null) await deps.discord.setNickname(job.guildId, name, run.signal);
      } catch (error) {
        if (run.signal.aborted) throw error;
        deps.log.error("nickname-failed", { id: job.id, error: describeError(error) });
        outcome = say.failed;
      }
      return tell(job, run, { text: `${text}\n${outcome}`, rows }, deps);
    },
    abandon(job, run) {
      const input = schema().safeParse(job.input).data;
      return tell(job, run, { text: [input?.text ?? "", textsFor(job.locale).personas.nickname.failed].join("\n").trim(), rows: input?.rows ?? [] }, deps);
    },
  };
}
