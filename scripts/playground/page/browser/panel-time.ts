/** The clock that can be moved, and the minute's work that comes with it. Part of `panel.ts`. */
import type { WireClock, WireCron } from "../wire.ts";
import { h } from "./dom.ts";
import { createSection, type Section, smallButton } from "./panel-section.ts";
import { currentTime, formatClock, formatMedium, formatStamp, formatTime } from "./times.ts";

export interface TimeOptions {
  moveTo(offsetMs: number): unknown;
  runCron(): unknown;
  /** Resolves when they are through. */
  letTalk(): Promise<unknown>;
}

export interface TimeSection extends Section {
  showClock(clock: WireClock): void;
  showCron(cron: WireCron): void;
  focus(): void;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function createTimeSection(options: TimeOptions): TimeSection {
  let offset = 0;
  let cron: WireCron = { lastRunAt: null, isOk: true, result: "" };
  const now = h("p", { class: "clock-now" });
  const note = h("p", { class: "soft" });
  const minute = smallButton("+1 minute", () => options.moveTo(offset + MINUTE));
  const hour = smallButton("+1 hour", () => options.moveTo(offset + HOUR));
  const day = smallButton("+1 day", () => options.moveTo(offset + DAY));
  const back = smallButton("Back to now", () => {
    // The button goes; the focus must not go with it.
    hour.focus();
    options.moveTo(0);
  });
  const date = h("input", { type: "datetime-local", "aria-label": "Date and time to go to", class: "clock-date" });
  const go = h("button", { type: "submit", class: "button small" }, "Go");
  const form = h("form", { class: "clock-form" }, date, go);
  const cronLine = h("p", { class: "cron-line", role: "status" });

  const talk = smallButton("Let people talk", async () => {
    // Not `disabled`: the focus would be lost with it.
    if (talk.getAttribute("aria-disabled") === "true") return;
    talk.setAttribute("aria-disabled", "true");
    talk.textContent = "They talk…";
    await options.letTalk();
    talk.removeAttribute("aria-disabled");
    talk.textContent = "Let people talk";
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wanted = new Date(date.value).getTime();
    if (!Number.isNaN(wanted)) options.moveTo(wanted - Date.now());
  });

  const section = createSection(
    "clock",
    "Clock and cron",
    false,
    now,
    note,
    h("div", { class: "button-row" }, minute, hour, day, back),
    form,
    h("h4", {}, "A conversation"),
    h("p", { class: "soft" }, "Some minutes of talk in this channel, then quiet, with the clock running ahead. After /autonomy on the bot may join in."),
    talk,
    h("h4", {}, "The minute's work (cron)"),
    cronLine,
    smallButton("Run it now", options.runCron),
  );

  function draw(): void {
    now.textContent = formatMedium(currentTime());
    date.min = localMinute(Date.now());
    section.setState(offset === 0 ? formatClock(currentTime()) : `${formatClock(currentTime())}, moved`);
    note.textContent = offset === 0 ? "The real time. What waits for a time comes due when you move it." : `${inWords(offset)} the real time.`;
    back.hidden = offset === 0;
    const ran = cron.lastRunAt === null ? "Not yet." : `${formatTime(cron.lastRunAt)} (${formatStamp(cron.lastRunAt, "R")}): ${cron.result}`;
    if (cronLine.textContent !== ran) cronLine.textContent = ran;
    cronLine.classList.toggle("bad", !cron.isOk);
  }
  setInterval(draw, 10_000);

  return {
    ...section,
    showClock(clock) {
      offset = clock.offsetMs;
      draw();
    },
    showCron(next) {
      cron = next;
      draw();
    },
    focus() {
      section.open();
      day.focus();
    },
  };
}

function inWords(offset: number): string {
  const distance = Math.abs(offset);
  const days = Math.floor(distance / DAY);
  const hours = Math.floor((distance % DAY) / HOUR);
  const minutes = Math.round((distance % HOUR) / 60_000);
  const parts = [count(days, "day"), count(hours, "hour"), count(minutes, "minute")].filter((part) => part !== "");
  return `${parts.slice(0, 2).join(" and ") || "A moment"} ${offset < 0 ? "behind" : "ahead of"}`;
}

const count = (number: number, word: string) => (number === 0 ? "" : `${number} ${word}${number === 1 ? "" : "s"}`);

/** As `datetime-local` wants it. */
function localMinute(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
