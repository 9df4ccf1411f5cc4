/** Colours for code in blocks: comments, strings, numbers, key words. Small and language-blind on purpose; pure; called by `markdown-view.ts`. */

export interface Piece {
  kind: "plain" | "comment" | "string" | "number" | "keyword" | "name";
  text: string;
}

const KEYWORDS = new Set(
  (
    "abstract and as async await begin break case catch class const continue def default defer del delete do done echo elif else end enum esac except export extends " +
    "false False fi final finally fn for foreach from func function global if impl implements import in interface is lambda let local loop match mod module mut new nil None not null of or " +
    "package pass private protected pub public raise readonly ref return self select SELECT FROM WHERE INSERT INTO VALUES UPDATE SET CREATE TABLE JOIN ON GROUP ORDER BY static struct super switch then this throw trait true True try type " +
    "typeof undefined unless until use using var void when where while with yield"
  ).split(" "),
);

const HASH_COMMENTS = new Set([
  "py",
  "python",
  "sh",
  "bash",
  "shell",
  "zsh",
  "rb",
  "ruby",
  "yaml",
  "yml",
  "toml",
  "r",
  "perl",
  "pl",
  "dockerfile",
  "makefile",
  "ini",
  "conf",
]);
const DASH_COMMENTS = new Set(["sql", "lua", "hs", "haskell", "ada"]);
const UNCOLOURED = new Set(["", "text", "txt", "plain", "md", "markdown", "ansi", "diff", "log"]);

export function highlight(code: string, language: string): Piece[] {
  const name = language.toLowerCase();
  if (UNCOLOURED.has(name)) return [{ kind: "plain", text: code }];
  const comment = HASH_COMMENTS.has(name) ? "#[^\\n]*" : DASH_COMMENTS.has(name) ? "--[^\\n]*" : "//[^\\n]*|/\\*[\\s\\S]*?\\*/|<!--[\\s\\S]*?-->";
  const tokens = new RegExp(
    `(?<comment>${comment})|(?<string>"(?:\\\\.|[^"\\\\\\n])*"|'(?:\\\\.|[^'\\\\\\n])*'|\`(?:\\\\.|[^\`\\\\])*\`)|(?<number>\\b\\d[\\w.]*\\b)|(?<word>[A-Za-z_$][\\w$]*)`,
    "g",
  );
  const pieces: Piece[] = [];
  let last = 0;
  for (const match of code.matchAll(tokens)) {
    if (match.index > last) pieces.push({ kind: "plain", text: code.slice(last, match.index) });
    last = match.index + match[0].length;
    pieces.push({ kind: kindOf(match.groups ?? {}, code[last]), text: match[0] });
  }
  if (last < code.length) pieces.push({ kind: "plain", text: code.slice(last) });
  return pieces;
}

function kindOf(groups: Record<string, string | undefined>, next: string | undefined): Piece["kind"] {
  if (groups["comment"] !== undefined) return "comment";
  if (groups["string"] !== undefined) return "string";
  if (groups["number"] !== undefined) return "number";
  if (KEYWORDS.has(groups["word"] ?? "")) return "keyword";
  return next === "(" ? "name" : "plain";
}
