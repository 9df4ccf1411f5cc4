/** `npm run test:e2e`: the tests that start real processes and a real browser. One at a time: they share ports, pages and the machine. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "e2e",
    environment: "node",
    include: ["test/e2e/**/*.e2e.ts"],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    teardownTimeout: 30_000,
    maxWorkers: 1,
    fileParallelism: false,
    // Browsers and workerd are heavy: a file that leaks must not slow down the next one.
    isolate: true,
  },
});
