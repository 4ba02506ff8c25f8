import {after, afterEach, before} from 'node:test';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type LaunchOptions,
  type Page,
} from 'playwright-core';
import {chromiumFlags, ensureChromium} from './chromium.mjs';

/**
 * One browser for a file's tests, a fresh profile for each page: as many shoppers as are asked for.
 * They leave when their test ends, or those of later tests would be slowed down by them.
 */
export function useBrowser(
  flags: string[] = [],
  launch: Pick<LaunchOptions, 'ignoreDefaultArgs'> = {},
): {
  open(options?: BrowserContextOptions): Promise<Page>;
} {
  let browser: Browser | undefined;
  let opened: BrowserContext[] = [];
  before(async () => {
    browser = await chromium.launch({
      executablePath: await ensureChromium(),
      args: [...chromiumFlags, ...flags],
      ...launch,
    });
  });
  afterEach(async () => {
    const leaving = opened;
    opened = [];
    await Promise.all(leaving.map((context) => context.close()));
  });
  after(() => browser?.close());
  return {
    async open(options = {}) {
      if (!browser) throw new Error('Opened before the tests began.');
      const context = await browser.newContext({locale: 'en-US', ...options});
      opened.push(context);
      return context.newPage();
    },
  };
}
