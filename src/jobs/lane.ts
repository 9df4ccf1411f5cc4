/** Which jobs have to wait for each other: those of one conversation. Pure. Used by the runner. */
import { conversationKey, sharedKey } from "../memory/store.ts";
import type { Job } from "./types.ts";

/** `isShared`: people's public turns in this channel are one conversation; their jobs still name each one's own. */
export function laneOf({ id, conversation, channelId, user }: Job, isShared: boolean): string {
  if (conversation === null) return id;
  const asker = conversation.split(":")[1] ?? user.id;
  return isShared && conversation === conversationKey(channelId, asker as typeof user.id, false) ? sharedKey(channelId) : conversation;
}
