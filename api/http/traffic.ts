/**
 * Middleware around every request: its id, its line in the log, and its time. The guards put the id
 * on the answer, together with its other headers.
 */
import {randomUUID} from 'node:crypto';
import type {Context, MiddlewareHandler} from 'hono';
import {matchedRoutes} from 'hono/route';
import type {Logger} from '../log.ts';
import type {Metrics} from '../metrics.ts';
import type {AppEnv} from './env.ts';

/** The path's pattern, never the path: an address may hold what nobody else should read. */
export const observed = (log: Logger, metrics: Metrics): MiddlewareHandler<AppEnv> =>
  async function observeRequest(c, next) {
    const started = performance.now();
    const requestId = randomUUID();
    c.set('requestId', requestId);
    await next();
    const milliseconds = performance.now() - started;
    const {method} = c.req;
    const {status} = c.res;
    const route = patternOf(c);
    metrics.http.observe({method, route, status}, milliseconds / 1000);
    log.info({requestId, method, route, status, ms: Math.round(milliseconds)}, 'request');
  };

/** Middleware and the 405 catch-alls are registered for every method. */
const patternOf = (c: Context): string =>
  matchedRoutes(c).find(({method}) => method === c.req.method)?.path ?? 'other';
