import {OpenAPIHono} from '@hono/zod-openapi';
import type {Deps} from './deps.ts';
import {ApiError} from './errors.ts';
import type {AppEnv} from './http/env.ts';
import {atMost, fromPages, jsonOnly, sealed, uncached} from './http/guards.ts';
import {answerProblem, onError} from './http/problems.ts';
import {limited, observed} from './http/traffic.ts';
import {configRoutes} from './routes/config.ts';
import {operationRoutes} from './routes/operations.ts';
import {orderRoutes} from './routes/orders.ts';
import {sandboxRoutes} from './routes/sandbox.ts';
import {webhookRoutes} from './routes/webhooks.ts';
import {widgetRoutes} from './routes/widget.ts';

interface AppState {
  /** True from the moment the server is told to stop. */
  isDraining: () => boolean;
}

/** Every route of the server, on dependencies that are open already. */
export function createApp(deps: Deps, {isDraining}: AppState = {isDraining: () => false}) {
  const {config, log, metrics, sandbox} = deps;
  const app = new OpenAPIHono<AppEnv>();
  app.onError(onError(log));
  app.notFound((c) => answerProblem(c, new ApiError('not_found')));
  app.use(observed(log, metrics), limited(MOST_AT_ONCE));

  for (const path of ['/config', '/orders', '/orders/*', '/openapi.json']) {
    app.use(path, fromPages(config), sealed, atMost(64), jsonOnly);
  }
  app.use('/orders', uncached);
  app.use('/orders/*', uncached);
  app.use('/webhooks/*', sealed, uncached, atMost(512));
  for (const path of ['/healthz', '/readyz', '/metrics']) app.use(path, sealed, uncached);

  app.route('/', configRoutes(deps));
  app.route('/', orderRoutes(deps));
  app.route('/', webhookRoutes(deps));
  app.route('/', operationRoutes(deps, isDraining));
  app.openAPIRegistry.registerComponent('securitySchemes', 'orderToken', {
    type: 'http',
    scheme: 'bearer',
    description: 'The `token` that came with the order.',
  });
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {title: 'one-page-checkout', version: '1', description: 'Orders and their payment.'},
  });
  for (const [path, allow] of Object.entries(methods)) {
    app.all(path, (c) => {
      c.header('Allow', allow);
      throw new ApiError('method_not_allowed');
    });
  }
  app.route('/', widgetRoutes(deps));

  if (sandbox) {
    app.route('/', sandboxRoutes(deps));
    app.all('*', async (c) => {
      const answer = await sandbox.routes.fetch(c.req.raw, c.env);
      const isNothing =
        answer.status === 404 && answer.headers.get('content-type')?.startsWith('text/plain');
      return isNothing ? c.notFound() : answer;
    });
  }
  return app;
}

/** More than a burst of a real shop, less than what makes everybody wait. */
const MOST_AT_ONCE = 400;

/** What each address takes; the rest is 405. */
const methods: Record<string, string> = {
  '/config': 'GET, OPTIONS',
  '/orders': 'POST, OPTIONS',
  '/orders/lookup': 'POST, OPTIONS',
  '/orders/:id': 'GET, PATCH, OPTIONS',
  '/orders/:id/payment': 'POST, OPTIONS',
  '/webhooks/stripe': 'POST',
  '/openapi.json': 'GET, OPTIONS',
  '/healthz': 'GET',
  '/readyz': 'GET',
  '/metrics': 'GET',
};
