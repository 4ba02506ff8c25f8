import {randomBytes} from 'node:crypto';
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {serveStatic} from '@hono/node-server/serve-static';
import {Hono, type MiddlewareHandler} from 'hono';
import Stripe from 'stripe';
import type {OpenSandbox} from '../api/sandbox.ts';
import {products} from './products.ts';
import {createSimulator} from './stripe-simulator/index.ts';

/** The built pages: this file's own folder once compiled, dist/demo when run from source. */
const here = fileURLToPath(new URL('.', import.meta.url));
const pages = existsSync(join(here, 'index.html')) ? here : join(here, '../dist/demo');

/**
 * What the server runs with when it has no Stripe key: the simulator in Stripe's place, a demo shop
 * at `/`, and its return page at `/return`. The server talks to it over HTTP, as to Stripe.
 */
export const openSandbox: OpenSandbox = async ({dataDir, webhookUrl}) => {
  const webhookSecret = `whsec_${randomBytes(24).toString('base64url')}`;
  const simulator = await createSimulator({
    // As it should be in the Dashboard: events in the shape that the package's types describe.
    webhookEndpoints: [{url: webhookUrl, secret: webhookSecret, apiVersion: Stripe.API_VERSION}],
    stateFile: join(dataDir, 'stripe-simulator.json'),
    assets: join(pages, '../stripe-js'),
  });
  const routes = new Hono()
    .use('/demo/*', serveStatic({root: pages, rewriteRequestPath: (path) => path.slice(5)}))
    .get('/', pagePolicy, serveStatic({path: join(pages, 'index.html')}))
    .get('/return', pagePolicy, serveStatic({path: join(pages, 'return.html')}))
    .get('/gallery', pagePolicy, serveStatic({path: join(pages, 'gallery.html')}))
    .route('/', simulator.app);
  return {
    secretKey: simulator.secretKey,
    publishableKey: simulator.publishableKey,
    webhookSecret,
    routes,
    products,
    close: () => simulator.close(),
  };
};

/** The demo lives under the strict policy that a careful shop would set. */
const pagePolicy: MiddlewareHandler = async (c, next) => {
  await next();
  c.header(
    'Content-Security-Policy',
    "default-src 'none'; script-src 'self' https://challenges.cloudflare.com; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self' https://challenges.cloudflare.com; form-action 'self'; base-uri 'none'; frame-ancestors 'self'",
  );
  c.header('Referrer-Policy', 'no-referrer');
  c.header('Cache-Control', 'no-cache');
};
