/** A webhook's address as Discord shows it to those who may manage it: what in it is needed to write there. Pure. */

export interface WebhookAddress {
  id: string;
  /** A secret: whoever has it can write there. */
  token: string;
  /** A thread of its channel. */
  threadId?: string;
}

const HOSTS = ["discord.com", "discordapp.com", "ptb.discord.com", "canary.discord.com"];
const PATH = /^\/api(?:\/v\d+)?\/webhooks\/(\d{1,20})\/([\w-]{20,200})\/?$/;

/** `apiBase`: this deployment's own, besides Discord's. Requests go there in any case, never to a host that somebody typed. Null: it is none. */
export function readWebhookAddress(typed: string, apiBase: string): WebhookAddress | null {
  const text = typed.trim();
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isDiscord = (url.protocol === "https:" && HOSTS.includes(url.hostname) && url.port === "") || url.origin === new URL(apiBase).origin;
  const [, id, token] = PATH.exec(url.pathname) ?? [];
  if (!isDiscord || url.username !== "" || url.password !== "" || id === undefined || token === undefined) return null;
  const threadId = url.searchParams.get("thread_id");
  if (threadId !== null && !/^\d{1,20}$/.test(threadId)) return null;
  return { id, token, ...(threadId === null ? {} : { threadId }) };
}
