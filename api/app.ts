import {OpenAPIHono} from '@hono/zod-openapi';
import type {Deps} from './deps.ts';
import {ApiError} from './errors.ts';
import type {AppEnv} from './http/env.ts';
import {knownClient} from './http/client-address.ts';
import {
  atMost,
  fromPages,
  jsonOnly,
  pages,
  sealed,
  sealedRefusals,
  uncached,
} from './http/guards.ts';
import {shedding} from './http/load.ts';
import {answerProblem, onError} from './http/problems.ts';
import type {Readiness} from './http/readiness.ts';
import {observed} from './http/traffic.ts';
import {configRoutes} from './routes/config.ts';
import {operationRoutes} from './routes/operations.ts';
import {orderRoutes} from './routes/orders.ts';
import {sandboxRoutes} from './routes/sandbox.ts';
import {webhookRoutes} from './routes/webhooks.ts';
import {widgetRoutes} from './routes/widget.ts';

/** Every route of the server, on dependencies that are open already. */
export function createApp(deps: Deps, isMissing: Readiness = async () => []) {
  const {config, log, loop, metrics, sandbox} = deps;
  const app = new OpenAPIHono<AppEnv>();
  app.onError(onError(log));
  app.notFound((c) => answerProblem(c, new ApiError('not_found')));
  app.use(observed(log, metrics));

  const shop = {
    kind: 'shop',
    most: config.mostAtOnce,
    lagMs: config.mostLagMs,
    loop,
    metrics,
  } as const;
  const shedShop = shedding(shop);
  // `/orders/*` is `/orders` too: named both, it would count twice and be guarded twice.
  for (const path of ['/config', '/orders/*', '/openapi.json']) {
    // Who may read comes first: a page must be able to see that it was refused, and why.
    app.use(path, sealed, fromPages(config), atMost(64), jsonOnly, shedShop);
  }
  // A view is rendered for it: the one file of the element's that costs more than reading it.
  app.get('/one-page-checkout.html', shedShop);
  app.use('/orders/*', uncached, knownClient(deps));
  // What is paid must be heard of however busy the shop is, so it has a larger cap of its own. What
  // is refused all the same, Stripe sends again.
  const webhook = {kind: 'webhook', most: 4 * config.mostAtOnce, loop, metrics} as const;
  app.use('/webhooks/*', sealedRefusals, atMost(512), shedding(webhook));
  for (const path of ['/healthz', '/readyz', '/metrics']) app.use(path, sealed, uncached);

  app.route('/', configRoutes(deps));
  app.route('/', orderRoutes(deps));
  app.route('/', webhookRoutes(deps));
  app.route('/', operationRoutes(deps, isMissing));
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
    // Nothing of the sandbox's is there, and their bodies have been read.
    for (const path of ['/orders/*', '/webhooks/*']) app.all(path, (c) => c.notFound());
    app.use('/_sandbox/*', pages);
    app.route('/', sandboxRoutes(deps));
    app.all('*', pages, atMost(1024), async (c) => {
      const answer = await sandbox.routes.fetch(c.req.raw, c.env);
      const isNothing =
        answer.status === 404 && answer.headers.get('content-type')?.startsWith('text/plain');
      return isNothing ? c.notFound() : answer;
    });
  }
  return app;
}

/** What each address takes; the rest is 405. */
const methods: Record<string, string> = {
  '/config': 'GET, OPTIONS',
  '/orders': 'POST, OPTIONS',
  '/orders/lookup': 'POST, OPTIONS',
  '/orders/:id': 'GET, PATCH, OPTIONS',
  '/orders/:id/payment': 'POST, OPTIONS',
  '/orders/:id/checkout-session': 'POST, OPTIONS',
  '/webhooks/stripe': 'POST',
  '/openapi.json': 'GET, OPTIONS',
  '/healthz': 'GET',
  '/readyz': 'GET',
  '/metrics': 'GET',
};
