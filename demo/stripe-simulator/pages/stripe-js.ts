import {readFile} from 'node:fs/promises';
import {extname, resolve, sep} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {Hono} from 'hono';
import type {Settings} from '../scenarios.ts';

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Serves the built Stripe.js under the path that js.stripe.com has for this train. */
export function stripeJs(folder: string, settings: Settings): Hono {
  const root = resolve(folder);
  return new Hono().get('/endive/*', async (c) => {
    if (settings.stripeJs === 'blocked') return c.text('Blocked by the chosen scenario.', 503);
    if (settings.stripeJs === 'slow') await wait(settings.stripeJsDelay);
    const file = resolve(root, decodeURIComponent(c.req.path.slice('/endive/'.length)));
    if (!file.startsWith(root + sep)) return c.notFound();
    try {
      const content = await readFile(file);
      return c.body(new Uint8Array(content), 200, {
        'Content-Type': types[extname(file)] ?? 'application/octet-stream',
        'Access-Control-Allow-Origin': '*',
        'Cross-Origin-Resource-Policy': 'cross-origin',
        'Cache-Control': 'max-age=60',
        'X-Content-Type-Options': 'nosniff',
      });
    } catch {
      return c.text(
        `There is no ${c.req.path} in ${root}. Build the simulated Stripe.js first: npm run build.`,
        404,
      );
    }
  });
}
