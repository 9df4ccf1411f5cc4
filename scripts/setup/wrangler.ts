/** Runs wrangler, the tool that talks to Cloudflare. Secrets go in by stdin, never as an argument: arguments are seen by every process of the machine. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Problem } from "./problem.ts";
import { explainWrangler } from "./wrangler-failure.ts";

export interface Ran {
  code: number;
  stdout: string;
  /** Both streams as they came. */
  output: string;
}

export interface Wrangler {
  /** Looks, changes nothing. */
  read(args: readonly string[]): Promise<Ran>;
  /** Changes something; undefined in a dry run. Throws a Problem where wrangler fails. */
  change(args: readonly string[], options?: { input?: string; shown?: string }): Promise<Ran | undefined>;
  /** For a look that should have worked. */
  explain(args: readonly string[], output: string): Problem;
  /** With the terminal handed over, because wrangler asks or opens a browser. */
  handOver(args: readonly string[]): Promise<number>;
}

export interface WranglerOptions {
  root: string;
  environment: Readonly<Record<string, string | undefined>>;
  /** Chosen where a login has several accounts. */
  accountId(): string | undefined;
  dryRun: boolean;
  /** Says what is run, or would be. */
  tell(line: string): void;
}

interface Command {
  file: string;
  args: string[];
  shell: boolean;
}

export function createWrangler(options: WranglerOptions): Wrangler {
  const command = findWrangler(options.root, options.environment);
  const environment = () => {
    const accountId = options.environment.CLOUDFLARE_ACCOUNT_ID || options.accountId();
    // Its output is read here, so colours would be in the way.
    return { ...options.environment, ...(accountId ? { CLOUDFLARE_ACCOUNT_ID: accountId } : {}), NO_COLOR: "1", FORCE_COLOR: "0" };
  };
  const show = (args: readonly string[], shown = "") => `wrangler ${args.join(" ")}${shown === "" ? "" : ` < ${shown}`}`;

  function start(args: readonly string[], stdio: "pipe" | "inherit") {
    const all = [...command.args, ...args];
    return spawn(command.file, command.shell ? all.map(quoted) : all, {
      cwd: options.root,
      env: environment(),
      stdio,
      shell: command.shell,
      windowsHide: true,
    });
  }

  async function run(args: readonly string[], input = ""): Promise<Ran> {
    const child = start(args, "pipe");
    let [stdout, output] = ["", ""];
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (output += text));
    // A wrangler that ends without reading is told about by its exit code.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
    return { code: await exitCode(child), stdout, output };
  }

  return {
    async read(args) {
      if (options.dryRun) options.tell(`Ran, it only reads: ${show(args)}`);
      return run(args);
    },
    async change(args, { input, shown } = {}) {
      if (options.dryRun) {
        options.tell(`Would run: ${show(args, shown)}`);
        return undefined;
      }
      const ran = await run(args, input);
      if (ran.code !== 0) throw explainWrangler(args, ran.output);
      return ran;
    },
    explain: explainWrangler,
    async handOver(args) {
      return exitCode(start(args, "inherit"));
    },
  };
}

function exitCode(child: ReturnType<typeof spawn>): Promise<number> {
  return new Promise((done, failed) => {
    child.once("error", (cause) => failed(explainWrangler([], `could not be started: ${cause.message}`)));
    child.once("close", (code) => done(code ?? 1));
  });
}

/** WRANGLER names another command; else the first one in PATH (npm puts the project's own there), else the project's own by this very Node. */
export function findWrangler(root: string, environment: Readonly<Record<string, string | undefined>>, platform = process.platform): Command {
  const own = join(root, "node_modules", "wrangler", "bin", "wrangler.js");
  const byNode = (script: string): Command => ({ file: process.execPath, args: [script], shell: false });
  const named = environment.WRANGLER;
  if (named) {
    const [file = "", ...args] = existsSync(named) ? [named] : named.split(/\s+/);
    return args.length === 0 && /\.[cm]?[jt]s$/.test(file) ? byNode(file) : { file, args, shell: platform === "win32" };
  }
  const names = platform === "win32" ? ["wrangler.cmd", "wrangler.exe", "wrangler.bat"] : ["wrangler"];
  const folders = (environment.PATH ?? environment.Path ?? "").split(delimiter).filter((folder) => folder !== "");
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name))).find((file) => existsSync(file));
  // The project's own .cmd would need a shell, and a shell needs its arguments quoted: its script does not.
  if (found === undefined || found.startsWith(join(root, "node_modules"))) return byNode(own);
  return { file: platform === "win32" ? `"${found}"` : found, args: [], shell: platform === "win32" };
}

/** For cmd.exe. Nothing that people type gets here but a Worker's name, which has letters, digits and dashes only. */
function quoted(argument: string): string {
  return /^[\w./:=@-]+$/.test(argument) ? argument : `"${argument.replaceAll('"', "")}"`;
}
