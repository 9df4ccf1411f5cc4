/** What can be done with pictures by a button, and the custom ids that carry it: as those of answers (actions.ts), with the number of the picture where it is about one. */

export const pictureActions = ["imagine-reroll", "imagine-edit", "imagine-vary", "imagine-upscale", "imagine-delete", "imagine-retry"] as const;
export type PictureAction = (typeof pictureActions)[number];

/** `index`: of the picture among those of the message, from 0. */
export function pictureActionId(action: PictureAction, turnId: string, askerId: string, index?: number): string {
  return `${action}:${turnId}:${askerId}${index === undefined ? "" : `:${index}`}`;
}

/** What people have painted is no conversation: nothing that was said is read for it, and nothing of it later. In order for each person and channel. */
export const pictureKey = (channelId: string, askerId: string): string => `${channelId}:${askerId}:pictures`;
