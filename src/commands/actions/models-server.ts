/** Choices of a server's managers about models: the allow list, the own endpoint, its test and its removal. Permission is asked anew at every press. */
import type { ComponentInteraction, ModalInteraction } from "../../discord/interaction.ts";
import { CHOICE_LENGTH, EMBED_DESCRIPTION_LENGTH } from "../../discord/limits.ts";
import { clip } from "../../discord/quote.ts";
import { privately, type Reply } from "../../discord/reply.ts";
import type { EndpointInput } from "../../jobs/types.ts";
import type { GuildId } from "../../kernel/ids.ts";
import { inPlace, isTheirs } from "../in-place.ts";
import { ADDRESS_LENGTH, afterTest, allowable, endpointWindow, FIELD, KEY_LENGTH, LISTED, modelsPanel } from "../settings-models.ts";
import { managedServer } from "../settings-panel.ts";
import type { CommandDeps, Handler, JobRequest } from "../types.ts";

type Press = ComponentInteraction | ModalInteraction;

/** For those who manage the server; the others are told so. */
export function managed<P extends Press>(act: (press: P, guildId: GuildId, deps: CommandDeps) => Promise<Reply | JobRequest>): Handler<P> {
  return async (press, deps) => {
    const server = managedServer(press, deps.texts);
    return typeof server === "string" ? privately(server) : act(press, server.guildId, deps);
  };
}

const by = ({ user, createdAt }: Press) => ({ userId: user.id, at: createdAt });

const allow = managed<ComponentInteraction>(async (press, guildId, deps) => {
  const offered = allowable(deps.models);
  const chosen = offered.filter((id) => press.values.includes(id));
  if (chosen.length === 0 || chosen.length !== new Set(press.values).size) return privately(deps.texts.settings.unknownChoice);
  // All that are offered is no list: what the deployer adds later may be chosen, too.
  const isAll = chosen.length === offered.length;
  return inPlace(press, await modelsPanel(press, guildId, deps, await deps.modelStore.allow(guildId, isAll ? null : chosen, by(press))));
});

const remove = managed<ComponentInteraction>(async (press, guildId, deps) => {
  const holds = await deps.modelStore.setEndpoint(guildId, null, by(press));
  return inPlace(press, await modelsPanel(press, guildId, deps, holds, holds.own === null ? deps.texts.models.panel.removed : ""));
});

const test = managed<ComponentInteraction>(async (press, _guildId, deps) => request(press, { action: "test", rows: afterTest(press, deps.texts) }));

/** The key is sealed right here: nothing that is stored, the job among it, ever holds it in the clear. */
const entered = managed<ModalInteraction>(async (press, guildId, deps) => {
  const { endpoint: say } = deps.texts.models;
  const typed = { address: (press.fields[FIELD.address] ?? "").trim(), models: press.fields[FIELD.models] ?? "" };
  const refuse = (reason: string): Reply => {
    // What was typed is handed back; the key alone is not repeated.
    const description = clip(say.typed(typed.address, typed.models), EMBED_DESCRIPTION_LENGTH);
    return { type: "message", message: { content: `${reason}\n${say.nothingChanged}`, embeds: [{ description }] }, private: true };
  };
  const read = typed.address.length > ADDRESS_LENGTH ? { problem: "invalid" as const } : deps.ownEndpoints.readAddress(typed.address);
  if ("problem" in read) return refuse(say[read.problem]);
  const models = [...new Set(typed.models.split(/[,\n]/).map((id) => id.trim()))].filter((id) => id !== "");
  if (models.length > LISTED) return refuse(say.tooMany(models.length, LISTED));
  if (models.some((id) => id.length > CHOICE_LENGTH)) return refuse(say.longName(CHOICE_LENGTH));
  const key = readKey(press.fields[FIELD.key] ?? "");
  if (key === null) return refuse(say.badKey);
  if (key !== "" && deps.ownEndpoints.sealKey === null) return refuse(say.noSecretKey);
  const sealedKey = key === "" ? null : ((await deps.ownEndpoints.sealKey?.(key, guildId, read.address)) ?? null);
  return request(press, { action: "set", address: read.address, sealedKey, models, rows: afterTest(press, deps.texts) });
});

/** Null where it cannot stand in a header. People paste the word before it along. */
function readKey(typed: string): string | null {
  const key = typed.trim().replace(/^bearer\s+/i, "");
  return key.length <= KEY_LENGTH && /^[\x21-\x7e]*$/.test(key) ? key : null;
}

function request(press: Press, input: EndpointInput): JobRequest {
  // No conversation: it need not wait for an answer that is being written.
  return { type: "job", kind: "endpoint", conversation: null, input, private: true, target: isTheirs(press) ? "update" : "message" };
}

export const modelsServerActions: Record<string, Handler<ComponentInteraction>> = {
  "settings-models": managed(async (press, guildId, deps) => inPlace(press, await modelsPanel(press, guildId, deps))),
  "models-allow": allow,
  "models-endpoint": managed(async (_press, guildId, deps) => endpointWindow(await deps.modelStore.readServer(guildId), deps.texts)),
  "models-test": test,
  "models-remove": remove,
};

export const modelsServerModals: Record<string, Handler<ModalInteraction>> = { "models-endpoint": entered };
