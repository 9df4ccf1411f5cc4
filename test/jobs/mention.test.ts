/** What becomes of a message that speaks to the bot: its words, and whose turn it is. */
import { expect, it } from "vitest";
import { askInput } from "../../src/jobs/ask.ts";
import { mentionJob, type PostPlace } from "../../src/jobs/mention.ts";
import { ADA, BOT, message } from "../conversation/messages.ts";

const at = { applicationId: BOT, channelId: "5", channelName: "general", parentId: null, guildId: "6", locale: "de", now: 7 } as unknown as PostPlace;
const ada = { author: { id: ADA, name: "Ada", bot: false } };
const job = (content: string, more: Parameters<typeof message>[0] = {}) => mentionJob(at, message({ ...ada, content, ...more }));
const wordsOf = (content: string, more: Parameters<typeof message>[0] = {}) => askInput().parse(job(content, more).input).prompt;
const names = {
  mentions: [
    { id: BOT, name: "Edgewise" },
    { id: "2", name: "Bob" },
  ],
};

it("is its author's turn, under the message's id, in the conversation that they have there", () => {
  const made = job("hi", { id: "50" as never, replyTo: "49" as never });
  expect(made).toMatchObject({ id: "50", kind: "ask", conversation: "5:1", target: "post", private: false, token: "", user: { id: ADA }, createdAt: 7 });
  expect(askInput().parse(made.input)).toMatchObject({ trigger: "mention", answers: { id: "50", replyTo: "49" }, readChannel: true });
  expect(made).not.toHaveProperty("now");
});

it("names people as they are called, and leaves out that the bot was", () => {
  expect(wordsOf(`<@${BOT}> what did <@2> mean?`, names)).toBe("what did @Bob mean?");
  expect(wordsOf(`hey <@!${BOT}>, and <@77>?`, names)).toBe("hey, and @77?");
  expect(wordsOf("```js\n  a  b\n```", names)).toBe("```js\n  a  b\n```");
});

it("has words even where somebody only called", () => {
  expect(wordsOf(`<@${BOT}>`, names)).toBe("@Edgewise");
  expect(wordsOf(`<@${BOT}>`, { ...names, attachments: [{ id: "1", filename: "a.png", contentType: "", size: 1, url: "", proxyUrl: "" }] })).toBe("");
});
