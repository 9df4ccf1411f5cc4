/** Whether an address is one that the public internet does not have; by its literal form, since workerd cannot pin DNS. */

/** Source: IANA, IPv4 and IPv6 Special-Purpose Address Registries; of multicast and reserved addresses nobody answers either. */
const PRIVATE_V4 = [
  /^127\./,
  /^10\./,
  /^192\.168\./,
  /^172\.(1[6-9]|2\d|3[01])\./,
  /^169\.254\./,
  /^0\./,
  /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./,
  /^192\.0\.0\./,
  /^198\.1[89]\./,
  /^(22[4-9]|23\d|24\d|25[0-5])\./,
];
/** Loopback and unspecified, addresses that carry an IPv4 one (mapped, compatible, NAT64, 6to4), unique local, link and site local, multicast. */
const PRIVATE_V6 = /^\[(::1?\]|::ffff:|::[0-9a-f]+:[0-9a-f]+\]|64:ff9b:|2002:|f[cd]|fe[89a-f]|ff)/;
const PRIVATE_NAME = /(^|\.)(localhost|local|internal|lan|home|intranet|home\.arpa)\.?$/;

/** `hostname` as URL gives it: lower case, IPv4 normalised, IPv6 in brackets (`[::7f00:1]` is an IPv4 address in it). Names without a dot are internal. */
export function isPrivateHost(hostname: string): boolean {
  if (hostname.startsWith("[")) return PRIVATE_V6.test(hostname);
  if (/^\d+\.\d+\.\d+\.\d+$/.test(hostname)) return PRIVATE_V4.some((range) => range.test(hostname));
  return !hostname.includes(".") || PRIVATE_NAME.test(hostname);
}
