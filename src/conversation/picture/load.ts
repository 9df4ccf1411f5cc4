/** What a picture starts from: the turn it goes back to, then one D1 batch for the asker's standing, the persona, the server's endpoint and the reserve. */
import type { Standing } from "../../access/store.ts";
import type { Reservation } from "../../budget/store.ts";
import { inOneBatch } from "../../db/client.ts";
import type { Failure } from "../../delivery/explain.ts";
import type { ImagineInput, Job } from "../../jobs/types.ts";
import { describeError } from "../../kernel/errors.ts";
import { parseServerModels } from "../../models/store.ts";
import { promptScopes } from "../../persona/scopes.ts";
import { personaOwners, type Speaker, speakingIn } from "../../persona/speaker.ts";
import type { TurnRecord } from "../../turns/store.ts";
import { type SmallJobs, smallJobs, whereToAsk } from "../choose-model.ts";
import { StorageDown } from "../purse.ts";
import type { PictureDeps } from "./types.ts";

/** Waits before D1 is asked again, ms. */
const WAITS_MS = [250, 1_000, 2_500];

/** The input with what stands in the turn it goes back to, or the word of a failure. */
export async function wholeInput(job: Job, input: ImagineInput, deps: PictureDeps): Promise<ImagineInput | Failure> {
  if (input.parentId === undefined) return input;
  const { parentId } = input;
  const parent = await patiently(() => deps.turns.find(parentId), deps);
  if (parent === null || !isTheirs(job, parent)) return "turn-gone";
  // Written by record.ts alone; null where nothing was to be kept.
  const asked = JSON.parse(parent.input) as ImagineInput | null;
  if (asked === null) return "not-kept";
  switch (input.action) {
    case "retry":
      return { ...asked, parentId };
    case "edit":
      return { ...asked, action: "edit", parentId, prompt: input.prompt };
    case "vary":
      // What the picture was made of, which was worked out already.
      return { ...asked, action: "vary", parentId, attachments: input.attachments, prompt: parent.answer || asked.prompt, refine: false };
    case "upscale":
      return { ...asked, action: "upscale", parentId, attachments: input.attachments, count: 1, refine: false };
    default:
      return { ...asked, action: "reroll", parentId };
  }
}

/** The record decides, not the button. */
function isTheirs({ channelId, user }: Job, parent: TurnRecord): boolean {
  return parent.trigger === "imagine" && parent.channelId === channelId && (!parent.private || parent.userId === user.id);
}

export type PictureLoad =
  | {
      kind: "loaded";
      standing: Standing;
      speaker: Speaker | null /** Who refines; null: nobody can be asked. */;
      small: SmallJobs | null /** It is the server's own endpoint. */;
      isOwn: boolean;
    }
  | { kind: "refused"; standing: Standing; failure: Failure; detail?: string };

/** Idempotent: a resumed job loads again and reserves nothing twice. Rejects with StorageDown. */
export async function loadPicture(job: Job, reservation: Reservation, deps: PictureDeps): Promise<PictureLoad> {
  const own = await deps.pseudonyms(job.user.id);
  const guildId = job.bot.present ? job.guildId : null;
  const place = { guildId, channelId: job.channelId, parentId: job.parentId, userId: job.user.id, botPresent: job.bot.present };
  const scopes = promptScopes(place);
  const names = scopes.map(([, scope]) => scope);
  const reserve = deps.budget.reserve(reservation);
  const standing = deps.access.standing({ ...place, id: job.id, ownPseudonyms: own, pseudonyms: own });
  const rows = await patiently(
    () =>
      inOneBatch(deps.db, {
        reserved: reserve.insert,
        own: reserve.own,
        usage: reserve.usage,
        limit: reserve.limit,
        cast: deps.personas.choices(names),
        personas: deps.personas.chosen(names, personaOwners(place), deps.turns.personaOf("")),
        models: deps.models.server(guildId),
        server: standing.server,
        notice: deps.access.claimNotice(job.user.id, job.id, job.createdAt),
        person: standing.person,
        optedOut: standing.optedOut,
      }),
    deps,
  );
  const found = standing.verdict(rows.server, rows.person, rows.optedOut);
  const { refusal } = found;
  if (refusal !== null) {
    const detail = refusal.kind === "elsewhere" ? { detail: refusal.channels.map((id) => `<#${id}>`).join(", ") } : {};
    return { kind: "refused", standing: found, failure: refusal.kind, ...detail };
  }
  const verdict = reserve.verdict(rows.own, rows.usage, rows.limit);
  if (!verdict.reserved) return { kind: "refused", standing: found, failure: `budget-${verdict.full}` };
  const { own: endpoint } = parseServerModels(rows.models);
  const models = endpoint?.models ?? [];
  // What a server asks at its own endpoint is told to no other model that answers.
  const where = await whereToAsk(job, { own: endpoint, source: "default", models }, deps);
  const small = typeof where === "string" ? null : smallJobs(where, models, deps.settings);
  return { kind: "loaded", standing: found, speaker: speakingIn(scopes, rows.cast, rows.personas).speaker, small, isOwn: endpoint !== null };
}

async function patiently<T>(ask: () => Promise<T>, { clock, log }: PictureDeps): Promise<T> {
  for (const wait of [...WAITS_MS, null]) {
    try {
      return await ask();
    } catch (error) {
      log.error("load failed", { kind: "imagine", error: describeError(error) });
      if (wait !== null) await clock.sleep(wait);
    }
  }
  throw new StorageDown();
}
