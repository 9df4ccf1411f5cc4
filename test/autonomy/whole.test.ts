/** Whole weeks in made-up rooms: what is promised of every post holds in each of them, and the moods differ as they should. */
import { describe, expect, it } from "vitest";
import { decide, RULES } from "../../src/autonomy/decide.ts";
import type { SeenMessage } from "../../src/autonomy/types.ts";
import { activityOf, chat, evenings, HOUR, live, MINUTE, SECOND, settings } from "./rooms.ts";

const rooms = [chat(1, 1, 40), chat(2, 4, 14), chat(3, 15, 7), chat(4, 60, 2)];

describe.each(rooms)("$name", (room) => {
  const people = room.events.filter((event): event is SeenMessage => event.kind === "message" && !event.bot);

  it.each(["bubbly", "neutral", "shy", "excited"] as const)(
    "%s never speaks twice in a row, nor more than four times an hour, nor into a fresh message",
    (mood) => {
      const posts = live(room, settings(mood));
      posts.forEach(({ at }, index) => {
        const previous = posts[index - 1];
        if (previous) expect(people.some((message) => message.at > previous.at && message.at <= at)).toBe(true);
        const fourth = posts[index - 4];
        if (fourth) expect(at - fourth.at).toBeGreaterThan(HOUR);
        const last = people.findLast((message) => message.at <= at);
        expect(at - (last?.at ?? 0)).toBeGreaterThanOrEqual(RULES.lull * SECOND);
      });
    },
  );

  it("the livelier the mood, the more is said", () => {
    const [bubbly, neutral, shy] = (["bubbly", "neutral", "shy"] as const).map((mood) => live(room, settings(mood)).length) as [number, number, number];
    expect(bubbly).toBeGreaterThan(0);
    expect(bubbly).toBeGreaterThanOrEqual(neutral);
    expect(neutral).toBeGreaterThanOrEqual(shy);
    expect(bubbly).toBeGreaterThan(shy);
  });
});

/** The share of posts after which somebody speaks within half an hour, but not at once. */
function received(profile: "edgewise" | "classic"): number {
  let good = 0;
  let all = 0;
  for (const room of rooms) {
    const times = room.events.flatMap((event) => (event.kind === "message" && !event.bot ? [event.at] : []));
    for (const { at } of live(room, settings("bubbly", { profile }))) {
      const next = times.find((time) => time > at) ?? Number.POSITIVE_INFINITY;
      all += 1;
      if (next - at >= 15 * SECOND && next - at <= 30 * MINUTE) good += 1;
    }
  }
  expect(all).toBeGreaterThan(50);
  return good / all;
}

it("most posts find somebody within half an hour and are not talked over, far more than by the original specification", () => {
  expect(received("edgewise")).toBeGreaterThan(0.62);
  expect(received("edgewise")).toBeGreaterThan(received("classic") + 0.1);
});

it("what a room reads late it judges by its true times: the same as when each message was seen at once", () => {
  const messages = evenings(7);
  const [first, last] = [activityOf(messages), activityOf(messages.slice(0, -40))];
  const late = activityOf(messages.slice(-40), last);
  const now = (messages.at(-1)?.at ?? 0) + 100 * SECOND;
  expect(decide(late, now, settings("bubbly"))).toEqual(decide(first, now, settings("bubbly")));
});
