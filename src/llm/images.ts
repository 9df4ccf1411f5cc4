/**
 * Port: pictures out of words. `openai/images.ts` and `automatic1111.ts` implement it, made in deps/ where IMAGE_MODEL is set; used by conversation/.
 * The contract suite is `test/contracts/images.ts`.
 */
import type { PictureType } from "../kernel/picture-type.ts";

export const imageShapes = ["square", "portrait", "landscape"] as const;
export type ImageShape = (typeof imageShapes)[number];

/** Bytes of a picture that is fetched where a server only names its address. */
export const PICTURE_BYTES = 10 * 1024 * 1024;

export interface Picture {
  bytes: Uint8Array<ArrayBuffer>;
  type: PictureType;
}

export interface ImageRequest {
  prompt: string;
  shape: ImageShape;
  /** 1 to 4. */
  count: number;
  /** What the pictures start from. */
  reference?: Picture | undefined;
  /** Opaque id of the person, for the provider's abuse detection. Never a Discord id in the clear. */
  safetyIdentifier?: string | undefined;
}

export interface ImagesMade {
  /** At least one; a server may make fewer than it was asked for. */
  pictures: Picture[];
  costMicroUsd: number;
  /** Where the server counts tokens. */
  usage?: { inputTokens: number; outputTokens: number };
}

/** What is known of a picture before it is made. */
export interface ImagePlan {
  shape: ImageShape;
  count: number;
  hasReference: boolean;
}

/** `share`: of the work that is done, 0 to 1; only where the server tells. */
export type OnProgress = (share: number) => void;

/**
 * All reject with ImageRefused, with ModelError (`empty`: no picture in it; `too-long`: the prompt, or more bytes than are taken), or with the signal's
 * reason. They give up by themselves after some minutes.
 */
export interface Images {
  model: string;
  /** Where the words go. */
  host: string;
  /** `edit`: start from a picture; `upscale`: make one larger. */
  can: { edit: boolean; upscale: boolean };
  make(request: ImageRequest, signal: AbortSignal, onProgress: OnProgress): Promise<ImagesMade>;
  /** To twice its size. Only where it can. */
  upscale(picture: Picture, signal: AbortSignal, onProgress: OnProgress): Promise<ImagesMade>;
  /** The most that it can cost. */
  worstCaseMicroUsd(plan: ImagePlan): number;
}

/** The provider's content rules do not allow this picture; nothing is paid for it. */
export class ImageRefused extends Error {
  override name = "ImageRefused";
}

/** Gets a picture at an address that a server answered with; null where there is none that may be taken. Rejects only with the signal's reason. */
export type FetchPicture = (address: string, signal: AbortSignal) => Promise<Picture | null>;
