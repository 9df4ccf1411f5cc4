/** `npx drizzle-kit generate` writes the next migration from src/db/schema. FTS5 tables and triggers are written by hand. */
import { defineConfig } from "drizzle-kit";

export default defineConfig({ dialect: "sqlite", schema: "./src/db/schema/*.ts", out: "./migrations" });
