/** What a question asks for, in English and German, with all that people type. */
import { describe, expect, it } from "vitest";
import { nearness, readDate } from "../../../src/memory/recall/dates.ts";
import { namedIn, readQuestion } from "../../../src/memory/recall/question.ts";
import { tokenize } from "../../../src/memory/recall/tokens.ts";

/** A Wednesday. */
const NOW = { at: Date.UTC(2026, 10, 25, 12), utcOffset: 0 };
const termsOf = (text: string, names: string[] = []) => readQuestion(text, names, NOW).terms.map(({ match }) => match);
const dateOf = (text: string, now = NOW) => readDate(text, tokenize(text), now);

describe("terms", () => {
  it("are the words that say something, each once", () => {
    expect(termsOf("What did she say about the red bikes, the bike and the bikes?")).toEqual(['"red"', '"bikes"']);
  });

  it("leave out function words of the question's own language alone", () => {
    expect(termsOf("Did he wear a hat in the war?")).toEqual(['"wear"', '"hat"', '"war"']);
    expect(termsOf("Was hat er denn über den Urlaub gesagt?")).toEqual(['"urlaub"']);
  });

  it("leave out who is asked about, also in the genitive, unless nothing else is left", () => {
    expect(termsOf("What is Caroline's cat called?", ["Caroline"])).toEqual(['"cat"', '"called"']);
    expect(termsOf("Wie heißt Annas Katze?", ["Anna"])).toEqual(['"heißt"', '"katze"']);
    expect(readQuestion("What did Anna say?", ["Anna"], NOW).aboutPeopleOnly).toBe(true);
  });

  it("are function words where there is nothing else", () => {
    expect(termsOf("Where was that?")).toEqual(['"where"', '"was"', '"that"']);
  });

  it("are none where there are no words", () => {
    for (const text of ["", "   ", "?!", "😂😂", "s"]) expect(termsOf(text)).toEqual([]);
  });

  it("can never be read as FTS5's own language", () => {
    for (const text of ['cat" OR "dog', "cat* NOT dog", "body: cat", "NEAR(cat dog)", "^cat + dog", "cat\u0000dog"])
      for (const term of termsOf(text)) expect(term).toMatch(/^"[a-z]+"$/);
  });

  it("are few of a pasted page", () => {
    const page = Array.from({ length: 5_000 }, (_, index) => `wort${index}`).join(" ");
    expect(termsOf(page).length).toBeLessThanOrEqual(24);
  });
});

describe("names", () => {
  const isNamed = (question: string, name: string) => namedIn(tokenize(question), name).length > 0;

  it("are found whole, or by a part that both write with a capital", () => {
    expect(isNamed("what did sara do", "Sara")).toBe(true);
    expect(isNamed("What did Sara do?", "Sara | PST")).toBe(true);
    expect(isNamed("What did Meier do?", "Anna Meier")).toBe(true);
  });

  it("are not found in words that only look like a part of one", () => {
    expect(isNamed("which game did we play", "Game Master")).toBe(false);
    expect(isNamed("What is the best pizza?", "The Best")).toBe(true);
    expect(isNamed("What is best?", "")).toBe(false);
    expect(isNamed("What is best?", "★彡")).toBe(false);
  });
});

describe("the kind of answer", () => {
  it("is a time, a number or neither", () => {
    const kind = (text: string) => [readQuestion(text, [], NOW).wantsTime, readQuestion(text, [], NOW).wantsNumber];
    expect(kind("When does the train leave?")).toEqual([true, false]);
    expect(kind("Wann fährt der Zug?")).toEqual([true, false]);
    expect(kind("How many trains?")).toEqual([false, true]);
    expect(kind("Wie viele Züge?")).toEqual([false, true]);
    expect(kind("Which train?")).toEqual([false, false]);
  });

  it("is about its asker where they say I or my", () => {
    expect(readQuestion("Where did I park?", [], NOW).aboutAsker).toBe(true);
    expect(readQuestion("Wo ist mein Auto?", [], NOW).aboutAsker).toBe(true);
    expect(readQuestion("Tell me where he parked", [], NOW).aboutAsker).toBe(false);
  });
});

describe("dates", () => {
  it.each([
    ["on 8 May, 2023", 2023, 4, 8],
    ["on May 8th", null, 4, 8],
    ["am 8. Mai 2023", 2023, 4, 8],
    ["am 08.05.2023", 2023, 4, 8],
    ["on 2023-05-08", 2023, 4, 8],
    ["in March 2024", 2024, 2, null],
    ["im März", null, 2, null],
    ["during 2022", 2022, null, null],
    ["yesterday", 2026, 10, 24],
    ["vorgestern", 2026, 10, 23],
    ["on Friday", 2026, 10, 20],
    ["on Wednesday", 2026, 10, 18],
    ["last week", 2026, 10, 16],
    ["diese Woche", 2026, 10, 23],
    ["last month", 2026, 9, null],
    ["letztes Jahr", 2025, null, null],
  ])("%s", (text, year, month, day) => {
    expect(dateOf(`What happened ${text}?`)).toEqual({ year, month, day, offset: 0 });
  });

  it.each(["may I march there?", "What did we do last time?", "the best 99 songs", "room 2101 b"])("%s: is none", (text) => {
    expect(dateOf(text)).toBeNull();
  });

  it("are the asker's: yesterday begins at their midnight", () => {
    const justAfterMidnight = { at: Date.UTC(2026, 10, 25, 23, 30), utcOffset: 60 };
    expect(dateOf("yesterday", justAfterMidnight)).toMatchObject({ month: 10, day: 25 });
  });

  it("are near their own day, the days after and the days before, in this order, and nothing else", () => {
    const date = { year: 2023, month: 4, day: 8, offset: 0 };
    const day = (...at: [number, number]) => nearness(date, Date.UTC(2023, ...at, 12)).day;
    expect(day(4, 8)).toBe(1);
    expect(day(4, 10)).toBeLessThan(day(4, 8));
    expect(day(4, 5)).toBeLessThan(day(4, 10));
    expect(day(4, 5)).toBeGreaterThan(0);
    expect(day(4, 30)).toBe(0);
    expect(nearness(date, Date.UTC(2024, 4, 8)).day + nearness(date, Date.UTC(2024, 4, 8)).month).toBe(0);
  });

  it("without a year are of any year, with a year alone of no other", () => {
    expect(nearness({ year: null, month: 4, day: null, offset: 0 }, Date.UTC(2021, 4, 3)).month).toBe(1);
    expect(nearness({ year: 2022, month: null, day: null, offset: 0 }, Date.UTC(2022, 0, 1)).year).toBe(1);
    expect(nearness({ year: 2022, month: null, day: null, offset: 0 }, Date.UTC(2023, 0, 1)).year).toBe(0);
  });
});
