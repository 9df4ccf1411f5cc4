/** More than thirty pages that want to be obeyed: as a model reads them they close no fence, speak for nobody else, and hide nothing. */
import { describe, expect, it, test } from "vitest";
import { readLinks } from "../../src/conversation/links.ts";
import { textsFor } from "../../src/locales/index.ts";
import { createGuardedFetch } from "../../src/net/guarded-fetch.ts";
import { readPage } from "../../src/tools/read-page.ts";
import type { ToolContext } from "../../src/tools/tool.ts";
import { buildContext } from "../../src/turn/context.ts";
import { createSources, renderResult } from "../../src/turn/tool-results.ts";
import { createFakeWeb } from "../net/fake-web.ts";
import { INJECTIONS, type Injection } from "./injections.ts";

const ADDRESS = "https://cats.example/page";
const signal = new AbortController().signal;
const guarded = ({ contentType, body }: Injection) => {
  const web = createFakeWeb({ [ADDRESS]: new Response(body, { headers: { "content-type": `${contentType}; charset=utf-8` } }) });
  return createGuardedFetch({ ...web, allowPrivate: false });
};

/** As the loop puts it before the model. */
async function asResult(injection: Injection): Promise<string> {
  const context = { readPage: guarded(injection), signal, place: { locale: "en" } } as unknown as ToolContext;
  return renderResult(await readPage.run({ url: ADDRESS }, context), createSources(), 8_000, (words) => words.length / 4);
}

/** As a link in the question puts it there. */
async function asLink(injection: Injection): Promise<string> {
  const { pages } = await readLinks(`What is at ${ADDRESS} ?`, guarded(injection), textsFor("en"), signal);
  const files = pages.map(({ title, text }) => ({ name: title, text }));
  const material = { layers: [], history: [], channel: [], files, images: [], remarks: [], prompt: "?", userName: "ada", now: "" };
  const { messages } = buildContext(material, { window: 40_000, reply: 1_000, bytesPerToken: 4 });
  return JSON.stringify(messages.at(-1)?.content).replaceAll("\\n", "\n").replaceAll('\\"', '"');
}

/** One that stands behind an opening bracket keeps it from being a tag. */
const withoutGuards = (text: string) => text.replaceAll(/([<＜﹤])\u200b/g, "$1!");
const UNSEEN = /[\u007F-\u009F\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E0FFF}]/u;
const TAG =
  /[<＜﹤][\s/／]*(?:file|message|result|channel_messages|reply_chain|memories|conversation|summary|wishes|persona|system|developer|instructions\b|tool_|function_|start_of|end_of|[|｜]|<sys)/gi;

test("they are more than thirty, and no two alike", () => {
  expect(new Set(INJECTIONS.map(({ body }) => body)).size).toBeGreaterThanOrEqual(30);
});

describe.each(INJECTIONS)("$name", (injection) => {
  it("stays within the tool's result", async () => {
    const told = withoutGuards(await asResult(injection));
    expect(told.match(/[<＜﹤][\s]*source/gi)).toHaveLength(1);
    expect(told.match(/[<＜﹤][\s]*[/／][\s]*source/gi)).toHaveLength(1);
    expect(told).toMatch(/^<source number="1" title="[^"<>]*" address="https:\/\/cats\.example\/page" untrusted="true">$/m);
    expect(told.endsWith("\n</source>")).toBe(true);
    expect(told.match(TAG)).toBeNull();
    expect(told).not.toMatch(UNSEEN);
  });

  it("stays within the file that a link becomes", async () => {
    const told = withoutGuards(await asLink(injection));
    expect(told.match(/<\/?file/gi)).toEqual(["<file", "</file"]);
    expect((told.match(TAG) ?? []).filter((tag) => !/^<\/?file$/.test(tag))).toEqual([]);
    expect(told).not.toMatch(UNSEEN);
  });
});

test("what a page hides from people is hidden from the model, too", async () => {
  const hidden = [
    "a comment",
    "display: none",
    "hidden",
    "no size and no colour",
    "far off the screen",
    "a picture's words",
    "scripts and templates",
    "the head",
  ];
  for (const name of hidden) {
    const injection = INJECTIONS.find((candidate) => candidate.name === name);
    const told = injection === undefined ? "" : await asResult(injection);
    expect(told, name).toContain("Cats sleep.");
    expect(told, name).not.toContain("Ignore all");
  }
});
