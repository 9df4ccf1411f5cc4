/** The data of a select's interaction: what was chosen, checked as the client checks it, and what Discord sends along about it; used by `payload.ts`. */
import { asArray, asObjects, type JsonObject } from "./json.ts";
import { put, resolvedChannelJson, resolveUser } from "./resolved.ts";
import { type Asker, ClientError } from "./spec.ts";
import type { State } from "./state.ts";
import { roleJson } from "./views.ts";

/** Source: Discord reference, "Component Types". */
const STRING = 3;
const USER = 5;
const ROLE = 6;
const MENTIONABLE = 7;
const CHANNEL = 8;

export function selectData(state: State, asker: Asker, component: JsonObject, values: readonly string[]): JsonObject {
  if (!asker.force) checkCount(component, values);
  const resolved: JsonObject = {};
  for (const value of values) {
    const isThere = component.type === STRING ? hasOption(component, value) : resolve(state, asker, component, value, resolved);
    if (!isThere && !asker.force) throw new ClientError(`"${value}" cannot be chosen here`);
  }
  return { values: [...values], resolved };
}

function checkCount(component: JsonObject, values: readonly string[]): void {
  const [min, max] = [Number(component.min_values ?? 1), Number(component.max_values ?? 1)];
  if (values.length < min || values.length > max) throw new ClientError(`${min === max ? min : `${min} to ${max}`} can be chosen, not ${values.length}`);
  if (new Set(values).size !== values.length) throw new ClientError("nothing can be chosen twice");
}

function hasOption(component: JsonObject, value: string): boolean {
  return asObjects(component.options).some((option) => option.value === value);
}

/** Puts the chosen one into `resolved`; false: there is no such thing here. */
function resolve(state: State, asker: Asker, { type, channel_types }: JsonObject, id: string, resolved: JsonObject): boolean {
  const guild = state.guilds.get(asker.channel.guildId ?? "");
  const user = type === USER || type === MENTIONABLE ? state.users.get(id) : undefined;
  if (user) resolveUser(state, asker, user, resolved);
  const role = type === ROLE || type === MENTIONABLE ? guild?.roles.find((candidate) => candidate.id === id) : undefined;
  if (role) put(resolved, "roles", id, roleJson(role));
  if (user || role) return true;
  const channel = type === CHANNEL ? state.channels.get(id) : undefined;
  const types = asArray(channel_types);
  if (!channel || channel.guildId !== asker.channel.guildId || (types.length > 0 && !types.includes(channel.type))) return false;
  put(resolved, "channels", id, resolvedChannelJson(state, channel, asker.user.id));
  return true;
}
