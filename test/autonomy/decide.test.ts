/** Whether it speaks: each gate holds by itself, the reasons are told, and the specification's four scenarios come out as it says. */
import { describe, expect, it } from "vitest";
import { confirm, decide } from "../../src/autonomy/decide.ts";
import type { moodOf } from "../../src/autonomy/moods.ts";
import type { ActivityEvent } from "../../src/autonomy/types.ts";
import { activityOf, chat, closed, DAY, EVENING, evenings, HOUR, live, MINUTE, SECOND, says, settings } from "./rooms.ts";

/** Two weeks of evenings, and tonight a round of four who have just fallen quiet: everything speaks for joining. */
const tonight = (more: readonly ActivityEvent[] = []) => activityOf([...evenings(14, EVENING - 10 * MINUTE), ...round(EVENING - 8 * MINUTE), ...more]);
const round = (from: number): ActivityEvent[] =>
  Array.from({ length: 30 }, (_, n) => says(["ann", "ben", "cleo", "dan", "eve"][n % 5] ?? "ann", from + n * 12 * SECOND, { question: n === 29 }));
const LAST = EVENING - 8 * MINUTE + 29 * 12 * SECOND;
const LULL = LAST + 120 * SECOND;
const post = (at: number, id = `o${at}`): ActivityEvent => ({ kind: "own", id, at, unasked: "join_conversation" });
const bubbly = settings("bubbly");

it("joins a round of people that has fallen quiet, as a reply to what was said last, and tells every gate that it passed", () => {
  const activity = tonight();
  const decision = decide(activity, LULL, bubbly);
  expect(decision.action).toBe("fomo");
  expect(decision.about).toBe(activity.recent.at(-1)?.id);
  expect(decision.gates.map(({ gate }) => gate)).toEqual([
    "heard-somebody",
    "quiet-hours",
    "daily-cap",
    "own-last",
    "posts-an-hour",
    "ignored",
    "typing",
    "lull",
    "exchange",
    "question",
    "messages-between",
    "minutes-between",
    "chance",
  ]);
  expect(decision.gates.every(({ passed }) => passed)).toBe(true);
  const again = confirm(activity, decision, LULL + 6 * SECOND, bubbly);
  expect(again).toEqual({ ...decision, gates: again.gates });
  // As they are by then: it has been quiet for longer.
  const quiet = (gates: typeof again.gates) => gates.find(({ gate }) => gate === "lull")?.value ?? 0;
  expect(quiet(again.gates)).toBe(quiet(decision.gates) + 6);
});

