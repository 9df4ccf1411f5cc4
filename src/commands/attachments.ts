/** Which attached files can be read, and how large they may be. Used by `/ask` and the message menus; metadata only, nothing is fetched here. */
import type { Attachment } from "../discord/interaction.ts";
import { quote } from "../discord/quote.ts";
import type { Texts } from "../locales/index.ts";

const MIB = 1024 * 1024;
/** One image, and all images of a question together: they are in memory at once. */
const IMAGE_BYTES = 8 * MIB;
const TEXT_BYTES = MIB / 2;

const IMAGE_TYPES: readonly string[] = ["image/png", "image/jpeg", "image/gif", "image/webp"];
const TEXT_TYPES: readonly string[] = [
  "application/json",
  "application/xml",
  "application/yaml",
  "application/x-yaml",
  "application/toml",
  "application/javascript",
  "application/x-javascript",
  "application/typescript",
  "application/sql",
  "application/x-sh",
  "application/x-httpd-php",
  "application/graphql",
  "image/svg+xml",
];
const IMAGE_EXTENSION = /\.(png|jpe?g|gif|webp)$/i;
const TEXT_EXTENSION =
  /(^|\.)(txt|md|markdown|rst|adoc|org|tex|bib|log|csv|tsv|json|jsonc|jsonl|ndjson|ya?ml|toml|ini|cfg|conf|properties|env|xml|html?|svg|css|s[ac]ss|less|[cm]?[jt]sx?|vue|svelte|astro|py|pyi|ipynb|rb|php|pl|pm|lua|r|jl|go|rs|zig|nim|c|h|cc|cpp|cxx|hh|hpp|hxx|ino|cs|fs|vb|java|kt|kts|scala|groovy|gradle|clj|cljs|ex|exs|erl|hrl|hs|ml|mli|elm|swift|m|mm|dart|sql|graphql|gql|proto|sh|bash|zsh|fish|ps1|bat|cmd|asm|s|v|sv|vhd|diff|patch|srt|vtt|tf|hcl|nix|cmake|mk|makefile|dockerfile|gitignore|editorconfig|lock)$/i;

export type AttachmentKind = "image" | "text";

export const isPicture = (attachment: Attachment): boolean => attachmentKind(attachment) === "image";
export const isReadable = (attachment: Attachment): boolean => attachmentKind(attachment) !== null;

/** Null for what cannot be read. Discord sends no content type for many code files, so the name counts too. */
function attachmentKind(attachment: Pick<Attachment, "filename" | "contentType">): AttachmentKind | null {
  const type = attachment.contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (IMAGE_TYPES.includes(type)) return "image";
  if (type.startsWith("text/") || TEXT_TYPES.includes(type) || /\+(json|xml|yaml)$/.test(type)) return "text";
  // "video/mp2t" is what a TypeScript file is called by its name, hence before any other type is believed.
  if (TEXT_EXTENSION.test(attachment.filename)) return "text";
  return (type === "" || type === "application/octet-stream") && IMAGE_EXTENSION.test(attachment.filename) ? "image" : null;
}

/** A sentence about the first file that can't be used; undefined when all can. */
export function attachmentProblem(attachments: readonly Attachment[], texts: Texts): string | undefined {
  let images = 0;
  for (const attachment of attachments) {
    const kind = attachmentKind(attachment);
    const name = quote(attachment.filename);
    if (kind === null) return texts.ask.unsupportedFile(name);
    if (kind === "text" && attachment.size > TEXT_BYTES) return texts.ask.textTooLarge(name);
    if (kind === "image") images += attachment.size;
    if (images > IMAGE_BYTES) return texts.ask.imageTooLarge(name);
  }
  return undefined;
}
