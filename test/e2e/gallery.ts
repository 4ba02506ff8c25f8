/**
 * `npm run gallery`: photographs the built checkout. Without arguments it renews the pictures kept
 * in demo/screenshots/; with a folder it writes every state there, in light, in dark and from right
 * to left, narrow and wide: `npm run gallery -- /tmp/pictures`.
 */
import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {chromium, type Browser, type Page} from 'playwright-core';
import {chromiumFlags, ensureChromium} from '../support/chromium.mjs';
import {startServer} from '../support/server.ts';
import {looks, states, widths, type Look, type State, type Width} from './gallery-states.ts';

/** What the demo's gallery and the README show. */
const kept: [State, Width, Look][] = [
  ['checkout', 1280, 'light'],
  ['checkout', 1280, 'dark'],
  ['checkout', 1280, 'rtl'],
  ['checkout', 360, 'light'],
  ['checkout', 360, 'dark'],
  ['checkout', 360, 'rtl'],
  ['errors', 360, 'light'],
  ['declined', 360, 'dark'],
  ['paid', 1280, 'light'],
  ['processing', 360, 'rtl'],
  ['failed', 360, 'dark'],
  ['refunded', 360, 'light'],
];

const folder = process.argv[2];
const only = process.argv.slice(3);
const wanted = folder
  ? (Object.keys(states) as State[])
      .filter((state) => only.length === 0 || only.includes(state))
      .flatMap((state) =>
        widths.flatMap((width) => looks.map((look): (typeof kept)[number] => [state, width, look])),
      )
  : kept;
const target = folder ?? fileURLToPath(new URL('../../demo/screenshots/', import.meta.url));

await mkdir(target, {recursive: true});
const server = await startServer();
const browser = await chromium.launch({
  executablePath: await ensureChromium(),
  args: [...chromiumFlags, '--font-render-hinting=none'],
});
try {
  for (const [state, width, look] of wanted) {
    const page = await open(browser, width, look);
    await states[state](page, `${server.origin}/?${new URLSearchParams(queryOf(look))}`);
    const path = join(target, `${state}-${width}-${look}.png`);
    await photograph(page, path, state === 'checkout' && width === 1280);
    await page.unrouteAll({behavior: 'ignoreErrors'});
    await page.context().close();
    console.log(path);
  }
} finally {
  await browser.close();
  await server.stop();
}

async function open(opened: Browser, width: Width, look: Look): Promise<Page> {
  const context = await opened.newContext({
    locale: 'en-US',
    colorScheme: look === 'dark' ? 'dark' : 'light',
    reducedMotion: 'reduce',
    // Tall instead of `fullPage`, which leaves out the frames that are drawn by another process.
    viewport: {width, height: width === 360 ? 3200 : 1480},
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return page;
}

function queryOf(look: Look): Record<string, string> {
  return look === 'rtl' ? {locale: 'ar', currency: 'eur'} : {};
}

/** The page as a visitor sees it, or the element alone with a little of the page around it. */
async function photograph(page: Page, path: string, isWholePage: boolean): Promise<void> {
  const height = await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    return document.documentElement.scrollHeight;
  });
  const {width = 1280} = page.viewportSize() ?? {};
  await page.setViewportSize({width, height});
  await page.evaluate(() => scrollTo(0, 0));
  const box = await page.locator('one-page-checkout').boundingBox();
  const edge = 16;
  await page.screenshot({
    path,
    animations: 'disabled',
    ...(box &&
      !isWholePage && {
        clip: {
          x: Math.max(0, box.x - edge),
          y: Math.max(0, box.y - edge),
          width: Math.min(box.width + 2 * edge, page.viewportSize()?.width ?? box.width),
          height: box.height + 2 * edge,
        },
      }),
  });
}