describe("it keeps silent", () => {
  it("where it has heard nobody yet", () => {
    expect(closed(decide(activityOf([]), EVENING, bubbly))).toBe("heard-somebody");
  });

  it("in quiet hours by local time, and looks again when they end", () => {
    const night = { quietHours: { from: 23, to: 7 }, offsetMinutes: () => 4 * 60 };
    const decision = decide(tonight(), LULL, settings("bubbly", night));
    expect(closed(decision)).toBe("quiet-hours");
    // 20:00 UTC is midnight there; 7:00 there is 3:00 UTC.
    expect(decision.lookAgainAt).toBe(EVENING + 7 * HOUR);
    expect(decide(tonight(), LULL, settings("bubbly", { ...night, offsetMinutes: () => 0 })).action).not.toBeNull();
    expect(closed(decide(tonight(), LULL, settings("bubbly", { quietHours: { from: 19, to: 21 } })))).toBe("quiet-hours");
  });

  it("once the day's cap is reached, by the local day", () => {
    const spoke = activityOf([...evenings(14, EVENING - HOUR), post(EVENING - 5 * HOUR, "a"), post(EVENING - 3 * HOUR, "b"), ...round(EVENING - 8 * MINUTE)]);
    expect(closed(decide(spoke, LULL, settings("bubbly", { dailyCap: 2 })))).toBe("daily-cap");
    expect(decide(spoke, LULL, settings("bubbly", { dailyCap: 3 })).action).not.toBeNull();
    // Where midnight was an hour ago, both belong to yesterday.
    expect(decide(spoke, LULL, settings("bubbly", { dailyCap: 2, offsetMinutes: () => 5 * 60 })).action).not.toBeNull();
    expect(decide(tonight(), LULL, settings("bubbly", { dailyCap: 0 })).action).toBeNull();
  });

  it("after its own post, until somebody has spoken", () => {
    const activity = tonight([post(LULL)]);
    for (const later of [MINUTE, HOUR, DAY]) expect(closed(decide(activity, LULL + later, bubbly))).toBe("own-last");
  });

  it("after four posts within an hour", () => {
    const posts = [50, 40, 30, 20].map((minutes) => post(EVENING - minutes * MINUTE));
    const busy = activityOf([...evenings(14, EVENING - HOUR), ...posts, ...round(EVENING - 8 * MINUTE)]);
    const decision = decide(busy, LULL, bubbly);
    expect(closed(decision)).toBe("posts-an-hour");
    expect(decision.lookAgainAt).toBe(EVENING + 10 * MINUTE + 10 * SECOND);
  });

  it("for longer the more often nobody spoke after it", () => {
    const ignored = (times: number) =>
      activityOf([
        ...evenings(14, EVENING - DAY),
        ...Array.from({ length: times }, (_, n) => post(EVENING - 70 * MINUTE - (times - n) * HOUR)),
        ...round(EVENING - 8 * MINUTE),
      ]);
    expect(closed(decide(ignored(1), LULL, bubbly))).not.toBe("ignored");
    expect(closed(decide(ignored(4), LULL, bubbly))).toBe("ignored");
  });

  it("while somebody types", () => {
    expect(closed(decide(tonight([{ kind: "typing", at: LULL - 5 * SECOND, author: "ben" }]), LULL, bubbly))).toBe("typing");
  });

  it("until there is a lull, and looks again when it can have come", () => {
    const decision = decide(tonight(), LAST + 20 * SECOND, bubbly);
    expect(closed(decision)).toBe("lull");
    expect(decision.lookAgainAt).toBe(LAST + 66 * SECOND);
  });

  /** Where typing is told of, lulls may be short; so these two have to hold by themselves. */
  const told = (authors: readonly string[], question: boolean) => {
    const events: ActivityEvent[] = [];
    authors.forEach((author, n) => {
      const at = EVENING + n * 10 * SECOND;
      events.push({ kind: "typing", at: at - 4 * SECOND, author }, says(author, at, { question: question && n === authors.length - 1 }));
    });
    return activityOf(events, activityOf(evenings(14, EVENING - HOUR)));
  };

  it("between two who answer each other quickly", () => {
    const two = Array.from({ length: 30 }, (_, n) => (n % 2 === 0 ? "ann" : "ben"));
    const now = EVENING + 29 * 10 * SECOND + 58 * SECOND;
    expect(closed(decide(told(two, false), now, bubbly))).toBe("exchange");
    expect(
      closed(
        decide(
          told(
            Array.from({ length: 30 }, (_, n) => ["ann", "ben", "cleo"][n % 3] ?? ""),
            false,
          ),
          now,
          bubbly,
        ),
      ),
    ).not.toBe("exchange");
  });

  it("before a question had its minute", () => {
    const three = Array.from({ length: 30 }, (_, n) => ["ann", "ben", "cleo"][n % 3] ?? "");
    const now = EVENING + 29 * 10 * SECOND + 58 * SECOND;
    const decision = decide(told(three, true), now, bubbly);
    expect(closed(decision)).toBe("question");
    expect(decision.lookAgainAt).toBe(now + 4 * SECOND);
  });

  it("when too little was said since its own last", () => {
    const few = activityOf([...evenings(14, EVENING - 30 * MINUTE), post(EVENING - 25 * MINUTE), ...round(EVENING - 8 * MINUTE).slice(-6)]);
    expect(closed(decide(few, LULL, bubbly))).toBe("messages-between");
    const soon = activityOf([...evenings(14, EVENING - HOUR), post(EVENING - 9 * MINUTE), ...round(EVENING - 8 * MINUTE)]);
    expect(closed(decide(soon, LULL, bubbly))).toBe("minutes-between");
  });

  it("where a conversation would have to be begun, but may not", () => {
    const quiet = tonight([{ kind: "activity", at: LAST + 40 * MINUTE, author: "ann", name: "a game" }]);
    const now = LAST + 41 * MINUTE;
    expect(closed(decide(quiet, now, bubbly, { mayStart: false }))).toBe("may-start");
    expect(decide(quiet, now, bubbly).action).not.toBeNull();
  });
});

