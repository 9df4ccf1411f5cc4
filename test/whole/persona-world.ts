/** Using /persona as a person does, and what the model was sent then. For whole-path tests. */

import type { Channel, InteractionHandle, SeenMessage, User } from "../../scripts/playground/discord/discord.ts";
import { asArray, asObject, asObjects, asString, type JsonObject } from "../../scripts/playground/discord/json.ts";
import type { OptionValue } from "../../scripts/playground/discord/spec.ts";
import type { World } from "./world.ts";

export interface Where {
  user?: User;
  channel?: Channel;
  locale?: string;
}

export const said = (handle: InteractionHandle) => handle.original()?.content ?? "";
export const embedTexts = (handle: InteractionHandle) =>
  (handle.original()?.embeds ?? []).map((embed) => [asString(embed.title) ?? "", asString(embed.description) ?? ""].join("\n")).join("\n");

export function personaCommands(world: () => World) {
  const place = ({ user = world().ada, channel = world().channel, locale = "en-US" }: Where) => ({ user, channel, locale });
  /** `/persona <sub>`, until its end is there. */
  const persona = async (sub: string, options: Record<string, OptionValue> = {}, where: Where = {}): Promise<InteractionHandle> => {
    const handle = await world().discord.interact({ kind: "slash", ...place(where), command: "persona", path: [sub], options });
    await world().discord.waitFor(() => handle.settled, { timeoutMs: 15_000, what: `the end of /persona ${sub}` });
    return handle;
  };
  const press = async (from: InteractionHandle, label: string, where: Where = {}): Promise<InteractionHandle> => {
    const handle = await world().press(place(where).user, from, label);
    await world().discord.waitFor(() => handle.settled || handle.modal !== undefined, { timeoutMs: 15_000, what: `the end of ${label}` });
    return handle;
  };
  return {
    persona,
    press,
    choose: (from: InteractionHandle, customId: string, value: string, where: Where = {}) =>
      world().discord.interact({ kind: "select", ...place(where), message: from.original()?.record ?? "", customId, values: [value] }),
    submit: (from: InteractionHandle, values: Record<string, string>, where: Where = {}) =>
      world().discord.interact({ kind: "modal", ...place(where), from, values }),
    complete: async (sub: string, focused: string, typed: string, where: Where = {}): Promise<{ name: string; value: string }[]> => {
      const handle = await world().discord.interact({
        kind: "autocomplete",
        ...place(where),
        command: "persona",
        path: [sub],
        focused,
        options: { [focused]: typed },
      });
      return (handle.choices ?? []).map(({ name, value }) => ({ name: asString(name) ?? "", value: asString(value) ?? "" }));
    },
    /** Attached as a file. */
    upload: (name: string, content: string | Uint8Array, contentType = "text/plain") =>
      world().discord.putFile(name, contentType, typeof content === "string" ? new TextEncoder().encode(content) : content),
    sent: (): JsonObject => asObject(world().model.requests.at(-1)?.body),
    messages: (): { role: string; content: string; name?: string }[] =>
      asObjects(asArray(asObject(world().model.requests.at(-1)?.body).messages)).map(({ role, content, name }) => ({
        role: asString(role) ?? "",
        content: asString(content) ?? "",
        ...(name === undefined ? {} : { name: asString(name) ?? "" }),
      })),
    system: (): string => asString(asObjects(asArray(asObject(world().model.requests.at(-1)?.body).messages))[0]?.content) ?? "",
  };
}

/** The files under what was answered. */
export async function filesOf(world: World, message: SeenMessage | undefined): Promise<{ name: string; bytes: Uint8Array }[]> {
  return Promise.all(
    (message?.attachments ?? []).map(async ({ filename, url }) => ({
      name: filename,
      bytes: new Uint8Array(await (await world.discord.fetch(new Request(url))).arrayBuffer()),
    })),
  );
}
