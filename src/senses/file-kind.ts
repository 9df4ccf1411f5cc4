/** What kind of a file it is, by its type and its name alone; nothing is fetched here. Used by commands/, before a job begins, and by conversation/ and jobs/. */

/** `document`: PDFs and office files. `old-office`: from before these were archives; nobody reads them here. `film`: nobody watches them. */
export type FileKind = "image" | "text" | "document" | "recording" | "old-office" | "film";

export const IMAGE_TYPES: readonly string[] = ["image/png", "image/jpeg", "image/gif", "image/webp"];
/** Of a picture that Discord shows, whose type its bytes will tell. */
export const ANY_IMAGE = "image/*";
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
const DOCUMENT_TYPE = /^application\/(pdf|epub\+zip|vnd\.openxmlformats-officedocument\..+|vnd\.oasis\.opendocument\..+|vnd\.ms-(word|excel|powerpoint)\..+)$/;
const OLD_OFFICE_TYPE = /^application\/(msword|vnd\.ms-(excel|powerpoint))$/;
const IMAGE_NAME = /\.(png|jpe?g|gif|webp)$/i;
const DOCUMENT_NAME = /\.(pdf|epub|do[ct][xm]|xl[st][xm]|p[op][ts][xm]|od[tspg]|ot[tsp])$/i;
const OLD_OFFICE_NAME = /\.(doc|dot|xls|xlt|ppt|pps|pot)$/i;
const RECORDING_NAME = /\.(ogg|oga|opus|mp3|m4a|mpga|wav|flac|weba)$/i;
const TEXT_NAME =
  /(^|\.)(txt|md|markdown|rst|adoc|org|tex|bib|log|csv|tsv|json|jsonc|jsonl|ndjson|ya?ml|toml|ini|cfg|conf|properties|env|xml|html?|svg|css|s[ac]ss|less|[cm]?[jt]sx?|vue|svelte|astro|py|pyi|ipynb|rb|php|pl|pm|lua|r|jl|go|rs|zig|nim|c|h|cc|cpp|cxx|hh|hpp|hxx|ino|cs|fs|vb|java|kt|kts|scala|groovy|gradle|clj|cljs|ex|exs|erl|hrl|hs|ml|mli|elm|swift|m|mm|dart|sql|graphql|gql|proto|sh|bash|zsh|fish|ps1|bat|cmd|asm|s|v|sv|vhd|diff|patch|srt|vtt|tf|hcl|nix|cmake|mk|makefile|dockerfile|gitignore|editorconfig|lock)$/i;

/** Without its parameters. */
export const plainType = (contentType: string): string => contentType.split(";")[0]?.trim().toLowerCase() ?? "";

/** Null for what nobody knows. Discord sends no type for many files, and a wrong one for some, so the name counts too. */
export function fileKind({ filename, contentType }: { filename: string; contentType: string }): FileKind | null {
  const type = plainType(contentType);
  if (IMAGE_TYPES.includes(type) || type === ANY_IMAGE) return "image";
  if (OLD_OFFICE_TYPE.test(type) || OLD_OFFICE_NAME.test(filename)) return "old-office";
  if (DOCUMENT_TYPE.test(type) || DOCUMENT_NAME.test(filename)) return "document";
  if (type.startsWith("text/") || TEXT_TYPES.includes(type) || /\+(json|xml|yaml)$/.test(type)) return "text";
  // "video/mp2t" is what a TypeScript file is called by its name, hence before any other type is believed.
  if (TEXT_NAME.test(filename)) return "text";
  if (type.startsWith("audio/") || type === "application/ogg" || RECORDING_NAME.test(filename)) return "recording";
  if (type.startsWith("video/")) return "film";
  return (type === "" || type === "application/octet-stream") && IMAGE_NAME.test(filename) ? "image" : null;
}
