import {Hono} from 'hono';
import {ping} from '../db/connect.ts';
import type {Deps} from '../deps.ts';
import {ApiError} from '../errors.ts';
import type {AppEnv} from '../http/env.ts';
import {isSame} from '../orders/identity.ts';

/** For whoever runs the server. */
export const operationRoutes = ({config, db, metrics}: Deps, isDraining: () => boolean) =>
  new Hono<AppEnv>()
    .get('/healthz', (c) => c.json({status: 'ok'}))
    .get('/readyz', async (c) => {
      if (isDraining()) throw new ApiError('not_ready');
      try {
        await ping(db);
      } catch (cause) {
        throw new ApiError('not_ready', {cause});
      }
      return c.json({status: 'ready'});
    })
    .get('/metrics', async (c) => {
      // How many orders a shop has is nobody's business: with real keys there is no open door.
      const token = config.metricsToken;
      const sent = /^Bearer +(.+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
      if (token ? !isSame(sent, token) : config.stripe) throw new ApiError('not_found');
      const {registry} = metrics;
      return c.body(await registry.metrics(), 200, {'Content-Type': registry.contentType});
    });
