/** Two projects: `workers` runs inside workerd with real D1 and objects, `node` holds what needs files and processes. */
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

export default defineConfig(async () => ({
  test: {
    projects: [
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: { TEST_MIGRATIONS: await readD1Migrations("migrations") },
            },
          }),
        ],
        test: { name: "workers", include: ["test/**/*.test.ts"], exclude: ["test/**/*.node.test.ts", "test/e2e/**"] },
      },
      { test: { name: "node", include: ["test/**/*.node.test.ts"], exclude: ["test/e2e/**"] } },
    ],
  },
}));
