/**
 * `npm run gallery`: photographs the built checkout in every state, in light, in dark and from right
 * to left, narrow and wide. Without arguments it renews what is kept in demo/screenshots/: some of
 * them alone, and all of a state on one sheet. With a folder it writes every picture there by
 * itself, of all states or of those named: `npm run gallery -- /tmp/pictures paid failed`; with an empty
 * name instead of a folder it renews what is kept of those.
 */
import {mkdir, writeFile} from 'node:fs/promises';
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

const [folder, ...only] = process.argv.slice(2);
const target = folder || fileURLToPath(new URL('../../demo/screenshots/', import.meta.url));
const every = (Object.keys(states) as State[]).filter(
  (state) => only.length === 0 || only.includes(state),
);

await mkdir(target, {recursive: true});
const server = await startServer();
const browser = await chromium.launch({
  executablePath: await ensureChromium(),
  args: [...chromiumFlags, '--font-render-hinting=none'],
});
try {
  for (const state of every) {
    const pictures: Buffer[] = [];
    for (const width of widths) {
      for (const look of looks) {
        const picture = await take(state, width, look);
        pictures.push(picture);
        const isKept = kept.some((each) => each.join() === [state, width, look].join());
        if (folder || isKept)
          await writeFile(join(target, `${state}-${width}-${look}.png`), picture);
      }
    }
    if (!folder) await writeFile(join(target, `every-${state}.webp`), await sheet(pictures));
    console.log(state);
  }
} finally {
  await browser.close();
  await server.stop();
}

async function take(state: State, width: Width, look: Look): Promise<Buffer> {
  const page = await open(browser, width, look);
  await states[state](page, `${server.origin}/?${new URLSearchParams(queryOf(look))}`);
  const picture = await photograph(page, state === 'checkout' && width === 1280);
  await page.unrouteAll({behavior: 'ignoreErrors'});
  await page.context().close();
  return picture;
}

/** All looks of a state in one picture: the narrow ones, and smaller the wide ones below. */
async function sheet(pictures: Buffer[]): Promise<Buffer> {
  const page = await browser.newPage();
  const encoded = await page.evaluate(
    async (sources) => {
      const images = await Promise.all(
        sources.map(async (source) => {
          const image = new Image();
          image.src = `data:image/png;base64,${source}`;
          await image.decode();
          return image;
        }),
      );
      const column = 360;
      const heights = images.map(({width, height}) => (height * column) / width);
      const rows = [Math.max(...heights.slice(0, 3)), Math.max(...heights.slice(3))];
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [3 * column, (rows[0] ?? 0) + (rows[1] ?? 0)];
      const context = canvas.getContext('2d');
      if (!context) return '';
      context.imageSmoothingQuality = 'high';
      for (const [index, image] of images.entries()) {
        const top = index < 3 ? 0 : (rows[0] ?? 0);
        context.drawImage(image, (index % 3) * column, top, column, heights[index] ?? 0);
      }
      return canvas.toDataURL('image/webp', 0.75).replace(/^.*,/, '');
    },
    pictures.map((picture) => picture.toString('base64')),
  );
  await page.close();
  return Buffer.from(encoded, 'base64');
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
async function photograph(page: Page, isWholePage: boolean): Promise<Buffer> {
  const height = await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    return document.documentElement.scrollHeight;
  });
  const {width = 1280} = page.viewportSize() ?? {};
  await page.setViewportSize({width, height});
  await page.evaluate(() => scrollTo(0, 0));
  const box = await page.locator('one-page-checkout').boundingBox();
  const edge = 16;
  return page.screenshot({
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
