/** What pictures cost. Read by `image-pricing.ts`. */

export interface ImagePrice {
  /** USD per million tokens of text, of pictures that are sent, and of pictures that are made; missing: the server counts pictures alone. */
  tokens?: readonly [text: number, image: number, output: number];
  /** USD of one picture: square, and 3:2 or 2:3. Of GPT Image models at quality `medium`, which is what is asked for. */
  picture: readonly [square: number, oblong: number];
}

/** List prices as known on 2026-11-20. Add a line when a model is missing: until then its pictures cost what FALLBACK_PRICE makes of them. */
export const IMAGE_PRICES: Readonly<Record<string, ImagePrice>> = {
  "gpt-image-2": { tokens: [5, 8, 30], picture: [0.053, 0.041] },
  "gpt-image-1.5": { tokens: [5, 8, 32], picture: [0.034, 0.05] },
  "gpt-image-1-mini": { tokens: [2, 2.5, 8], picture: [0.011, 0.015] },
  "gpt-image-1": { tokens: [5, 10, 40], picture: [0.042, 0.063] },
  "chatgpt-image": { tokens: [5, 8, 32], picture: [0.034, 0.05] },
  // Some gateways still serve them under these names.
  "dall-e-3": { picture: [0.04, 0.08] },
  "dall-e-2": { picture: [0.02, 0.02] },
};
