/** Whether an address is one that the public internet does not have; by its literal form, since workerd cannot pin DNS. */

/** What is not given to anybody to be reached at. Source: IANA IPv4 Special-Purpose Address Registry, multicast and class E. */
const RESERVED_V4: readonly [string, number][] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];
const PRIVATE_NAME = /(^|\.)(localhost|localdomain|local|internal|lan|home|intranet|corp|private|svc|home\.arpa)$/;
/** Answer with whatever address stands in the name, or with this machine. */
const POINTING_NAME =
  /(^|\.)(nip\.io|sslip\.io|xip\.io|traefik\.me|backname\.io|1u\.ms|rbndr\.us|localtest\.me|lvh\.me|vcap\.me|fuf\.me|lacolhost\.com|localho\.st|local\.gd)$/;
/** An IPv4 address as a part of a name: such services have many names. */
const ADDRESS_IN_NAME = /(?:^|[.-])(\d{1,3})[.-](\d{1,3})[.-](\d{1,3})[.-](\d{1,3})(?=[.-])/;

/** `hostname` as URL gives it: lower case, IPv4 normalised, IPv6 in brackets. Names without a dot are internal. */
export function isPrivateHost(hostname: string): boolean {
  if (hostname.startsWith("[")) return !isGlobalV6(hostname.slice(1, -1));
  const name = hostname.replace(/\.$/, "");
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return isReservedV4(name);
  return !name.includes(".") || PRIVATE_NAME.test(name);
}

/** A public name that is known to lead to private addresses, or says so: nobody needs it but to get around `isPrivateHost`. */
export function pointsInside(hostname: string): boolean {
  const name = hostname.replace(/\.$/, "");
  if (POINTING_NAME.test(name)) return true;
  const parts = ADDRESS_IN_NAME.exec(name)?.slice(1) ?? [];
  return parts.length === 4 && parts.every((part) => Number(part) < 256) && isReservedV4(parts.join("."));
}

const isReservedV4 = (address: string): boolean => RESERVED_V4.some(([from, bits]) => toNumber(address) >>> (32 - bits) === toNumber(from) >>> (32 - bits));

function toNumber(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

/**
 * Only 2000::/3 is handed out, and of it not what carries IPv4 addresses (6to4, Teredo) or is for documents. IPv4 written as IPv6, with or without
 * translation (::ffff:0:0/96, 64:ff9b::/96), is outside of it. Source: IANA IPv6 Special-Purpose Address Registry.
 */
function isGlobalV6(address: string): boolean {
  const [first = "0", second = "0"] = address.split("::")[0]?.split(":") ?? [];
  const [a, b] = [Number.parseInt(first || "0", 16), Number.parseInt(second || "0", 16)];
  if (a < 0x2000 || a > 0x3fff) return false;
  return !(a === 0x2002 || (a === 0x2001 && (b < 0x200 || b === 0xdb8)) || (a === 0x3fff && b < 0x1000));
}
