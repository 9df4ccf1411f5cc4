/** Code with its lines numbered, so that the model can name them. Used by conversation/attachments.ts. */

/** By the ends of names. */
const LANGUAGES: readonly [string, RegExp][] = [
  ["TypeScript", /\.[cm]?tsx?$/],
  ["JavaScript", /\.[cm]?jsx?$/],
  ["Python", /\.pyi?$/],
  ["Rust", /\.rs$/],
  ["Go", /\.go$/],
  ["Java", /\.java$/],
  ["Kotlin", /\.kts?$/],
  ["C", /\.[ch]$/],
  ["C++", /\.(cc|cpp|cxx|hh|hpp|hxx|ino)$/],
  ["C#", /\.cs$/],
  ["F#", /\.fs$/],
  ["Visual Basic", /\.vb$/],
  ["Ruby", /\.rb$/],
  ["PHP", /\.php$/],
  ["Perl", /\.p[lm]$/],
  ["Lua", /\.lua$/],
  ["R", /\.r$/],
  ["Julia", /\.jl$/],
  ["Zig", /\.zig$/],
  ["Nim", /\.nim$/],
  ["Swift", /\.swift$/],
  ["Objective-C", /\.mm?$/],
  ["Dart", /\.dart$/],
  ["Scala", /\.scala$/],
  ["Groovy", /\.(groovy|gradle)$/],
  ["Clojure", /\.cljs?$/],
  ["Elixir", /\.exs?$/],
  ["Erlang", /\.[eh]rl$/],
  ["Haskell", /\.hs$/],
  ["OCaml", /\.mli?$/],
  ["Elm", /\.elm$/],
  ["Vue", /\.vue$/],
  ["Svelte", /\.svelte$/],
  ["Astro", /\.astro$/],
  ["HTML", /\.html?$/],
  ["CSS", /\.(css|s[ac]ss|less)$/],
  ["SQL", /\.sql$/],
  ["GraphQL", /\.(graphql|gql)$/],
  ["Protocol Buffers", /\.proto$/],
  ["shell script", /\.(sh|bash|zsh|fish)$/],
  ["PowerShell", /\.ps1$/],
  ["batch file", /\.(bat|cmd)$/],
  ["assembly", /\.(asm|s)$/],
  ["Verilog", /\.s?v$/],
  ["VHDL", /\.vhd$/],
  ["Terraform", /\.(tf|hcl)$/],
  ["Nix", /\.nix$/],
  ["TeX", /\.tex$/],
  ["YAML", /\.ya?ml$/],
  ["TOML", /\.toml$/],
  ["XML", /\.xml$/],
  ["JSON", /\.jsonc?$/],
  ["Makefile", /(^|[./])makefile$|\.mk$/],
  ["Dockerfile", /(^|[./])dockerfile$/],
  ["CMake", /\.cmake$|cmakelists\.txt$/],
];

/** As it is for what is no code: prose, tables, logs. */
export function withLineNumbers(filename: string, text: string): string {
  const language = LANGUAGES.find(([, pattern]) => pattern.test(filename.toLowerCase()))?.[0];
  if (language === undefined || text.trim() === "") return text;
  const lines = text.replace(/\r?\n$/, "").split(/\r\n|\n|\r/);
  return [`(${language}; each line begins with its number and |)`, ...lines.map((line, index) => `${index + 1}|${line}`)].join("\n");
}
