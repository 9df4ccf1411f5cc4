/** Bot-token calls about the application: its settings (`application-settings.ts`) and its commands; mounted by `rest.ts`. */
import {
  ApplicationCommandCreateRequestSchema,
  ApplicationCommandPatchRequestPartialSchema,
  ApplicationCommandUpdateRequestSchema,
} from "discord-api-spec/zod";
import { editApplication, readApplication } from "./application-settings.ts";
import { checkCommand, checkCommandSet, commandCounts } from "./check-commands.ts";
import { asObject, asObjects, isObject, type JsonObject } from "./json.ts";
import { invalidForm, refuse } from "./refusal.ts";
import { type Answer, noContent, ok, type Route, type RouteCall } from "./route.ts";
import { checkSchema } from "./schemas.ts";
import type { State } from "./state.ts";

const CREATES_PER_DAY = 200;

export function applicationRoutes(): Route[] {
  const scopes = ["/applications/:application/commands", "/applications/:application/guilds/:guild/commands"];
  const commands: Route[] = scopes.flatMap((template) => [
    { method: "GET", template, auth: "bot", handle: listAll },
    { method: "PUT", template, auth: "bot", handle: replaceAll },
    { method: "POST", template, auth: "bot", handle: createOne },
    { method: "GET", template: `${template}/:command`, auth: "bot", handle: (call) => ok(commandById(call)) },
    { method: "PATCH", template: `${template}/:command`, auth: "bot", handle: editOne },
    { method: "DELETE", template: `${template}/:command`, auth: "bot", handle: deleteOne },
  ]);
  return [
    { method: "GET", template: "/applications/@me", auth: "bot", handle: readApplication },
    { method: "PATCH", template: "/applications/@me", auth: "bot", handle: editApplication },
    ...commands,
  ];
}

function scopeOf({ state, param }: RouteCall): string {
  if (param("application") !== state.app.id) throw refuse.missingAccess();
  const guild = param("guild");
  if (guild !== "" && !state.app.guilds.has(guild)) throw refuse.missingAccess();
  return guild;
}

function commandsOf(call: RouteCall): JsonObject[] {
  return call.state.app.commands.get(scopeOf(call)) ?? [];
}

/** Names and descriptions in other languages only on request. Source: Discord reference, "Get Global Application Commands". */
function listAll(call: RouteCall): Answer {
  const commands = commandsOf(call);
  return ok(call.url.searchParams.get("with_localizations") === "true" ? commands : commands.map(withoutLocalizations));
}

function withoutLocalizations({ name_localizations: _names, description_localizations: _descriptions, ...rest }: JsonObject): JsonObject {
  const inner = (["options", "choices"] as const).filter((key) => Array.isArray(rest[key]));
  return { ...rest, ...Object.fromEntries(inner.map((key) => [key, asObjects(rest[key]).map(withoutLocalizations)])) };
}

function commandById(call: RouteCall): JsonObject {
  const command = commandsOf(call).find((candidate) => candidate.id === call.param("command"));
  if (!command) throw refuse.unknownCommand();
  return command;
}

/** The schema says number, the reference says text; Discord takes both. */
function withNumericPermissions(command: unknown): unknown {
  if (!isObject(command) || typeof command.default_member_permissions !== "string") return command;
  const bits = command.default_member_permissions;
  return { ...command, default_member_permissions: /^\d+$/.test(bits) ? Number(bits) : bits };
}

async function replaceAll(call: RouteCall): Promise<Answer> {
  const { state } = call;
  const scope = scopeOf(call);
  const { json } = await call.body();
  if (!Array.isArray(json)) throw invalidForm([{ path: [], code: "LIST_TYPE_CONVERT", message: "Only iterables may be used in a ListType" }]);
  for (const command of json) checkSchema(ApplicationCommandUpdateRequestSchema, withNumericPermissions(command), state.options.strict);
  const wanted = json.filter(isObject);
  const errors = [...wanted.flatMap((command, index) => checkCommand(command, [index])), ...checkCommandSet(wanted)];
  if (errors.length > 0) throw invalidForm(errors);
  checkCounts(wanted);
  const before = commandsOf(call);
  const after = wanted.map((command) =>
    build(
      state,
      scope,
      command,
      before.find((known) => isSame(known, command)),
    ),
  );
  countCreates(state, scope, wanted.filter((command) => !before.some((known) => isSame(known, command))).length);
  state.app.commands.set(scope, after);
  return ok(after);
}

async function createOne(call: RouteCall): Promise<Answer> {
  const { state } = call;
  const scope = scopeOf(call);
  const { json } = await call.body();
  checkSchema(ApplicationCommandCreateRequestSchema, withNumericPermissions(json), state.options.strict);
  const command = asObject(json);
  const errors = checkCommand(command);
  if (errors.length > 0) throw invalidForm(errors);
  const before = commandsOf(call);
  const twin = before.find((known) => isSame(known, command));
  // A name that exists is replaced. Source: Discord reference, "Create Global Application Command".
  const rest = before.filter((known) => known !== twin);
  checkCounts([...rest, command]);
  if (!twin) countCreates(state, scope, 1);
  const created = build(state, scope, command, twin);
  state.app.commands.set(scope, [...rest, created]);
  return { status: twin ? 200 : 201, json: created };
}

async function editOne(call: RouteCall): Promise<Answer> {
  const { state } = call;
  const command = commandById(call);
  const { json } = await call.body();
  checkSchema(ApplicationCommandPatchRequestPartialSchema, withNumericPermissions(json), state.options.strict);
  const merged = { ...command, ...asObject(json) };
  const errors = checkCommand(merged);
  if (errors.length > 0) throw invalidForm(errors);
  const edited = build(state, scopeOf(call), merged, command);
  state.app.commands.set(
    scopeOf(call),
    commandsOf(call).map((known) => (known === command ? edited : known)),
  );
  return ok(edited);
}

function deleteOne(call: RouteCall): Answer {
  const command = commandById(call);
  call.state.app.commands.set(
    scopeOf(call),
    commandsOf(call).filter((known) => known !== command),
  );
  return noContent;
}

function isSame(a: JsonObject, b: JsonObject): boolean {
  return a.name === b.name && (a.type ?? 1) === (b.type ?? 1);
}

function checkCounts(commands: readonly JsonObject[]): void {
  for (const [type, most] of Object.entries(commandCounts)) {
    if (commands.filter((command) => String(command.type ?? 1) === type).length > most) throw refuse.tooManyCommands();
  }
}

function countCreates(state: State, scope: string, count: number): void {
  const recent = (state.app.commandCreates.get(scope) ?? []).filter((at) => state.now() - at < 24 * 3600_000);
  if (recent.length + count > CREATES_PER_DAY) throw refuse.tooManyCommandCreates();
  state.app.commandCreates.set(scope, [...recent, ...Array.from({ length: count }, () => state.now())]);
}

function build(state: State, scope: string, command: JsonObject, known: JsonObject | undefined): JsonObject {
  const permissions = command.default_member_permissions;
  const isGlobal = scope === "";
  return {
    ...command,
    id: known?.id ?? state.nextId(),
    application_id: state.app.id,
    version: state.nextId(),
    type: command.type ?? 1,
    description: command.description ?? "",
    default_member_permissions: permissions === undefined || permissions === null ? null : String(permissions),
    nsfw: false,
    ...(isGlobal ? { contexts: command.contexts ?? null, integration_types: command.integration_types ?? [0], dm_permission: true } : { guild_id: scope }),
  };
}