describe("right before sending", () => {
  const activity = tonight();
  const decision = decide(activity, LULL, bubbly);

  it("a message, somebody typing, or quiet hours that began hold it back", () => {
    const held = (event: ActivityEvent) => confirm(tonight([event]), decision, LULL + 6 * SECOND, bubbly);
    expect(closed(held(says("ben", LULL + 3 * SECOND)))).toBe("lull");
    expect(closed(held({ kind: "typing", at: LULL + 3 * SECOND, author: "ben" }))).toBe("typing");
    expect(closed(held(post(LULL + SECOND)))).toBe("own-last");
    expect(closed(confirm(activity, decision, LULL + 6 * SECOND, settings("bubbly", { quietHours: { from: 19, to: 21 } })))).toBe("quiet-hours");
  });

  it("silence stays silence", () => {
    const silence = decide(activity, LAST + SECOND, bubbly);
    expect(confirm(activity, silence, LULL, bubbly)).toBe(silence);
  });
});

describe("when to look again", () => {
  it("is within the lull of a live room and hours away in a dead one", () => {
    expect(decide(tonight(), LAST + SECOND, bubbly).lookAgainAt - LAST).toBeLessThan(2 * MINUTE);
    const dead = activityOf([says("ann", EVENING - 30 * DAY)]);
    expect(decide(dead, EVENING, bubbly).lookAgainAt - EVENING).toBeGreaterThanOrEqual(HOUR);
  });

  it("is the moment of this lull at which it would speak, if nobody does", () => {
    const serious = settings("serious");
    let at = LAST + SECOND;
    let looks = 0;
    for (; decide(tonight(), at, serious).action === null && at < LAST + 5 * MINUTE; looks += 1) at = decide(tonight(), at, serious).lookAgainAt;
    expect(looks).toBeLessThan(5);
  });

  it("lies ahead even when clocks went backwards", () => {
    const before = EVENING - 3 * DAY;
    const decision = decide(tonight(), before, bubbly);
    expect(decision.action).toBeNull();
    expect(decision.lookAgainAt).toBeGreaterThan(before);
  });
});

describe("the specification's scenarios", () => {
  /** Cleo turns up twelve minutes after the last word. */
  const gaming = () => tonight([{ kind: "activity", at: LAST + 12 * MINUTE, author: "cleo", name: "a game" }]);

  describe.each(["edgewise", "classic"] as const)("%s", (profile) => {
    const as = (name: Parameters<typeof moodOf>[0]) => settings(name, { profile });

    it("an active conversation: it joins, and where it waits, after the lull", () => {
      const active = live(
        { events: [...evenings(14, EVENING - 10 * MINUTE), ...round(EVENING - 8 * MINUTE), says("ann", LAST + 4 * MINUTE)], name: "" },
        as("bubbly"),
      );
      const joined = active.filter(({ at }) => at > EVENING - 8 * MINUTE);
      expect(joined.map(({ decision }) => decision.action)).toContain(profile === "edgewise" ? "fomo" : "join_conversation");
      if (profile === "edgewise") for (const { at } of joined) expect(at - LAST).toBeGreaterThanOrEqual(66 * SECOND);
    });

    it("somebody starts a game: a sociable one speaks to them, a shy one does not", () => {
      const now = LAST + 12 * MINUTE + 30 * SECOND;
      expect(decide(gaming(), now, as("bubbly"))).toMatchObject({ action: "engage_user", person: "cleo" });
      expect(decide(gaming(), now, as("shy")).action).not.toBe("engage_user");
    });

    it("a dead chat: a bubbly one breaks the silence when somebody is likely to be there, not at night", () => {
      const dead = activityOf(evenings(21));
      const now = EVENING + 65 * MINUTE;
      expect(decide(dead, now, as("bubbly")).action).toBe("break_silence");
      expect(decide(dead, now + 8 * HOUR, as("bubbly")).action).toBeNull();
      expect(decide(dead, now, as("shy")).action).toBeNull();
    });

    it("an active chat: a shy one stays quiet, or rarely speaks", () => {
      const busy = chat(3, 30, 4);
      const [shy, bubbly] = [live(busy, as("shy")), live(busy, as("bubbly"))];
      expect(shy.length).toBeLessThan(bubbly.length / (profile === "edgewise" ? 2 : 1));
      expect(shy.length).toBeLessThan(busy.events.length / 40);
    });
  });
});
