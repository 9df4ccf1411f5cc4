/** Branded Discord ids (snowflakes as decimal strings) and what can be read out of one. */

declare const brand: unique symbol;
type Brand<Name extends string> = string & { readonly [brand]: Name };

export type GuildId = Brand<"GuildId">;
export type ChannelId = Brand<"ChannelId">;
export type UserId = Brand<"UserId">;
export type MessageId = Brand<"MessageId">;
export type ApplicationId = Brand<"ApplicationId">;
/** A turn, job and interaction share one id: the interaction's. */
export type InteractionId = Brand<"InteractionId">;

/** Whether `value` has the form of a Discord id. */
export function isSnowflake(value: string): boolean {
  return /^\d{1,20}$/.test(value);
}

const DISCORD_EPOCH = 1_420_070_400_000;

/** The highest id that is older than that moment, ms since 1970. */
export function snowflakeBefore(at: number): string {
  const id = BigInt(Math.max(0, Math.floor(at) - DISCORD_EPOCH)) << 22n;
  return String(id === 0n ? 0n : id - 1n);
}

/** When the id was made, in ms since 1970. Source: Discord reference, "Snowflakes". */
export function snowflakeTime(id: string): number {
  return Number(BigInt(id) >> 22n) + DISCORD_EPOCH;
}

/** An id for what no interaction stands behind: of that moment, ms since 1970, and told apart by 22 bits, such as a digest's or chance's. */
export function madeUpId(at: number, bits: number): InteractionId {
  return String((BigInt(Math.max(0, Math.floor(at) - DISCORD_EPOCH)) << 22n) | BigInt(bits & 0x3f_ff_ff)) as InteractionId;
}
