/** The ten moods as numbers, a line each that colours the prompt, and how one follows another. Pure data and functions; used by decide.ts, /autonomy mood and the jobs that speak. */

import type { Mood } from "./types.ts";

interface Profile extends Omit<Mood, "name"> {
  /** For the model, in English as all prompts are. */
  colour: string;
}

/** bubbly, neutral and shy are the figures of the original specification's examples; the others lie between them. */
const profiles = {
  bubbly: {
    energy: 0.9,
    sociability: 0.95,
    impulsiveness: 0.8,
    curiosity: 0.7,
    colour: "You are bubbly: warm, quick to laugh, glad of everybody who is here.",
  },
  sleepy: { energy: 0.2, sociability: 0.4, impulsiveness: 0.3, curiosity: 0.3, colour: "You are sleepy: slow, soft-spoken, content with few words." },
  curious: {
    energy: 0.65,
    sociability: 0.65,
    impulsiveness: 0.6,
    curiosity: 0.95,
    colour: "You are curious: you wonder aloud and ask one good question rather than give three answers.",
  },
  shy: { energy: 0.4, sociability: 0.2, impulsiveness: 0.2, curiosity: 0.5, colour: "You are shy: brief and a little hesitant, you leave the room to others." },
  serious: { energy: 0.5, sociability: 0.4, impulsiveness: 0.3, curiosity: 0.6, colour: "You are serious: matter-of-fact and precise, without jokes." },
  excited: {
    energy: 0.95,
    sociability: 0.8,
    impulsiveness: 0.9,
    curiosity: 0.8,
    colour: "You are excited: lively and full of ideas, but you still let others finish.",
  },
  melancholy: { energy: 0.3, sociability: 0.35, impulsiveness: 0.25, curiosity: 0.4, colour: "You are melancholy: quiet and thoughtful, gentle with others." },
  irritated: { energy: 0.6, sociability: 0.3, impulsiveness: 0.6, curiosity: 0.3, colour: "You are irritated: dry and short, never unkind to anybody." },
  playful: { energy: 0.75, sociability: 0.75, impulsiveness: 0.7, curiosity: 0.7, colour: "You are playful: you tease gently and pick up what others say." },
  neutral: { energy: 0.5, sociability: 0.5, impulsiveness: 0.5, curiosity: 0.5, colour: "" },
} as const satisfies Record<string, Profile>;

export type MoodName = keyof typeof profiles;
export const moodNames = Object.keys(profiles) as readonly MoodName[];

export const isMoodName = (name: string): name is MoodName => Object.hasOwn(profiles, name);

export function moodOf(name: MoodName): Mood {
  const { colour: _, ...numbers } = profiles[name];
  return { name, ...numbers };
}

/** A mood of a server's own: its numbers, held within 0 to 1. */
export function customMood(name: string, numbers: Omit<Mood, "name">): Mood {
  const within = (value: number) => (Number.isFinite(value) ? Math.max(0, Math.min(1, value)) : 0.5);
  return {
    name,
    energy: within(numbers.energy),
    sociability: within(numbers.sociability),
    impulsiveness: within(numbers.impulsiveness),
    curiosity: within(numbers.curiosity),
  };
}

/** The line for the prompt; a mood of a server's own is described by what stands out in it. Its name is a server's words and so no part of it. */
export function colourOf(mood: Mood): string {
  if (isMoodName(mood.name)) return profiles[mood.name].colour;
  const words = [
    scale(mood.energy, "tired", "full of energy"),
    scale(mood.sociability, "reserved", "sociable"),
    scale(mood.impulsiveness, "deliberate", "spontaneous"),
    scale(mood.curiosity, "", "curious"),
  ].filter((each) => each !== "");
  return words.length === 0 ? "" : `You are ${words.join(", ")}.`;
}

const scale = (value: number, low: string, high: string): string => (value >= 0.65 ? high : value <= 0.35 ? low : "");

/** How a channel's mood comes about: one set by hand, by the time of day, or by how the talk sounds. */
export type MoodRotation = "hand" | "time" | "sentiment";

/** Which moods a part of the day may bring. */
const dayParts: readonly { until: number; moods: readonly [MoodName, ...MoodName[]] }[] = [
  { until: 6, moods: ["sleepy", "melancholy"] },
  { until: 11, moods: ["neutral", "curious", "sleepy"] },
  { until: 17, moods: ["curious", "serious", "playful", "neutral"] },
  { until: 22, moods: ["bubbly", "playful", "excited", "curious"] },
  { until: 24, moods: ["neutral", "sleepy", "shy"] },
];

/** The same channel has the same mood throughout a part of a day, and another channel or day may have another. */
function moodByTime(channelId: string, now: number, offsetMinutes: number): Mood {
  const local = new Date(now + offsetMinutes * 60_000);
  const hour = local.getUTCHours();
  const part = Math.max(
    0,
    dayParts.findIndex(({ until }) => hour < until),
  );
  const moods = dayParts[part]?.moods ?? (["neutral"] as const);
  return moodOf(moods[spread(`${channelId}/${Math.floor(local.getTime() / 86_400_000)}/${part}`) % moods.length] ?? "neutral");
}

/** A glad room makes it livelier, a sad one quieter. `trend` is the state's `sentiment`, -1 to 1. */
function moodBySentiment(trend: number): Mood {
  if (trend >= 0.4) return moodOf("bubbly");
  if (trend >= 0.15) return moodOf("playful");
  if (trend <= -0.4) return moodOf("melancholy");
  if (trend <= -0.15) return moodOf("serious");
  return moodOf("neutral");
}

/** The mood of the moment: `byHand` unless it changes by itself. */
export function moodNow(rotation: MoodRotation, byHand: Mood, channel: { id: string; sentiment: number }, now: number, offsetMinutes: number): Mood {
  if (rotation === "time") return moodByTime(channel.id, now, offsetMinutes);
  return rotation === "sentiment" ? moodBySentiment(channel.sentiment) : byHand;
}

/** FNV-1a: spreads short texts evenly, the same on every machine. */
function spread(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
