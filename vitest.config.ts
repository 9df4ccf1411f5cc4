/**
 * Three projects: `workers` runs inside workerd with real D1 and objects, `node` holds what needs files and processes, `mcp` runs inside workerd beside real
 * MCP servers.
 */
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { createKeyPair } from "./scripts/playground/discord/keys.ts";
import { KEY_SEED, testVariables } from "./test/whole/variables.ts";

/** Bundled as text, as wrangler.toml's rule does it for the Worker. */
const markdown = { name: "markdown", transform: (text: string, id: string) => (id.endsWith(".md") ? `export default ${JSON.stringify(text)}` : undefined) };

/** What takes five seconds alone may take three times as long beside another file on a small machine. */
const PATIENCE_MS = 15_000;

const MCP = "test/mcp-servers/**/*.test.ts";

export default defineConfig(async () => ({
  test: {
    // Most of a file's time is waiting, so that two share even a small machine well.
    maxWorkers: 2,
    projects: [
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: {
                ...testVariables,
                DISCORD_PUBLIC_KEY: (await createKeyPair(KEY_SEED)).publicKeyHex,
                TEST_MIGRATIONS: await readD1Migrations("migrations"),
              },
            },
          }),
        ],
        test: { name: "workers", testTimeout: PATIENCE_MS, include: ["test/**/*.test.ts"], exclude: ["test/**/*.node.test.ts", "test/e2e/**", MCP] },
      },
      {
        plugins: [cloudflareTest({ wrangler: { configPath: "./wrangler.toml" }, miniflare: { bindings: testVariables } })],
        test: { name: "mcp", testTimeout: PATIENCE_MS * 2, include: [MCP], globalSetup: "test/mcp-servers/servers.ts" },
      },
      { plugins: [markdown], test: { name: "node", testTimeout: PATIENCE_MS, include: ["test/**/*.node.test.ts"], exclude: ["test/e2e/**"] } },
    ],
  },
}));
