/** Tool: the weather at a place, now and for the next days. */
import * as z from "zod";
import type { Forecast } from "../net/weather.ts";
import { defineTool, ToolProblem } from "./tool.ts";
import { serviceProblem } from "./web-problems.ts";

const USUAL_DAYS = 3;
const MOST_DAYS = 7;

/** Source: Open-Meteo, "WMO Weather interpretation codes". */
const SKIES: Readonly<Record<number, string>> = {
  0: "clear sky",
  1: "mainly clear",
  2: "partly cloudy",
  3: "overcast",
  45: "fog",
  48: "depositing rime fog",
  51: "light drizzle",
  53: "drizzle",
  55: "dense drizzle",
  56: "light freezing drizzle",
  57: "freezing drizzle",
  61: "light rain",
  63: "rain",
  65: "heavy rain",
  66: "light freezing rain",
  67: "freezing rain",
  71: "light snow",
  73: "snow",
  75: "heavy snow",
  77: "snow grains",
  80: "light showers",
  81: "showers",
  82: "violent showers",
  85: "light snow showers",
  86: "heavy snow showers",
  95: "thunderstorm",
  96: "thunderstorm with hail",
  99: "thunderstorm with heavy hail",
};

export const weather = defineTool({
  name: "weather",
  description: "The weather at a place: now, and a forecast for up to seven days.",
  input: () =>
    z.object({
      place: z.string().trim().min(1).max(100).describe("A town; its country or region behind a comma where there are several: Berlin, Germany"),
      days: z.number().int().min(1).max(MOST_DAYS).optional().describe(`Of forecast, today included; ${USUAL_DAYS} if left out`),
      units: z.enum(["metric", "imperial"]).optional().describe("metric if left out"),
    }),
  risk: "read",
  timeoutMs: 15_000,
  run: async ({ place: wanted, days = USUAL_DAYS, units }, { weather: ask, place, signal }) => {
    const result = await ask({ place: wanted, days, imperial: units === "imperial", locale: place.locale }, signal);
    if (result.kind === "no-place") throw new ToolProblem("No such place was found. Use a town's name, with its country behind a comma if need be.");
    if (result.kind !== "forecast") throw new ToolProblem(serviceProblem("Open-Meteo", result.kind));
    const { forecast } = result;
    return {
      content: "If this is not the place that was meant, ask again with its country.",
      passages: [{ title: `Weather in ${forecast.place} (Open-Meteo)`, url: forecast.url, text: describe(forecast) }],
    };
  },
});

function describe({ place, timeZone, current, days, units: { temperature, precipitation, wind } }: Forecast): string {
  const now = [
    `${place}, ${current.time.replace("T", " ")} (${timeZone}): ${sky(current.code)}, ${current.temperature}${temperature}`,
    `feels like ${current.feelsLike}${temperature}`,
    `humidity ${current.humidity}%`,
    `precipitation ${current.precipitation} ${precipitation}`,
    `wind ${current.wind} ${wind}, gusts ${current.gusts} ${wind}`,
  ].join(", ");
  const forecast = days.map(({ date, code, low, high, rainChance, precipitation: amount, wind: strongest, sunrise, sunset }) => {
    const rain = rainChance === null ? "" : ` (${rainChance}% chance)`;
    return `${date}: ${sky(code)}, ${low} to ${high}${temperature}, precipitation ${amount} ${precipitation}${rain}, wind up to ${strongest} ${wind}, sun ${clock(sunrise)} to ${clock(sunset)}`;
  });
  return [now, ...forecast].join("\n");
}

const sky = (code: number): string => SKIES[code] ?? "unknown";
const clock = (time: string): string => time.split("T")[1] ?? time;
