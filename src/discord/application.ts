/** What Discord knows of the application, and what can be changed of it. Pure data; part of the port in api.ts. */
import type { ApplicationId } from "../kernel/ids.ts";

export interface ApplicationInfo {
  id: ApplicationId;
  name: string;
  /** Hex. */
  publicKey: string;
  /** Ids: the owner, or the members of the owning team. */
  owners: string[];
  /** Bit field; the Message Content intent is 1 << 18 or, below 10,000 users, 1 << 19. */
  flags: number;
  interactionsEndpointUrl: string | null;
  eventWebhooksUrl: string | null;
  /** 1 off, 2 on, 3 switched off by Discord. */
  eventWebhooksStatus: number;
  /** Shown on the application's profile; no API sets them. */
  privacyPolicyUrl: string | null;
  termsUrl: string | null;
  /** How many servers, by Discord's own estimate. */
  approximateServers: number;
}

/** Source: Discord reference, "Edit Current Application". */
export interface ApplicationChange {
  interactions_endpoint_url?: string;
  event_webhooks_url?: string;
  event_webhooks_status?: 1 | 2;
  event_webhooks_types?: string[];
  /** Permissions as a number, as Discord's OpenAPI description has them here; its answers carry text. */
  integration_types_config?: Record<string, { oauth2_install_params?: { scopes: string[]; permissions: number } }>;
  flags?: number;
}
