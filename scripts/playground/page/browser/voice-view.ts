/** A voice message: a button, its waveform, and how long it is. Called by `attachment-view.ts`. */
import type { WireAttachment } from "../wire.ts";
import { h } from "./dom.ts";
import { icon } from "./icons.ts";

/** As many bars as fit. */
const MOST_BARS = 60;
/** So that silence is still a line. */
const LEAST_HEIGHT = 8;

export function voiceView(url: string, { seconds, points }: NonNullable<WireAttachment["voice"]>): HTMLElement {
  const audio = h("audio", { src: url, preload: "metadata" });
  const bars = barsOf(points).map((height) => h("i", { style: `height: ${height}%` }));
  const time = h("span", { class: "time-left" }, formatLength(seconds));
  const button = h("button", { type: "button", "data-key": "voice" });
  const show = () => {
    button.replaceChildren(icon(audio.paused ? "play" : "pause"));
    button.setAttribute("aria-label", audio.paused ? `Play voice message, ${formatLength(seconds)}` : "Pause voice message");
  };
  const move = () => {
    const part = Math.min(1, audio.currentTime / seconds);
    for (const [index, bar] of bars.entries()) bar.classList.toggle("heard", index < part * bars.length);
    time.textContent = formatLength(audio.paused && (audio.currentTime === 0 || audio.ended) ? seconds : seconds - audio.currentTime);
  };
  button.addEventListener("click", () => {
    if (audio.paused) void audio.play().catch(() => (time.textContent = "can't be played"));
    else audio.pause();
  });
  for (const event of ["play", "pause", "ended"]) audio.addEventListener(event, show);
  for (const event of ["timeupdate", "ended"]) audio.addEventListener(event, move);
  show();
  return h(
    "div",
    { class: "voice", role: "group", "aria-label": "Voice message" },
    button,
    h("span", { class: "wave", "aria-hidden": "true" }, ...bars),
    time,
    audio,
  );
}

/** In percent. */
function barsOf(points: readonly number[]): number[] {
  const count = Math.min(MOST_BARS, points.length);
  return Array.from({ length: count }, (_, index) => {
    const part = points.slice(Math.floor((index * points.length) / count), Math.max(1, Math.ceil(((index + 1) * points.length) / count)));
    return Math.max(LEAST_HEIGHT, Math.round((100 * Math.max(0, ...part)) / 255));
  });
}

/** `0:07` */
function formatLength(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
