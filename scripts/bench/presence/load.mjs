// Bundles the engine's TypeScript at load time, so that any Node can import it without a build step. Used by policy.mjs and polled.mjs.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export async function load() {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("./adapter.ts", import.meta.url))],
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
  });
  const code = outputFiles[0].text;
  return import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);
}
