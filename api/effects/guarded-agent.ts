import {lookup as dnsLookup, type LookupAddress} from 'node:dns';
import type {LookupFunction} from 'node:net';
import {Agent, type Dispatcher} from 'undici';
import {isPrivateUrl, isPublic} from './public-address.ts';

/** The address is not on the public internet, so the server does not call it. */
class PrivateAddress extends Error {
  override readonly name = 'PrivateAddress';
}

/**
 * Calls public addresses alone. A name is judged by what it resolves to, and that very address is
 * connected to; an address in the URL never reaches the resolver, so it is judged before.
 */
export function guardedAgent(): Dispatcher {
  const agent = new Agent({
    connect: {lookup: publicLookup, timeout: 8000},
    headersTimeout: 15_000,
    bodyTimeout: 15_000,
    maxResponseSize: 64 * 1024,
  });
  return agent.compose((dispatch) => (options, handler) => {
    if (isPrivateUrl(new URL(String(options.origin)))) throw new PrivateAddress();
    return dispatch(options, handler);
  });
}

const publicLookup: LookupFunction = (hostname, options, callback) => {
  dnsLookup(hostname, {...options, all: true}, (error, addresses: LookupAddress[]) => {
    const [first] = addresses ?? [];
    if (error || !first) return callback(error ?? new PrivateAddress(), '', 0);
    if (!addresses.every(({address}) => isPublic(address))) {
      return callback(new PrivateAddress(), '', 0);
    }
    if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};
