/** What a person does on the page becomes a post or an interaction of the stand-in. Called by `page.ts`; input comes from a browser, so nothing is trusted. */
import { type Action, ClientError, type Discord } from "../discord/discord.ts";
import { asArray, asObject, asString, type JsonObject } from "../discord/json.ts";
import { permission } from "../discord/permissions.ts";
import type { OptionValue } from "../discord/spec.ts";
import type { Attachment, Channel, User } from "../discord/types.ts";
import { viewChoices, viewModal } from "./view-commands.ts";
import type { ActResult } from "./wire.ts";

/** A sentence for the person; becomes a 400. */
export class PageError extends Error {
  override name = "PageError";
}

const MESSAGE_LENGTH = 2000;
const FILES_PER_MESSAGE = 10;

export async function act(discord: Discord, user: User, channel: Channel, json: JsonObject): Promise<ActResult> {
  try {
    const handle = await discord.interact({ user, channel, ...readAction(discord, json) });
    return {
      ...(handle.failure === undefined ? {} : { failure: handle.failure }),
      ...(handle.modal ? { modal: viewModal(handle.id, handle.modal) } : {}),
      ...(handle.choices ? { choices: viewChoices(handle.choices) } : {}),
    };
  } catch (error) {
    throw forPerson(error);
  }
}

function readAction(discord: Discord, json: JsonObject): Action {
  const text = (key: string) => asString(json[key]) ?? "";
  const call = () => ({ command: text("command"), path: asArray(json["path"]).map(String), options: readOptions(discord, asObject(json["options"])) });
  switch (json["kind"]) {
    case "slash":
      return { kind: "slash", ...call() };
    case "autocomplete":
      return { kind: "autocomplete", ...call(), focused: text("focused") };
    case "message":
      return { kind: "message", command: text("command"), target: text("target") };
    case "button":
      return { kind: "button", message: text("message"), customId: text("customId") };
    case "select":
      return { kind: "select", message: text("message"), customId: text("customId"), values: asArray(json["values"]).map(String) };
    case "modal":
      return {
        kind: "modal",
        from: { id: text("interactionId") },
        values: Object.fromEntries(Object.entries(asObject(json["values"])).map(([key, value]) => [key, String(value)])),
      };
    default:
      throw new PageError("This is nothing that a person can do.");
  }
}

function readOptions(discord: Discord, options: JsonObject): Record<string, OptionValue> {
  return Object.fromEntries(Object.entries(options).map(([name, option]) => [name, readOption(discord, asObject(option))]));
}

function readOption(discord: Discord, { type, value }: JsonObject): OptionValue {
  const id = String(value);
  if (type === 11) return readFile(discord, id);
  if (type === 6) return discord.state.users.get(id) ?? fail("This person is unknown.");
  if (type === 7) return discord.state.channels.get(id) ?? fail("This channel is unknown.");
  if (type === 4 || type === 10) return { type, value: Number(value) };
  return typeof value === "boolean" ? value : id;
}

function readFile(discord: Discord, id: string): Attachment {
  return discord.state.files.get(id)?.attachment ?? fail("This file was not uploaded; attach it again.");
}

function fail(sentence: string): never {
  throw new PageError(sentence);
}

export function post(discord: Discord, user: User, channel: Channel, json: JsonObject): void {
  const content = (asString(json["content"]) ?? "").trim();
  const attachments = asArray(json["files"]).map((id) => readFile(discord, String(id)));
  if (content === "" && attachments.length === 0) fail("There is nothing to send.");
  if (content.length > MESSAGE_LENGTH) fail(`A message may have ${MESSAGE_LENGTH} characters.`);
  if (attachments.length > FILES_PER_MESSAGE) fail(`A message may have ${FILES_PER_MESSAGE} files.`);
  if (!(discord.permissionsOf(user, channel) & permission.sendMessages)) fail("You may not write here.");
  const target = asString(json["replyTo"]);
  const replyTo = target === undefined ? undefined : discord.state.messages.get(target);
  discord.post(channel, user, content, { attachments, ...(replyTo ? { replyTo } : {}) });
}

export function startThread(discord: Discord, user: User, channel: Channel, json: JsonObject): { id: string } {
  const message = asString(json["message"]);
  const from = message === undefined ? undefined : (discord.state.messages.get(message) ?? fail("This message is gone."));
  return { id: asClient(() => discord.startThread(channel, user, asString(json["name"]) ?? "", from)).id };
}

/** What the client would have prevented: a sentence, not a failure of the bot. */
function asClient<T>(attempt: () => T): T {
  try {
    return attempt();
  } catch (error) {
    throw forPerson(error);
  }
}

function forPerson(error: unknown): unknown {
  return error instanceof ClientError ? new PageError(`Discord's client would not allow this: ${error.message}.`) : error;
}

/** `width` and `height` come from the browser where the stand-in cannot read them itself (JPEG, WebP). */
export async function upload(discord: Discord, request: Request, url: URL): Promise<{ id: string }> {
  const bytes = new Uint8Array(await request.arrayBuffer());
  const limit = 10 * 1024 * 1024;
  if (bytes.byteLength > limit) fail("A file may have 10 MiB.");
  const attachment = discord.putFile(url.searchParams.get("name") ?? "file", request.headers.get("content-type") ?? "application/octet-stream", bytes);
  const [width, height] = ["width", "height"].map((key) => Number(url.searchParams.get(key) ?? 0));
  if (attachment.width === undefined && width && height) Object.assign(attachment, { width, height });
  return { id: attachment.id };
}
