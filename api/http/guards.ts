/** What stands before a route: size and kind of the body, the origin, the headers of the answer. */
import type {MiddlewareHandler} from 'hono';
import {bodyLimit} from 'hono/body-limit';
import {cors} from 'hono/cors';
import {secureHeaders} from 'hono/secure-headers';
import type {Config} from '../config.ts';
import {ApiError} from '../errors.ts';
import type {AppEnv} from './env.ts';

export function atMost(kilobytes: number): MiddlewareHandler<AppEnv> {
  const maxSize = kilobytes * 1024;
  const refuse = () => {
    throw new ApiError('payload_too_large');
  };
  const counted = bodyLimit({maxSize, onError: refuse});
  return async function limitBody(c, next) {
    const length = c.req.header('content-length');
    const isChunked = c.req.header('transfer-encoding') !== undefined;
    // Counting makes a stream of the body, which costs more than everything else about a webhook.
    // Node itself holds a sender to the length that it names.
    if (length === undefined || isChunked) return counted(c, next);
    if (Number(length) > maxSize) refuse();
    return next();
  };
}

/** Also a fence: a form on a foreign page can send no such type without asking first. */
export const jsonOnly: MiddlewareHandler<AppEnv> = async function requireJson(c, next) {
  const hasBody = c.req.method === 'POST' || c.req.method === 'PATCH';
  const type = c.req.header('content-type') ?? '';
  if (hasBody && !/^application\/json\s*(;|$)/i.test(type)) {
    throw new ApiError('unsupported_media_type');
  }
  await next();
};

/** No cookies and no credentials: the bearer token is the only key, and a page must hold it. */
export const fromPages = ({allowedOrigins}: Config): MiddlewareHandler<AppEnv> =>
  cors({
    origin:
      allowedOrigins === '*'
        ? '*'
        : (origin) => (allowedOrigins.includes(origin) ? origin : undefined),
    allowMethods: ['GET', 'POST', 'PATCH'],
    allowHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key'],
    exposeHeaders: ['Retry-After', 'X-Request-Id'],
    maxAge: 7200,
  });

/** For everything that is not a page. */
export const sealed: MiddlewareHandler<AppEnv> = secureHeaders({
  contentSecurityPolicy: {defaultSrc: ["'none'"], frameAncestors: ["'none'"]},
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'DENY',
  // Whoever ends TLS decides that, and for which names.
  strictTransportSecurity: false,
});

/** Orders and secrets stay out of every cache. */
export const uncached: MiddlewareHandler<AppEnv> = async function forbidCaching(c, next) {
  // Before the answer is made: changing it afterwards would copy it.
  c.header('Cache-Control', 'no-store');
  await next();
};
