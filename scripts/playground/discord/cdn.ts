/** Attachments: uploaded or put bytes, links that are signed and expire, and the CDN that serves them (cdn and media proxy). */
import type { State } from "./state.ts";
import type { Attachment, StoredFile } from "./types.ts";

export interface NewFile {
  filename: string;
  contentType: string;
  bytes: Uint8Array;
  /** Part of the path only. */
  channelId?: string;
  ephemeral?: boolean;
  /** Title, description and voice fields from the request. */
  extra?: Partial<Pick<Attachment, "description" | "title" | "duration_secs" | "waveform">>;
}

export function storeFile(state: State, file: NewFile): Attachment {
  const id = state.nextId();
  // Discord keeps only harmless characters of a name.
  const filename = file.filename.replaceAll(/[^\w.-]+/g, "_");
  const path = `/attachments/${file.channelId ?? state.nextId()}/${id}/${encodeURIComponent(filename)}`;
  const attachment: Attachment = {
    id,
    filename,
    ...contentTypeOf(file.contentType),
    size: file.bytes.byteLength,
    url: `${state.options.cdnBase}${path}`,
    proxy_url: `${state.options.mediaBase}${path}`,
    ...imageSize(file.bytes),
    ...(file.ephemeral ? { ephemeral: true } : {}),
    ...file.extra,
  };
  state.files.set(id, { attachment, bytes: file.bytes, expiresAt: Number.POSITIVE_INFINITY, fetched: [] });
  return withFreshUrls(state, attachment);
}

/** Discord tells the encoding of texts, and no type at all where it knows none. */
function contentTypeOf(type: string): Pick<Attachment, "content_type"> {
  if (type === "" || type === "application/octet-stream") return {};
  return { content_type: /^text\/[\w.+-]+$/.test(type) ? `${type}; charset=utf-8` : type };
}

/** Links are signed anew each time a message is read. Source: Discord reference, "Signed Attachment CDN URLs". */
export function withFreshUrls(state: State, attachment: Attachment): Attachment {
  if (!state.files.has(attachment.id)) return attachment;
  const issued = Math.floor(state.now() / 1000);
  const expires = Math.floor((state.now() + state.options.attachmentLifetimeMs) / 1000);
  const query = `?ex=${expires.toString(16)}&is=${issued.toString(16)}&hm=${signatureOf(attachment.id, expires)}&`;
  return { ...attachment, url: attachment.url.split("?")[0] + query, proxy_url: attachment.proxy_url.split("?")[0] + query };
}

/** No secret is worth keeping here: it only has to break when somebody edits the link. */
function signatureOf(id: string, expires: number): string {
  let hash = 0x811c9dc5;
  for (const char of `${id}:${expires}`) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, "0").repeat(8);
}

/** GET of an attachment. The media proxy notes the size asked for but serves the same bytes: nothing here can scale pictures. */
export function serveFile(state: State, url: URL): Response {
  const [, id] = /\/attachments\/\d+\/(\d+)\//.exec(url.pathname) ?? [];
  const file = id === undefined ? undefined : state.files.get(id);
  const expires = Number.parseInt(url.searchParams.get("ex") ?? "", 16);
  const valid = file && id && url.searchParams.get("hm") === signatureOf(id, expires) && expires * 1000 > state.now() && file.expiresAt > state.now();
  if (!file || !valid) return new Response("This content is no longer available.", { status: 404, headers: { "content-type": "text/plain;charset=UTF-8" } });
  file.fetched.push({ at: state.now(), host: isMedia(state, url) ? "media" : "cdn", ...scaling(url) });
  const type = file.attachment.content_type ?? "application/octet-stream";
  return new Response(file.bytes.slice(), {
    headers: {
      "content-type": type,
      "content-length": String(file.bytes.byteLength),
      "content-disposition": `${type.startsWith("image/") ? "inline" : "attachment"}; filename="${file.attachment.filename}"`,
      "cache-control": "public, max-age=31536000",
    },
  });
}

function isMedia(state: State, url: URL): boolean {
  const base = new URL(state.options.mediaBase);
  return url.host === base.host && url.pathname.startsWith(base.pathname === "/" ? "/" : base.pathname);
}

function scaling(url: URL): Pick<StoredFile["fetched"][number], "width" | "height"> {
  const width = Number(url.searchParams.get("width") ?? Number.NaN);
  const height = Number(url.searchParams.get("height") ?? Number.NaN);
  return { ...(width > 0 ? { width } : {}), ...(height > 0 ? { height } : {}) };
}

/** Width and height of PNG and GIF, read from their headers; enough for the pictures that tests and the playground use. */
function imageSize(bytes: Uint8Array): { width?: number; height?: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength >= 24 && view.getUint32(0) === 0x89504e47) return { width: view.getUint32(16), height: view.getUint32(20) };
  if (bytes.byteLength >= 10 && view.getUint32(0) === 0x47494638) return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  return {};
}
