/** Which addresses are on the public internet: the server calls no others by itself. */
import {isIP} from 'node:net';
import ipaddr from 'ipaddr.js';

/** Also turns an IPv4 address in IPv6 clothes back into what it is. */
export function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/**
 * Whether the URL itself says that it leads to no public address. What another name leads to is known
 * only when it is called.
 */
export function isPrivateUrl({hostname}: URL): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (isIP(host)) return !isPublic(host);
  return host === 'localhost' || host.endsWith('.localhost');
}
