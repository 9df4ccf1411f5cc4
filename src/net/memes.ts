/**
 * Port: a picture people laugh about, never one for adults. With Reddit's keys from there; without from meme-api.com, which reads Reddit for others
 * (github.com/D3vd/Meme_Api), and then from Reddit's public pages. Used by /web meme.
 */
import * as z from "zod";
import type { Random } from "../kernel/clock.ts";
import { type CallDeps, callApi, parseJson } from "./call-api.ts";
import { webAddress } from "./plain-text.ts";
import type { Reddit, RedditResult } from "./reddit.ts";
import { eachOf, fieldOf } from "./search/results.ts";

export interface Meme {
  title: string;
  /** Of the post. */
  url: string;
  picture: string;
  subreddit: string;
}

export type MemeResult = { kind: "meme"; meme: Meme } | { kind: "none" } | Exclude<RedditResult, { kind: "posts" | "no-subreddit" }>;

/** Never rejects but for the signal's reason. */
export type Memes = (signal: AbortSignal) => Promise<MemeResult>;

const SUBREDDITS = ["memes", "wholesomememes", "ProgrammerHumor", "me_irl"];
const ADDRESS = "https://meme-api.com/gimme/wholesomememes+memes+ProgrammerHumor/10";
/** Discord shows these; others of Reddit's addresses are galleries and films. */
const PICTURE = /^https:\/\/(i\.redd\.it|i\.imgur\.com)\/[\w./-]+\.(png|jpe?g|gif|webp)$/i;

const found = () => z.object({ postLink: z.string(), subreddit: z.string(), title: z.string(), url: z.string(), nsfw: z.boolean(), spoiler: z.boolean() });

export function createMemes({ reddit, hasRedditKey, random, call }: { reddit: Reddit; hasRedditKey: boolean; random: Random; call: CallDeps }): Memes {
  const anyOf = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];

  async function fromReddit(signal: AbortSignal): Promise<MemeResult> {
    const result = await reddit({ subreddit: anyOf(SUBREDDITS) ?? "memes", query: "", nsfw: false }, signal);
    if (result.kind === "no-subreddit") return { kind: "none" };
    if (result.kind !== "posts") return result;
    const memes = result.posts.flatMap(({ title, url, link, subreddit, nsfw, spoiler }): Meme[] =>
      link === null || nsfw || spoiler || !PICTURE.test(link) ? [] : [{ title, url, picture: link, subreddit }],
    );
    const meme = anyOf(memes);
    return meme === undefined ? { kind: "none" } : { kind: "meme", meme };
  }

  async function fromMemeApi(signal: AbortSignal): Promise<Meme | undefined> {
    const answer = await callApi(ADDRESS, {}, signal, call);
    if (answer.kind !== "answer" || answer.status !== 200) return undefined;
    const memes = eachOf(fieldOf(parseJson(answer.text), "memes"), found()).flatMap(({ title, postLink, url, subreddit, nsfw, spoiler }): Meme[] => {
      const post = webAddress(postLink);
      return post === null || nsfw || spoiler || !PICTURE.test(url) ? [] : [{ title, url: post, picture: url, subreddit }];
    });
    return anyOf(memes);
  }

  return async (signal) => {
    if (hasRedditKey) return fromReddit(signal);
    const meme = await fromMemeApi(signal);
    return meme === undefined ? fromReddit(signal) : { kind: "meme", meme };
  };
}
