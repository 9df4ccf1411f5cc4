/** Permission bits and what follows from them. Source: Discord reference, "Permissions". */

export const permission = {
  administrator: 1n << 3n,
  manageGuild: 1n << 5n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  manageMessages: 1n << 13n,
  attachFiles: 1n << 15n,
  readMessageHistory: 1n << 16n,
  sendMessagesInThreads: 1n << 38n,
} as const;

/** Whether all of `needed` is granted. Administrators may everything. */
export function allows(granted: bigint, ...needed: bigint[]): boolean {
  if ((granted & permission.administrator) !== 0n) return true;
  return needed.every((bit) => (granted & bit) === bit);
}
