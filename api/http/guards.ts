/** What stands before a route: size and kind of the body, the origin, the headers of the answer. */
import type {MiddlewareHandler} from 'hono';
import {bodyLimit} from 'hono/body-limit';
import {cors} from 'hono/cors';
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

/** Set before the answer is made: changing it afterwards would copy it. */
const withHeaders = (headers: Record<string, string>): MiddlewareHandler<AppEnv> =>
  async function presetHeaders(c, next) {
    c.header('X-Request-Id', c.var.requestId);
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
    await next();
  };

/**
 * For everything that is not a page: read by scripts, shown and framed by nobody. No HSTS: whoever
 * ends TLS decides that, and for which names.
 */
export const seal = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

export const sealed = withHeaders(seal);

/**
 * An answer that brings all its headers along, as a plain record: @hono/node-server writes such a
 * one as it is, while headers that are set one by one cost as much as checking a signature.
 */
export const sealedAnswer = (body: string, requestId: string): Response =>
  new Response(body, {headers: {...sealedJson, 'X-Request-Id': requestId}});

const sealedJson = {...seal, 'Cache-Control': 'no-store', 'Content-Type': 'application/json'};

/** For routes that answer so: their refusals are sealed like everybody's. */
export const sealedRefusals: MiddlewareHandler<AppEnv> = async function sealRefusal(c, next) {
  await next();
  if (c.error) for (const [name, value] of Object.entries(seal)) c.header(name, value);
};

/** For the element: every page loads it, from anywhere. */
export const shared = withHeaders({
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
});

/** Stripe's own pages stand in frames on the pages of shops; so must those that stand in for them. */
const framable = /^\/(?:endive\/|_simulator\/three-d-secure\/)/;

/** For the sandbox's pages, which know best what else they need: what they set themselves stays. */
export const pages: MiddlewareHandler<AppEnv> = async function addHeaders(c, next) {
  await next();
  const {headers} = c.res;
  const add = (name: string, value: string) => {
    if (!headers.has(name)) c.header(name, value);
  };
  add('X-Request-Id', c.var.requestId);
  add('Referrer-Policy', 'no-referrer');
  add('X-Content-Type-Options', 'nosniff');
  if (framable.test(c.req.path)) return;
  add('X-Frame-Options', 'SAMEORIGIN');
  add('Content-Security-Policy', "base-uri 'none'; frame-ancestors 'self'; object-src 'none'");
};

/** Orders and secrets stay out of every cache. */
export const uncached: MiddlewareHandler<AppEnv> = async function forbidCaching(c, next) {
  // Before the answer is made: changing it afterwards would copy it.
  c.header('Cache-Control', 'no-store');
  await next();
};
