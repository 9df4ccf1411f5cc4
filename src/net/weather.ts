/** Port: the weather at a place, now and for some days. No key. Source: Open-Meteo, "Geocoding API" and "Weather Forecast API". Made in deps/tools.ts. */
import * as z from "zod";
import { type CallDeps, callApi, parseJson } from "./call-api.ts";
import { eachOf, fieldOf } from "./search/results.ts";

export interface Forecast {
  /** Name, region and country, as far as there are any. */
  place: string;
  /** A page that shows the same. */
  url: string;
  timeZone: string;
  current: { time: string; temperature: number; feelsLike: number; humidity: number; precipitation: number; wind: number; gusts: number; code: number };
  days: {
    date: string;
    code: number;
    low: number;
    high: number;
    rainChance: number | null;
    precipitation: number;
    wind: number;
    sunrise: string;
    sunset: string;
  }[];
  units: { temperature: string; precipitation: string; wind: string };
}

export type WeatherResult =
  | { kind: "forecast"; forecast: Forecast }
  | { kind: "no-place" }
  | { kind: "rate-limited" }
  | { kind: "unreachable" }
  | { kind: "slow" };

export interface WeatherWish {
  /** A place's name, perhaps with its region or country behind a comma. */
  place: string;
  /** 1 to 7 */
  days: number;
  /** Fahrenheit, miles and inches. */
  imperial: boolean;
  locale: string;
}

/** Never rejects but for the signal's reason. */
export type Weather = (wish: WeatherWish, signal: AbortSignal) => Promise<WeatherResult>;

const GEOCODING = "https://geocoding-api.open-meteo.com/v1/search";
const FORECAST = "https://api.open-meteo.com/v1/forecast";
const CURRENT = "temperature_2m,apparent_temperature,relative_humidity_2m,precipitation,weather_code,wind_speed_10m,wind_gusts_10m";
const DAILY = "weather_code,temperature_2m_max,temperature_2m_min,precipitation_sum,precipitation_probability_max,wind_speed_10m_max,sunrise,sunset";

const found = () =>
  z.object({
    name: z.string(),
    latitude: z.number(),
    longitude: z.number(),
    country: z.string().default(""),
    country_code: z.string().default(""),
    admin1: z.string().default(""),
    timezone: z.string().default("auto"),
  });
type Found = z.output<ReturnType<typeof found>>;

const answerShape = () => {
  const numbers = z.array(
    z
      .number()
      .nullable()
      .transform((value) => value ?? 0),
  );
  return z.object({
    timezone: z.string(),
    current: z.object({
      time: z.string(),
      temperature_2m: z.number(),
      apparent_temperature: z.number(),
      relative_humidity_2m: z.number(),
      precipitation: z.number(),
      weather_code: z.number(),
      wind_speed_10m: z.number(),
      wind_gusts_10m: z.number(),
    }),
    current_units: z.object({ temperature_2m: z.string(), precipitation: z.string(), wind_speed_10m: z.string() }),
    daily: z.object({
      time: z.array(z.string()),
      weather_code: numbers,
      temperature_2m_max: numbers,
      temperature_2m_min: numbers,
      precipitation_sum: numbers,
      precipitation_probability_max: z.array(z.number().nullable()),
      wind_speed_10m_max: numbers,
      sunrise: z.array(z.string()),
      sunset: z.array(z.string()),
    }),
  });
};

export function createWeather(deps: CallDeps): Weather {
  async function ask(url: string, signal: AbortSignal): Promise<{ json: unknown } | Exclude<WeatherResult, { kind: "forecast" }>> {
    const answer = await callApi(url, {}, signal, deps);
    if (answer.kind !== "answer") return answer;
    if (answer.status === 429) return { kind: "rate-limited" };
    const json = parseJson(answer.text);
    return answer.status === 200 && json !== undefined ? { json } : { kind: "unreachable" };
  }

  return async ({ place, days, imperial, locale }, signal) => {
    const [name = "", ...rest] = place.split(",").map((part) => part.trim());
    // One letter finds nothing there.
    if (name.length < 2) return { kind: "no-place" };
    const language = locale.split("-")[0]?.toLowerCase() || "en";
    const places = await ask(`${GEOCODING}?${new URLSearchParams({ name, count: "10", language, format: "json" })}`, signal);
    if ("kind" in places) return places;
    const chosen = choose(eachOf(fieldOf(places.json, "results"), found()), rest);
    if (chosen === undefined) return { kind: "no-place" };
    const parameters = new URLSearchParams({
      latitude: String(chosen.latitude),
      longitude: String(chosen.longitude),
      current: CURRENT,
      daily: DAILY,
      timezone: "auto",
      forecast_days: String(days),
      ...(imperial ? { temperature_unit: "fahrenheit", wind_speed_unit: "mph", precipitation_unit: "inch" } : {}),
    });
    const answer = await ask(`${FORECAST}?${parameters}`, signal);
    if ("kind" in answer) return answer;
    const { data } = answerShape().safeParse(answer.json);
    return data === undefined ? { kind: "unreachable" } : { kind: "forecast", forecast: toForecast(chosen, data) };
  };
}

/** The first, as they come by importance, that lies where the words behind the comma say; the very first where none does. */
function choose(places: readonly Found[], rest: readonly string[]): Found | undefined {
  const wanted = rest.filter((part) => part !== "").map((part) => part.toLowerCase());
  const liesIn = ({ country, country_code: code, admin1 }: Found) => [country, code, admin1].map((part) => part.toLowerCase());
  return places.find((place) => wanted.every((part) => liesIn(place).some((own) => own === part || (part.length > 3 && own.includes(part))))) ?? places[0];
}

function toForecast(
  { name, admin1, country, latitude, longitude }: Found,
  { timezone, current, current_units: units, daily }: z.output<ReturnType<typeof answerShape>>,
): Forecast {
  return {
    place: [...new Set([name, admin1, country])].filter((part) => part !== "").join(", "),
    url: `https://open-meteo.com/en/docs?latitude=${latitude}&longitude=${longitude}`,
    timeZone: timezone,
    current: {
      time: current.time,
      temperature: current.temperature_2m,
      feelsLike: current.apparent_temperature,
      humidity: current.relative_humidity_2m,
      precipitation: current.precipitation,
      wind: current.wind_speed_10m,
      gusts: current.wind_gusts_10m,
      code: current.weather_code,
    },
    days: daily.time.map((date, at) => ({
      date,
      code: daily.weather_code[at] ?? 0,
      low: daily.temperature_2m_min[at] ?? 0,
      high: daily.temperature_2m_max[at] ?? 0,
      rainChance: daily.precipitation_probability_max[at] ?? null,
      precipitation: daily.precipitation_sum[at] ?? 0,
      wind: daily.wind_speed_10m_max[at] ?? 0,
      sunrise: daily.sunrise[at] ?? "",
      sunset: daily.sunset[at] ?? "",
    })),
    units: { temperature: units.temperature_2m, precipitation: units.precipitation, wind: units.wind_speed_10m },
  };
}
