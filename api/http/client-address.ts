/** Whom a limit counts: the address of the client, as far as it can be believed. */
import type {IncomingMessage} from 'node:http';
import ipaddr from 'ipaddr.js';
import type {Context, MiddlewareHandler} from 'hono';
import type {Deps} from '../deps.ts';
import type {AppEnv} from './env.ts';

/**
 * Names the client for the limits. Behind a proxy that nobody told of, all buyers are one client, and
 * the limits of one refuse them all: the log says so, once.
 */
export function knownClient({
  config: {trustedProxies},
  log,
  pseudonym,
}: Pick<Deps, 'config' | 'log' | 'pseudonym'>): MiddlewareHandler<AppEnv> {
  let isTold = trustedProxies > 0;
  return async function nameClient(c, next) {
    if (!isTold && c.req.header('x-forwarded-for') !== undefined) {
      isTold = true;
      log.warn(
        'X-Forwarded-For arrives and is not believed: if a proxy stands in front, say in TRUSTED_PROXIES how many there are, or all buyers share the limits of one',
      );
    }
    c.set('client', pseudonym(clientNetwork(c, trustedProxies)));
    await next();
  };
}

/**
 * The network that the request came from: an IPv4 address, or the /64 of an IPv6 one, since that is
 * what a single customer is given.
 *
 * `X-Forwarded-For` is only what its sender says. Behind `trustedProxies` proxies the nth entry from
 * the right was written by the outermost of them; everything left of it anybody may have made up.
 */
export function clientNetwork(c: Context, trustedProxies: number): string {
  const {incoming} = (c.env ?? {}) as {incoming?: IncomingMessage};
  const socket = incoming?.socket.remoteAddress;
  if (trustedProxies > 0) {
    const forwarded = c.req.header('x-forwarded-for')?.split(',') ?? [];
    const named = networkOf(forwarded.at(-trustedProxies));
    if (named) return named;
  }
  // Without a socket there is no client: the app was called from within.
  return networkOf(socket) ?? 'unknown';
}

export function networkOf(text: string | undefined): string | undefined {
  const written = withoutPort(text?.trim() ?? '');
  // The library also reads "2130706433" and "0x7f.1", which no proxy writes.
  if (!written.includes(':') && !ipaddr.IPv4.isValidFourPartDecimal(written)) return undefined;
  if (!ipaddr.isValid(written)) return undefined;
  const address = ipaddr.process(written);
  if (address.kind() === 'ipv4') return address.toString();
  const parts = (address as ipaddr.IPv6).parts.slice(0, 4);
  return `${parts.map((part) => part.toString(16)).join(':')}::/64`;
}

/** Some proxies add the port: `203.0.113.7:4711`, `[2001:db8::1]:4711`. */
const withoutPort = (text: string): string =>
  /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
