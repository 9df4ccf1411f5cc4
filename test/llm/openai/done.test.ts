/** The end marker is found wherever chunks are cut, and only where it stands alone on its line. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { createDoneWatch } from "../../../src/llm/openai/done.ts";

function finds(text: string, cuts: number[]): number {
  let found = 0;
  const watch = createDoneWatch(() => found++);
  const bytes = new TextEncoder().encode(text);
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (const [index, end] of edges.slice(1).entries()) watch(bytes.slice(edges[index], end));
  return found;
}

test.each(["data: [DONE]\n\n", "data:[DONE]", ": hi\r\n\r\ndata: [DONE]\r\n", 'data: {"a":1}\rdata: [DONE]\r', "data:   [DONE]\n"])(
  "%j has it, however it is cut",
  (text) => {
    fc.assert(fc.property(fc.array(fc.nat(100)), (cuts) => finds(text, cuts) === 1));
  },
);

test.each(['data: {"text":"data: [DONE]"}\n\n', "data: [DON", "event: [DONE]\n", "xdata: [DONE]\n", " data: [DONE]\n"])("%j has it not", (text) => {
  fc.assert(fc.property(fc.array(fc.nat(100)), (cuts) => finds(text, cuts) === 0));
  expect(finds(text, [])).toBe(0);
});
