/** A checkout of its own for each test, in which the real scripts run as processes. */
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import type { Cloud } from "./stub-wrangler.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const COPIED = [
  "scripts/setup",
  "scripts/setup.ts",
  "scripts/register.ts",
  "scripts/deploy.ts",
  "scripts/update.ts",
  "scripts/doctor.ts",
  "scripts/check-node.mjs",
];
const COPIED_TOO = ["src", "commands", "migrations", "package.json", "package-lock.json", "wrangler.toml"];

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Project {
  root: string;
  /** Under which the stub is wrangler. */
  environment: Record<string, string>;
  cloud(): Cloud;
  /** Changes the account behind wrangler's back. */
  setCloud(change: Partial<Cloud>): void;
  run(script: string, args: readonly string[], environment: Record<string, string>, watch?: (child: ChildProcess, line: string) => void): Promise<Ran>;
  read(path: string): string;
  write(path: string, text: string): void;
  exists(path: string): boolean;
  mode(path: string): number;
  remove(): void;
}

export function createProject(): Project {
  const root = mkdtempSync(join(tmpdir(), "edgewise-setup-"));
  for (const place of [...COPIED, ...COPIED_TOO]) cpSync(join(ROOT, place), join(root, place), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"), "dir");
  const tools = mkdtempSync(join(tmpdir(), "edgewise-tools-"));
  const stub = join(tools, "wrangler");
  writeFileSync(stub, `#!${process.execPath}\nimport(${JSON.stringify(join(ROOT, "test/scripts/stub-wrangler.ts"))});\n`);
  chmodSync(stub, 0o755);
  const cloudFile = join(tools, "cloud.json");
  const cloud = (): Cloud => JSON.parse(readFileSync(cloudFile, "utf8"));
  const setCloud = (change: Partial<Cloud>) => writeFileSync(cloudFile, JSON.stringify({ ...(existsSync(cloudFile) ? cloud() : {}), ...change }));
  setCloud({
    failures: {},
    loggedIn: true,
    accounts: [{ id: "account-1", name: "Mira's account" }],
    databases: [],
    migrations: [],
    worker: null,
    url: "",
    calls: [],
  });
  const own = { PATH: [tools, process.env.PATH ?? ""].join(delimiter), HOME: tools, STUB_CLOUD: cloudFile };
  return {
    root,
    environment: own,
    cloud,
    setCloud,
    run(script, args, environment, watch) {
      const env = { ...own, ...environment };
      const child = spawn(process.execPath, [join(root, "scripts", `${script}.ts`), ...args], { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
      const ran: Ran = { code: null, stdout: "", stderr: "" };
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        ran.stdout += text;
        for (const line of text.split("\n")) if (line !== "") watch?.(child, line);
      });
      child.stderr.setEncoding("utf8").on("data", (text: string) => (ran.stderr += text));
      return new Promise((done) => child.once("close", (code) => done({ ...ran, code })));
    },
    read: (path) => readFileSync(join(root, path), "utf8"),
    write: (path, text) => writeFileSync(join(root, path), text),
    exists: (path) => existsSync(join(root, path)),
    mode: (path) => statSync(join(root, path)).mode & 0o777,
    remove() {
      for (const folder of [root, tools]) rmSync(folder, { recursive: true, force: true });
    },
  };
}
