/** axe-core on the page, as Deque ships it: what it finds, one line each. Used by `page-access.e2e.ts`. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Found {
  violations: { id: string; help: string; nodes: { target: unknown[]; failureSummary?: string }[] }[];
}

/** Every rule, best practices included. */
export async function axe(page: Page): Promise<string[]> {
  // What is still fading in has no contrast yet.
  await page.evaluate("Promise.all(document.getAnimations().filter((a) => a.effect?.getComputedTiming().iterations !== Infinity).map((a) => a.finished))");
  await page.evaluate(source);
  const { violations } = await page.evaluate<Found>("axe.run(document, { resultTypes: ['violations'] })");
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${help} | ${target.join(" ")} | ${failureSummary}`));
}
