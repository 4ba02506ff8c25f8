/**
 * Stands in for Cloudflare Turnstile, and is as strict: a token is good once, for five minutes, and
 * for the server with the right secret; its script refuses options it does not know, and a place that
 * is not in the document's own tree.
 */
import {randomUUID} from 'node:crypto';
import {Hono} from 'hono';
import {standIn} from '../support/stand-in.ts';

const siteKey = '3x00000000000000000000FF';
const secretKey = '3x0000000000000000000000000000000AA';
const FIVE_MINUTES = 300_000;

export async function openTurnstile() {
  const tokens = new Map<string, {issuedAt: number; isSpent: boolean}>();
  const verdicts: string[] = [];
  const judge = (form: URLSearchParams): string => {
    const token = tokens.get(form.get('response') ?? '');
    if (form.get('secret') !== secretKey) return 'invalid-input-secret';
    if (!token) return 'invalid-input-response';
    if (token.isSpent) return 'timeout-or-duplicate';
    token.isSpent = true;
    return Date.now() - token.issuedAt > FIVE_MINUTES ? 'timeout-or-duplicate' : 'ok';
  };
  const app = new Hono()
    .get('/turnstile/v0/api.js', (c) => c.body(script, 200, {'content-type': 'text/javascript'}))
    .get('/frame', (c) => c.html(frame))
    .get('/token', (c) => {
      const token = `0.${randomUUID()}`;
      tokens.set(token, {issuedAt: Date.now(), isSpent: false});
      return c.text(token);
    })
    .post('/siteverify', async (c) => {
      const verdict = judge(new URLSearchParams(await c.req.text()));
      verdicts.push(verdict);
      const codes = verdict === 'ok' ? [] : [verdict];
      return c.json({success: verdict === 'ok', 'error-codes': codes});
    });
  const {flags, address, close} = await standIn('challenges.cloudflare.com', app.fetch);

  return {
    /** With which a browser finds it in Cloudflare's place. */
    flags,
    /** What the server under test is told. */
    environment: {
      TURNSTILE_SITE_KEY: siteKey,
      TURNSTILE_SECRET_KEY: secretKey,
      TURNSTILE_VERIFY_URL: `${address}/siteverify`,
    },
    /** What the verifying server has answered, in order. */
    verdicts,
    /** Lets time go by where tokens are judged, for those that are out already. */
    age(milliseconds: number) {
      for (const token of tokens.values()) token.issuedAt -= milliseconds;
    },
    close,
  };
}

/** What runs on the page; written for the browser, kept as text. */
const script = `(() => {
  const known = {
    sitekey: (value) => value === ${JSON.stringify(siteKey)},
    theme: (value) => ['auto', 'light', 'dark'].includes(value),
    language: (value) => value === 'auto' || /^[a-z]{2,3}(-[a-z]{2})?$/.test(value),
    size: (value) => ['normal', 'flexible', 'compact'].includes(value),
    'response-field': (value) => typeof value === 'boolean',
    'refresh-expired': (value) => ['auto', 'manual', 'never'].includes(value),
    'refresh-timeout': (value) => ['auto', 'manual', 'never'].includes(value),
  };
  const widgets = new Map();
  let count = 0;
  if (window.turnstile) throw new Error('Turnstile already has been loaded.');
  window.turnstileOptions = [];
  addEventListener('message', ({origin, source, data}) => {
    if (origin !== 'https://challenges.cloudflare.com') return;
    for (const {iframe, options} of widgets.values()) {
      if (iframe.contentWindow === source) options.callback(data.token);
    }
  });
  window.turnstile = {
    render(node, options) {
      if (!(node instanceof HTMLElement) || node.getRootNode() !== document) {
        throw new Error('[Cloudflare Turnstile] Unable to find a container.');
      }
      for (const [name, value] of Object.entries(options)) {
        const isRight = name.endsWith('callback') ? typeof value === 'function' : known[name]?.(value);
        if (!isRight) throw new Error('[Cloudflare Turnstile] Invalid value for parameter "' + name + '".');
      }
      if (node.querySelector('iframe')) return undefined;
      window.turnstileOptions.push({theme: options.theme, language: options.language});
      const iframe = document.createElement('iframe');
      iframe.title = 'Widget containing a Cloudflare security challenge';
      iframe.src = 'https://challenges.cloudflare.com/frame';
      iframe.width = options.size === 'compact' ? '150' : '300';
      iframe.height = '65';
      node.append(iframe);
      const id = 'cf-chl-widget-' + (count += 1);
      widgets.set(id, {iframe, options});
      return id;
    },
    remove(id) {
      const widget = widgets.get(id);
      if (!widget) throw new Error('[Cloudflare Turnstile] Nothing to remove found for ' + id + '.');
      widget.iframe.remove();
      widgets.delete(id);
    },
  };
})();`;

const frame = `<!doctype html><html lang="en"><title>Cloudflare</title><main><label>
<input type="checkbox"> Verify you are human</label></main><script>
document.querySelector('input').addEventListener('change', async () => {
  const token = await (await fetch('/token')).text();
  parent.postMessage({token}, '*');
});
</script></html>`;
