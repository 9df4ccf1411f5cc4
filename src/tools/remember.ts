/** Tool: keeps a fact about the asker, as /memory remember does; they find it in /memory show and can take it back. */
import * as z from "zod";
import { defineTool, ToolProblem } from "./tool.ts";

const PROBLEMS = {
  full: "Their memory is full: they have to forget something first, with /memory show.",
  "opted-out": "They do not want anything remembered.",
  gone: "They have just had that forgotten.",
  "too-long": "A fact has 1 to 500 characters. Say it shorter.",
} as const;

export const remember = defineTool({
  name: "remember",
  description:
    "Keeps one lasting fact about the person who is asking, for later conversations. Only when they ask you to remember something, or tell you something lasting that they will expect you to know. One short sentence about them, in their language; nothing about health, passwords or other people.",
  input: () => z.object({ fact: z.string().min(1).max(500).describe("The fact, as a short sentence") }),
  risk: "write",
  byDefault: true,
  sameKeyIsHarmless: true,
  offered: (_, { memory }) => memory !== null,
  run: async ({ fact }, { memory, key }) => {
    const outcome = (await memory?.remember(fact, key)) ?? "opted-out";
    if (outcome === "stored") return { content: "Remembered. They can see and change it with /memory show.", noted: fact };
    if (outcome === "known") return { content: "You knew that already." };
    throw new ToolProblem(PROBLEMS[outcome]);
  },
});
