/** What Discord is told about this application, and the links that install it. Used by Finish setup (edge/) and by the scripts. */
import type { ApplicationChange, ApplicationInfo } from "./api.ts";
import { neededPermissions, permission } from "./permissions.ts";

/** What it needs, and what it can do something more with: to begin threads. */
const BOT_PERMISSIONS = neededPermissions.reduce((sum, name) => sum | permission[name], permission.createPublicThreads);

const EVENTS = ["APPLICATION_AUTHORIZED", "APPLICATION_DEAUTHORIZED", "ENTITLEMENT_CREATE", "ENTITLEMENT_UPDATE", "ENTITLEMENT_DELETE"];
const EVENTS_ON = 2;

/** Source: Discord reference, "Application Flags". The limited ones are all that the API changes. */
const flag = {
  presenceLimited: 1 << 13,
  guildMembersLimited: 1 << 15,
  messageContent: 1 << 18,
  messageContentLimited: 1 << 19,
} as const;
const CHANGEABLE = flag.presenceLimited | flag.guildMembersLimited | flag.messageContentLimited;

/** `base`: the Worker's address, without a slash at the end. */
export function connection(base: string): ApplicationChange {
  return {
    interactions_endpoint_url: `${base}/interactions`,
    event_webhooks_url: `${base}/events`,
    event_webhooks_status: EVENTS_ON,
    event_webhooks_types: EVENTS,
    integration_types_config: {
      "0": { oauth2_install_params: { scopes: ["applications.commands", "bot"], permissions: Number(BOT_PERMISSIONS) } },
      "1": { oauth2_install_params: { scopes: ["applications.commands"], permissions: 0 } },
    },
  };
}

/** Whether interactions and events arrive here. */
export function isConnected(application: ApplicationInfo, base: string): boolean {
  const wanted = connection(base);
  return (
    application.interactionsEndpointUrl === wanted.interactions_endpoint_url &&
    application.eventWebhooksUrl === wanted.event_webhooks_url &&
    application.eventWebhooksStatus === wanted.event_webhooks_status
  );
}

export function readsMessageContent({ flags }: Pick<ApplicationInfo, "flags">): boolean {
  return (flags & (flag.messageContent | flag.messageContentLimited)) !== 0;
}

/** The flags to send so that message content arrives and the other intents stay as they are. */
export function withMessageContent({ flags }: Pick<ApplicationInfo, "flags">): number {
  return (flags & CHANGEABLE) | flag.messageContentLimited;
}

/** Source: Discord reference, "Bot Authorization Flow" and "Installation Context". */
export function inviteLinks(applicationId: string): { server: string; account: string } {
  const link = (query: Record<string, string>) => `https://discord.com/oauth2/authorize?${new URLSearchParams({ client_id: applicationId, ...query })}`;
  return {
    server: link({ integration_type: "0", scope: "bot applications.commands", permissions: String(BOT_PERMISSIONS) }),
    account: link({ integration_type: "1", scope: "applications.commands" }),
  };
}
