/** The last word of a turn: what other people wrote cannot change how our own lines look. */
import { expect, test } from "vitest";
import { createButtons } from "../../src/conversation/buttons.ts";
import { compose } from "../../src/conversation/compose.ts";
import type { Ending } from "../../src/conversation/record.ts";
import type { AskInput, Job } from "../../src/jobs/types.ts";
import { en as texts } from "../../src/locales/en.ts";

const EVIL = "[free](https://evil.example) **`x`** ||y||";
const target = { id: "5", type: 0, author: { id: "2", name: EVIL, bot: false }, content: "```\nlook:\n# BIG", attachments: [], sentAt: 0, ephemeral: false };
const job = { id: "9", target: "message", private: false, channelId: "3", guildId: "1", user: { id: "2", name: EVIL } } as unknown as Job;

function composed(input: Partial<AskInput>) {
  const whole = { trigger: "reply", prompt: "", attachments: [], readChannel: true, ...input };
  const ending = {
    kind: "answered",
    outcome: { end: "stop", text: "Words." },
    input: whole,
    parent: null,
    prepared: null,
    learnt: null,
    keep: "text",
    firstUse: false,
  };
  return compose(job, ending as unknown as Ending, "2", createButtons({ turnId: "9", askerId: "2", shared: false, private: false }, texts), texts, {
    retentionDays: 30,
    modelHost: "localhost",
  });
}

test("a name in it is plain words: no link behind it, no markdown, no mention", () => {
  const { text } = composed({ task: "reply", target: target as never });
  expect(text).toBe("Words.\n-# In reply to free (https://evil.example) x y: https://discord.com/channels/1/3/5");
});

test("what was asked, above an answer, opens nothing that would swallow it", () => {
  for (const input of [{ target: target as never, task: "reply" as const }, { prompt: "```\nlook:\n# BIG" }]) {
    expect(composed(input).heading).not.toMatch(/[`*|[\]]/);
    expect(composed(input).heading).toContain("look: # BIG");
  }
});
