/** How Discord says no: HTTP status, JSON error code, sentence, and nested form errors. Thrown by the checks, answered by `rest.ts`. */
import type { JsonObject } from "./json.ts";

/** A refusal that proves a bug in the client is also noted as a violation; one that may happen to anybody is not. */
export class Refusal extends Error {
  override name = "Refusal";
  readonly status: number;
  readonly code: number;
  readonly errors: JsonObject | undefined;
  readonly clientBug: boolean;
  constructor(status: number, code: number, message: string, options: { errors?: JsonObject; clientBug?: boolean } = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = options.errors;
    this.clientBug = options.clientBug ?? false;
  }

  toJson(): JsonObject {
    return { message: this.message, code: this.code, ...(this.errors ? { errors: this.errors } : {}) };
  }
}

export interface FormError {
  path: readonly (string | number)[];
  code: string;
  message: string;
}

/** 50035 with Discord's nesting: `errors.components.0.custom_id._errors[]`. */
export function invalidForm(list: readonly FormError[]): Refusal {
  const errors: JsonObject = {};
  for (const { path, code, message } of list) {
    let level: JsonObject = errors;
    for (const key of path) {
      const next = (level[String(key)] ?? {}) as JsonObject;
      level[String(key)] = next;
      level = next;
    }
    const leaf = level as { _errors?: { code: string; message: string }[] };
    leaf._errors = [...(leaf._errors ?? []), { code, message }];
  }
  return new Refusal(400, 50035, "Invalid Form Body", { errors, clientBug: true });
}

/** Refusals by name. Source: Discord reference, "JSON Error Codes". */
export const refuse = {
  unauthorized: () => new Refusal(401, 0, "401: Unauthorized", { clientBug: true }),
  noRoute: () => new Refusal(404, 0, "404: Not Found", { clientBug: true }),
  wrongMethod: () => new Refusal(405, 0, "405: Method Not Allowed", { clientBug: true }),
  badUserAgent: () => new Refusal(403, 40333, "internal network error", { clientBug: true }),
  badVersion: () => new Refusal(400, 50041, "Invalid API version provided", { clientBug: true }),
  badJson: () => new Refusal(400, 50109, "The request body contains invalid JSON.", { clientBug: true }),
  tooLarge: () => new Refusal(413, 40005, "Request entity too large", { clientBug: true }),
  unknownChannel: () => new Refusal(404, 10003, "Unknown Channel"),
  unknownGuild: () => new Refusal(404, 10004, "Unknown Guild"),
  unknownMember: () => new Refusal(404, 10007, "Unknown Member"),
  unknownMessage: () => new Refusal(404, 10008, "Unknown Message"),
  unknownEmoji: () => new Refusal(400, 10014, "Unknown Emoji"),
  unknownUser: () => new Refusal(404, 10013, "Unknown User"),
  unknownWebhook: () => new Refusal(404, 10015, "Unknown Webhook"),
  unknownInteraction: () => new Refusal(404, 10062, "Unknown interaction"),
  unknownCommand: () => new Refusal(404, 10063, "Unknown application command"),
  tooManyCommands: () => new Refusal(400, 30032, "Maximum number of application commands reached", { clientBug: true }),
  tooManyCommandCreates: () => new Refusal(400, 30034, "Max number of daily application command creates has been reached (200)"),
  tooManyReactions: () => new Refusal(400, 30010, "Maximum number of reactions reached (20)"),
  tooManyEvents: () => new Refusal(400, 30038, "Maximum number of guild scheduled events reached"),
  alreadyAcknowledged: () => new Refusal(400, 40060, "Interaction has already been acknowledged.", { clientBug: true }),
  tooManyWebhooks: () => new Refusal(400, 30007, "Maximum number of webhooks reached (15)"),
  tooManyFollowUps: () => new Refusal(400, 40094, "Maximum number of follow-up messages for this interaction reached", { clientBug: true }),
  missingAccess: () => new Refusal(403, 50001, "Missing Access"),
  dmOnly: () => new Refusal(403, 50003, "Cannot execute action on a DM channel"),
  notYours: () => new Refusal(403, 50005, "Cannot edit a message authored by another user", { clientBug: true }),
  emptyMessage: () => new Refusal(400, 50006, "Cannot send an empty message", { clientBug: true }),
  noDm: () => new Refusal(403, 50007, "Cannot send messages to this user"),
  noForumMessage: () => new Refusal(400, 40058, "Cannot send a message in a forum channel", { clientBug: true }),
  noTextChannel: () => new Refusal(400, 50008, "Cannot send messages in a non-text channel", { clientBug: true }),
  missingPermissions: () => new Refusal(403, 50013, "Missing Permissions"),
  wrongChannelType: () => new Refusal(400, 50024, "Cannot execute action on this channel type", { clientBug: true }),
  deadToken: () => new Refusal(401, 50027, "Invalid Webhook Token"),
  wrongMessageType: () => new Refusal(400, 50068, "Invalid message type"),
  archivedThread: () => new Refusal(400, 50083, "Thread is archived"),
  voiceContent: () => new Refusal(400, 50159, "Voice messages do not support additional content.", { clientBug: true }),
  voiceAttachment: () => new Refusal(400, 50160, "Voice messages must have a single audio attachment.", { clientBug: true }),
  voiceMetadata: () => new Refusal(400, 50161, "Voice messages must have supporting metadata.", { clientBug: true }),
  voiceEdit: () => new Refusal(400, 50162, "Voice messages cannot be edited.", { clientBug: true }),
  noVoice: () => new Refusal(403, 50173, "Cannot send voice messages in this channel."),
  noSharedGuild: () => new Refusal(403, 50278, "Cannot send messages to this user due to having no mutual guilds"),
  noHistoryForReply: () => new Refusal(400, 160002, "Cannot reply without permission to read message history"),
  threadExists: () => new Refusal(400, 160004, "A thread has already been created for this message"),
  lockedThread: () => new Refusal(400, 160005, "Thread is locked"),
  tooManyThreads: () => new Refusal(400, 160006, "Maximum number of active threads reached"),
} as const;
