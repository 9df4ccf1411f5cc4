/** Using a panel as a person does: opening it, pressing what is on it by its label, choosing from its selects. For whole-path tests. */
import { env } from "cloudflare:workers";
import { type Channel, type Guild, type InteractionHandle, permission, type SeenMessage, type User } from "../../scripts/playground/discord/discord.ts";
import { asObjects, asString, type JsonObject } from "../../scripts/playground/discord/json.ts";
import type { OptionValue } from "../../scripts/playground/discord/spec.ts";
import type { World } from "./world.ts";

export interface Place {
  user: User;
  channel: Channel;
  locale?: string;
}

export const rows = async (sql: string, ...values: unknown[]) =>
  (
    await env.DB.prepare(sql)
      .bind(...values)
      .all()
  ).results;

export function guildOf(world: World): Guild {
  const guild = world.discord.state.guilds.get(world.channel.guildId ?? "");
  if (guild === undefined) throw new Error("no server");
  return guild;
}

/** Somebody who may manage the server, or with `manageChannels` its channels. */
export function manager(world: World, name = "mira", granted = permission.manageGuild): User {
  const guild = guildOf(world);
  const user = world.discord.addUser(name);
  world.discord.addMember(guild, user, { roles: [world.discord.addRole(guild, name, granted)] });
  return user;
}

export function openPanel(world: World, place: Place) {
  let message: SeenMessage | undefined;
  const components = () => message?.components.flatMap((row) => asObjects(row.components)) ?? [];
  const find = (wanted: (component: JsonObject) => boolean, what: string): string => {
    const customId = asString(components().find(wanted)?.custom_id);
    if (customId === undefined) throw new Error(`there is no ${what} among ${JSON.stringify(components().map(({ label, custom_id }) => label ?? custom_id))}`);
    return customId;
  };
  /** What was answered: the panel itself, where it changed in place. */
  const take = (handle: InteractionHandle): InteractionHandle => {
    const shown = handle.original();
    if (shown !== undefined && !shown.isLoading && shown.components.length > 0) message = shown;
    return handle;
  };
  const source = () => message?.record ?? "";

  return {
    text: () => message?.content ?? "",
    message: () => message,
    labels: () => components().flatMap(({ label }) => (typeof label === "string" ? [label] : [])),
    select: (customId: string) => components().find(({ custom_id }) => custom_id === customId),
    /** Opens the panel by its command. */
    command: async (command: string, path: string[] = [], options: Record<string, OptionValue> = {}) =>
      take(await world.discord.interact({ ...place, kind: "slash", command, path, options })),
    /** Goes on from a message that came another way. */
    from(seen: SeenMessage) {
      message = seen;
    },
    press: async (label: string) =>
      take(await world.discord.interact({ ...place, kind: "button", message: source(), customId: find((component) => component.label === label, label) })),
    choose: async (customId: string, ...values: string[]) =>
      take(await world.discord.interact({ ...place, kind: "select", message: source(), customId, values })),
    submit: async (from: InteractionHandle, values: Record<string, string>) => take(await world.discord.interact({ ...place, kind: "modal", from, values })),
    /** A press that the client would never send. */
    forge: async (customId: string, values?: string[]) =>
      world.discord.interact(
        values === undefined
          ? { ...place, kind: "button", message: source(), customId, force: true }
          : { ...place, kind: "select", message: source(), customId, values, force: true },
      ),
  };
}
