/** Files of an export: whatever goes in, each is JSON, complete, small enough, and nothing is lost silently. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { createExportFiles } from "../../src/privacy/export-files.ts";

test("any entries in any sections come out as they went in, or are counted as left out", () => {
  const section = fc.array(fc.record({ text: fc.string({ unit: "grapheme", maxLength: 300 }), n: fc.integer() }), { maxLength: 20 });
  fc.assert(
    fc.property(fc.array(section, { minLength: 1, maxLength: 6 }), fc.integer({ min: 500, max: 4_000 }), (sections, limit) => {
      const out = createExportFiles({ format: "x", person: { name: "ä" } }, limit);
      for (const [index, entries] of sections.entries()) {
        out.begin(`s${index}`);
        for (const entry of entries) out.add(entry);
      }
      const { files, leftOut } = out.end();
      expect(files.length).toBeLessThanOrEqual(2);
      const parsed = files.map((file) => JSON.parse(file) as Record<string, unknown[]>);
      expect(parsed.map(({ part }) => part)).toEqual(files.map((_, index) => index + 1));
      const all = sections.flat();
      const found = sections.flatMap((_, index) => parsed.flatMap((file) => file[`s${index}`] ?? []));
      expect(found).toEqual(all.slice(0, all.length - leftOut));
      // An empty list says that there is nothing; one that is missing would say nothing.
      for (const [index, entries] of sections.entries()) if (entries.length === 0) expect(parsed.some((file) => Array.isArray(file[`s${index}`]))).toBe(true);
      // One entry may be larger than a file on its own; it is left out or alone, never cut.
      for (const file of files) expect(new TextEncoder().encode(file).length).toBeLessThanOrEqual(limit + 600);
    }),
    { numRuns: 300 },
  );
});
