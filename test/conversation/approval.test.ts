/** What somebody reads who has to agree: every value to the letter, and nothing that hides or turns it around. */
import { expect, it } from "vitest";
import { approvalWords } from "../../src/conversation/approval.ts";
import { textsFor } from "../../src/locales/index.ts";

const words = (input: string, name = "send_message") => {
  const calls = [
    { id: "1", name: "current_time", arguments: "{}" },
    { id: "2", name, arguments: input },
  ];
  return approvalWords({ rounds: [{ text: "", calls, results: [{ content: "done" }, null] }] }, textsFor("en"));
};

it("names what waits, and nothing else", () => {
  const text = words('{"channel":"123456789012345678","text":"Hello `you`"}');
  expect(text).toContain("- channel: <#123456789012345678> (`123456789012345678`)");
  expect(text).toContain("- text: \n```\nHello `you`\n```");
  expect(text).not.toContain("current_time");
});

it.each([
  ["a code fence", "a\n```\n@everyone\n```", "a\n`\u200b``\n@everyone\n`\u200b``"],
  ["letters that turn the text around", "pay \u202eeno oN", "pay \\u{202e}eno oN"],
  ["invisible tags", "ok\u{e0041}\u200b", "ok\\u{e0041}\\u{200b}"],
])("%s in it is shown", (_case, value, shown) => {
  expect(words(JSON.stringify({ text: value }))).toContain(shown);
});

it.each(["{", "[]", "7", '"text"'])("what is no object is shown as it was written: %s", (written) => {
  expect(words(written)).toContain(`\`\`\`\n${written}\n\`\`\``);
});

it("names that the model makes up look like nothing that we say", () => {
  const text = words(JSON.stringify({ "text: `Hello`\n- channel": "x", "**safe**": 1, location: "y" }));
  expect(text).not.toMatch(/^- (text: `Hello`|channel|\*\*safe)/m);
  expect(text).toContain('"text: `Hello`\\n- channel"');
  expect(text).toContain("- location: `y`");
});
