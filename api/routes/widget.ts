/** The element for everybody's pages: a short name that moves, and hashed ones that never do. */
import {readFile, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {Hono} from 'hono';
import {compress} from 'hono/compress';
import {cors} from 'hono/cors';
import {z} from 'zod';
import type {Deps} from '../deps.ts';
import {ApiError} from '../errors.ts';
import type {AppEnv} from '../http/env.ts';
import {shared} from '../http/guards.ts';
import {isHashed, keptFile} from '../widget-files.ts';

/** Written beside the files by the element's build. */
const releaseSchema = z.object({
  src: z.string(),
  integrity: z.string(),
  file: z.string().regex(/^[\w.-]+$/),
});

/** What the element's build makes for a server: the tag with its first view in it. */
interface PlaceholderFile {
  placeholder: (attributes: Record<string, string>, isSandbox: boolean) => Promise<string>;
}

const forever = 'public, max-age=31536000, immutable';
const shortly = 'public, max-age=300, stale-while-revalidate=86400';

export function widgetRoutes({db, widgetDir, sandbox}: Pick<Deps, 'db' | 'widgetDir' | 'sandbox'>) {
  const readRelease = newest(join(widgetDir, 'release.json'), (text) =>
    releaseSchema.parse(JSON.parse(text)),
  );
  const readPlaceholder = () =>
    import(pathToFileURL(join(widgetDir, 'placeholder.mjs')).href) as Promise<PlaceholderFile>;
  // The element may begin to fetch Stripe.js before it has asked for anything. It is a hint: what
  // counts is `GET /config`. The hashed file cannot have it, its content being what its name says.
  const stripeJs = sandbox ? '/endive/stripe.js' : 'https://js.stripe.com/endive/stripe.js';
  const stripeJsHint = Buffer.from(
    `globalThis[Symbol.for('one-page-checkout:stripe-js')]=${JSON.stringify(stripeJs)};`,
  );
  const everywhere = [cors({origin: '*'}), shared, compress()] as const;

  return new Hono<AppEnv>()
    .get('/one-page-checkout.json', ...everywhere, async (c) => {
      const {src, integrity} = await readRelease();
      c.header('Cache-Control', 'no-cache');
      return c.json({src, integrity});
    })
    .get('/one-page-checkout.js', ...everywhere, async (c) => {
      const {file, integrity} = await readRelease();
      c.header('Cache-Control', sandbox ? 'no-cache' : shortly);
      const etag = `W/"${integrity}"`;
      c.header('ETag', etag);
      if (c.req.header('if-none-match')?.includes(integrity)) return c.body(null, 304);
      const script = await readFile(join(widgetDir, file));
      c.header('Content-Type', 'text/javascript; charset=utf-8');
      return c.body(Buffer.concat([stripeJsHint, script]));
    })
    .get('/one-page-checkout.html', ...everywhere, async (c) => {
      const {placeholder} = await readPlaceholder();
      c.header('Cache-Control', sandbox ? 'no-cache' : shortly);
      // A part of somebody's page; looked at by itself, it may do nothing.
      c.header('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox");
      return c.html(await placeholder(c.req.query(), sandbox !== undefined));
    })
    .get('/:file{[\\w.-]+\\.(?:js|css|map)}', ...everywhere, async (c, next) => {
      const file = c.req.param('file');
      const isFixed = isHashed(file.replace(/\.map$/, ''));
      const text = await readFile(join(widgetDir, file), 'utf8').catch(() =>
        isFixed ? keptFile(db.queries, file) : undefined,
      );
      if (text === undefined) return next();
      c.header('Cache-Control', isFixed ? forever : 'no-cache');
      c.header('Content-Type', `${typeOf(file)}; charset=utf-8`);
      return c.body(text);
    });
}

const typeOf = (file: string): string => {
  if (file.endsWith('.css')) return 'text/css';
  return file.endsWith('.map') ? 'application/json' : 'text/javascript';
};

/** Reads a file again only when it has changed: while developing it does, in a release never. */
function newest<Value>(path: string, parse: (text: string) => Value): () => Promise<Value> {
  let known: {at: number; value: Value} | undefined;
  return async () => {
    try {
      const {mtimeMs} = await stat(path);
      if (known?.at !== mtimeMs) {
        known = {at: mtimeMs, value: parse(await readFile(path, 'utf8'))};
      }
      return known.value;
    } catch (cause) {
      throw new ApiError('not_ready', {cause});
    }
  };
}
