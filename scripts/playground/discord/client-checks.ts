/** What Discord's client prevents before anything is sent; `force` in the spec skips it. */
import { asArray, asObject, asObjects, asString, type JsonObject } from "./json.ts";
import { visibleTo } from "./messages.ts";
import { permission } from "./permissions.ts";
import { type Asker, ClientError } from "./spec.ts";
import { findCommand, permissionsIn, type State } from "./state.ts";
import { type Channel, channelType, type MessageRecord } from "./types.ts";

/** 0 server, 1 DM with the bot, 2 other DMs. Source: Discord reference, "Interaction Context Types". */
export function contextOf(state: State, channel: Channel): 0 | 1 | 2 {
  if (channel.guildId !== null) return 0;
  return channel.recipients.includes(state.app.bot.id) ? 1 : 2;
}

/** Keys: 0 guild install, 1 user install. Source: Discord reference, "Authorizing Integration Owners Object". */
export function ownersOf(state: State, asker: Asker): Record<string, string> {
  const { user, channel } = asker;
  const context = contextOf(state, channel);
  const byGuild = context === 1 || (channel.guildId !== null && state.app.guilds.has(channel.guildId));
  const byUser = state.app.users.has(user.id);
  const wants = asker.install ?? "both";
  const owners: Record<string, string> = {};
  if (byGuild && wants !== "user") owners["0"] = channel.guildId ?? "0";
  if ((byUser || wants === "user") && wants !== "guild") owners["1"] = user.id;
  if (Object.keys(owners).length === 0) {
    if (!asker.force) throw new ClientError(`the app is installed neither here nor by ${user.username}`);
    owners["1"] = user.id;
  }
  return owners;
}

export function checkCommandUse(state: State, asker: Asker, type: number, name: string, owners: Record<string, string>): JsonObject | undefined {
  const { user, channel } = asker;
  const command = findCommand(state, channel.guildId, type, name);
  if (asker.force) return command;
  const allowed = permissionsIn(state, user.id, channel);
  if (!(allowed & permission.viewChannel)) throw new ClientError(`${user.username} cannot see this channel`);
  if (channel.type === channelType.category || channel.type === channelType.forum) throw new ClientError("there is nowhere to type in this kind of channel");
  if (channel.guildId !== null && !(allowed & permission.useApplicationCommands)) throw new ClientError(`${user.username} may not use commands here`);
  // A world without registered commands is a quick test: everything is there.
  if ([...state.app.commands.values()].every((list) => list.length === 0)) return undefined;
  if (!command) throw new ClientError(`there is no command "${name}" of type ${type} here`);
  const contexts = asArray(command.contexts ?? [0, 1, 2]);
  if (!contexts.includes(contextOf(state, channel))) throw new ClientError(`"${name}" is not offered in this kind of channel`);
  const installs = asArray(command.integration_types ?? [0]).map(String);
  if (command.guild_id === undefined && !installs.some((install) => install in owners)) throw new ClientError(`"${name}" is not offered for this installation`);
  const wanted = asString(command.default_member_permissions);
  if (wanted !== undefined && channel.guildId !== null && !mayUse(allowed, BigInt(wanted)))
    throw new ClientError(`"${name}" is not offered to ${user.username}`);
  return command;
}

/** "0": administrators only. */
function mayUse(allowed: bigint, wanted: bigint): boolean {
  if (allowed & permission.administrator) return true;
  return wanted !== 0n && (allowed & wanted) === wanted;
}

/** The component with this id, if the person can see and use it. */
export function usableComponent(state: State, asker: Asker, message: MessageRecord, customId: string): JsonObject {
  const seen = visibleTo(state, asker.user, asker.channel).includes(message);
  if (!seen && !asker.force) throw new ClientError(`${asker.user.username} does not see this message`);
  const found = allComponents(message.json.components).find((component) => component.custom_id === customId);
  if (!found) {
    if (asker.force) return { type: 2, id: 1, custom_id: customId };
    throw new ClientError(
      `there is no component "${customId}"; there are ${
        allComponents(message.json.components)
          .map((component) => String(component.custom_id))
          .join(", ") || "none"
      }`,
    );
  }
  if (found.disabled === true && !asker.force) throw new ClientError(`"${customId}" is disabled`);
  return found;
}

function allComponents(components: readonly JsonObject[]): JsonObject[] {
  return components.flatMap((component) => [
    component,
    ...allComponents(asObjects(component.components)),
    ...(component.accessory ? [asObject(component.accessory)] : []),
  ]);
}
