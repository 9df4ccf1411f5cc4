/** `/applications/@me`: the application as its own bot sees it, and what the bot may change. Routes in `routes-application.ts`. */
import { ApplicationFormPartialSchema } from "discord-api-spec/zod";
import { checkEventsEndpoint, checkInteractionsEndpoint } from "./endpoint-check.ts";
import { asObject, asString, isObject, type JsonObject } from "./json.ts";
import { type FormError, invalidForm } from "./refusal.ts";
import { type Answer, ok, type RouteCall } from "./route.ts";
import { checkSchema } from "./schemas.ts";
import type { State } from "./state.ts";

/** Source: Discord reference, "Application Flags". */
const flag = { presenceLimited: 1 << 13, guildMembersLimited: 1 << 15, messageContentLimited: 1 << 19, commandBadge: 1 << 23 } as const;
/** "Only limited intent flags can be updated via the API": "Edit Current Application". */
const CHANGEABLE = flag.presenceLimited | flag.guildMembersLimited | flag.messageContentLimited;

export function readApplication({ state }: RouteCall): Answer {
  return ok(applicationJson(state));
}

export async function editApplication({ state, body }: RouteCall): Promise<Answer> {
  const { json } = await body();
  checkSchema(ApplicationFormPartialSchema, json, state.options.strict);
  const changes = asObject(json);
  const errors = [...checkFlags(changes.flags), ...(await checkAddresses(state, changes))];
  if (errors.length > 0) throw invalidForm(errors);
  if (typeof changes.flags === "number") state.intents.messageContent = (changes.flags & flag.messageContentLimited) !== 0;
  Object.assign(state.app.settings, changes);
  return ok(applicationJson(state));
}

function checkFlags(flags: unknown): FormError[] {
  const foreign = typeof flags === "number" && (flags & ~CHANGEABLE) !== 0;
  return foreign ? [{ path: ["flags"], code: "BASE_TYPE_CHOICES", message: "Only limited intent flags can be updated." }] : [];
}

/** Both addresses are tried before anything changes. */
async function checkAddresses(state: State, changes: JsonObject): Promise<FormError[]> {
  const checks = [
    ["interactions_endpoint_url", checkInteractionsEndpoint, "APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID", "interactions endpoint url"],
    ["event_webhooks_url", checkEventsEndpoint, "APPLICATION_EVENT_WEBHOOKS_URL_INVALID", "event webhooks url"],
  ] as const;
  const errors: FormError[] = [];
  for (const [key, check, code, name] of checks) {
    const url = asString(changes[key]);
    if (url !== undefined && !(await check(state, url))) errors.push({ path: [key], code, message: `The specified ${name} could not be verified.` });
  }
  return errors;
}

function applicationJson(state: State): JsonObject {
  const { flags: changed, integration_types_config: installs, ...settings } = state.app.settings;
  const limited = (typeof changed === "number" ? changed : 0) & ~flag.messageContentLimited;
  const commands = (state.app.commands.get("") ?? []).length > 0 ? flag.commandBadge : 0;
  const flags = limited | commands | (state.intents.messageContent ? flag.messageContentLimited : 0);
  return {
    id: state.app.id,
    name: state.app.name,
    icon: null,
    description: "",
    type: null,
    flags,
    flags_new: String(flags),
    bot: state.app.bot,
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: state.options.keys.publicKeyHex,
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    event_webhooks_url: null,
    event_webhooks_status: 1,
    owner: state.app.bot,
    approximate_guild_count: state.app.guilds.size,
    approximate_user_install_count: state.app.users.size,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: [],
    ...(installs === undefined ? {} : { integration_types_config: withTextPermissions(installs) }),
    ...settings,
  };
}

/** Numbers go in, text comes out: bit fields do not fit into every reader's numbers. Source: Discord reference, "Install Params Object". */
function withTextPermissions(installs: unknown): unknown {
  return Object.fromEntries(
    Object.entries(asObject(installs)).map(([type, config]) => {
      const params = asObject(config).oauth2_install_params;
      return [type, isObject(params) ? { oauth2_install_params: { ...params, permissions: String(params.permissions ?? 0) } } : config];
    }),
  );
}
