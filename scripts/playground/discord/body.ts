/** Reading request bodies as Discord does: JSON, or multipart with `payload_json` and `files[n]`. Used by the routes and for inline callbacks. */
import { invalidForm, refuse } from "./refusal.ts";

export interface UploadedFile {
  /** n of `files[n]`. */
  index: number;
  name: string;
  contentType: string;
  bytes: Uint8Array;
}

export interface Body {
  json: unknown;
  files: UploadedFile[];
}

/** Source: Discord reference, "Uploading Files": 25 MiB a request, 10 files. */
const REQUEST_LIMIT = 25 * 1024 * 1024;
const FILES_LIMIT = 10;

export async function readBody(message: Request | Response): Promise<Body> {
  const contentType = message.headers.get("content-type") ?? "";
  const bytes = await message.arrayBuffer();
  if (bytes.byteLength > REQUEST_LIMIT) throw refuse.tooLarge();
  if (/^application\/json\b/i.test(contentType)) return { json: parseJson(new TextDecoder().decode(bytes)), files: [] };
  if (/^multipart\/form-data\b/i.test(contentType)) return readForm(bytes, contentType);
  const expected = `Expected "Content-Type" header to be one of {'application/json', 'multipart/form-data'}.`;
  throw invalidForm([{ path: ["_misc"], code: "CONTENT_TYPE_INVALID", message: expected }]);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuse.badJson();
  }
}

async function readForm(bytes: ArrayBuffer, contentType: string): Promise<Body> {
  const form = await new Response(bytes, { headers: { "content-type": contentType } }).formData().catch(() => undefined);
  if (!form) throw refuse.badJson();
  let json: unknown = {};
  const files: UploadedFile[] = [];
  // A list, because FormData's iterator has different types in workerd and Node.
  const entries: [string, unknown][] = [];
  form.forEach((value, key) => {
    entries.push([key, value]);
  });
  for (const [key, value] of entries) {
    const index = /^files\[(\d+)\]$/.exec(key)?.[1];
    if (key === "payload_json") json = parseJson(typeof value === "string" ? value : await (value as Blob).text());
    else if (index !== undefined && value instanceof Blob) files.push(await readFile(Number(index), value));
    else throw invalidForm([{ path: [key], code: "UNKNOWN_KEY", message: `Discord does not know the part "${key}" here.` }]);
  }
  if (files.length > FILES_LIMIT) throw invalidForm([{ path: ["files"], code: "BASE_TYPE_MAX_LENGTH", message: "Must be 10 or fewer in length." }]);
  return { json, files: files.sort((a, b) => a.index - b.index) };
}

async function readFile(index: number, value: Blob): Promise<UploadedFile> {
  const name = (value as { name?: unknown }).name;
  return {
    index,
    name: typeof name === "string" && name !== "" ? name : "unknown.bin",
    contentType: value.type || "application/octet-stream",
    bytes: new Uint8Array(await value.arrayBuffer()),
  };
}
