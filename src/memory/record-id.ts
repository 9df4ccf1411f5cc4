/**
 * Ids of what can be searched: scope, burst and place in one number, so that a scope is a range of ids, a burst (messages between two long silences) a
 * range within it, and neighbours lie beside each other. At most 2^25 scopes of 2^18 bursts of 2^10 records; all stay below 2^53. Pure.
 */

export const SCOPE_SIZE = 2 ** 28;
export const BURST_SIZE = 2 ** 10;
