import {Hono} from 'hono';
import type {Deps} from '../deps.ts';
import {ApiError} from '../errors.ts';
import type {AppEnv} from '../http/env.ts';
import type {Readiness} from '../http/readiness.ts';
import {isSame} from '../orders/identity.ts';

/** For whoever runs the server: is it alive, can it take orders, how does it fare. */
export const operationRoutes = ({config, metrics}: Deps, isMissing: Readiness) =>
  new Hono<AppEnv>()
    .get('/healthz', (c) => c.json({status: 'ok'}))
    .get('/readyz', async (c) => {
      const missing = await isMissing();
      if (missing.length > 0) throw new ApiError('not_ready', {missing});
      return c.json({status: 'ready', missing});
    })
    .get('/metrics', async (c) => {
      // How many orders a shop has is nobody's business: with real keys there is no open door.
      const token = config.metricsToken;
      const sent = /^Bearer +(.+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
      if (token ? !isSame(sent, token) : config.stripe) throw new ApiError('not_found');
      const {registry} = metrics;
      return c.body(await registry.metrics(), 200, {'Content-Type': registry.contentType});
    });
