/** The element in a real Chromium, against the real server and the simulator. */
import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {esbuildPlugin} from '@web/dev-server-esbuild';
import {chromeLauncher} from '@web/test-runner-chrome';
import {register} from 'tsx/esm/api';

register();
const {openShop} = await import('./support/shop.ts');
const {freePort} = await import('../support/server.ts');
const shop = await openShop();

const root = fileURLToPath(new URL('../../', import.meta.url));
const browsers = [
  process.env.CHROME_PATH,
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Frames of other origins join the page's list a moment after they are there. */
const cardFrame = (page, name) =>
  page.waitForFrame((frame) => frame.name() === name && frame.url() !== '', {timeout: 5000});

/** A page for the tests of a file: it says where the shop is, and how its checkouts make the payment. */
const page = (intent) => (framework) =>
  `<!doctype html><html lang="en"><title>Tests</title><script>Object.assign(window, ${JSON.stringify({shopOrigin: shop.origin, intent})});</script><script type="module" src="${framework}"></script></html>`;

/** Each intent has a browser of its own, by whose name a failure tells in which of them it was. */
const browser = (intent) =>
  Object.assign(
    chromeLauncher({
      launchOptions: {
        executablePath: browsers.find((path) => path && existsSync(path)),
        args: [
          '--no-sandbox',
          '--disable-gpu',
          '--disable-background-networking',
          '--disable-component-update',
          '--no-first-run',
        ],
      },
    }),
    {name: `Chrome, intent="${intent}"`},
  );

export default {
  rootDir: root,
  // Another origin than the shop's, as on a customer's page, but the same site: a frame in a process
  // of its own now and then stops answering the test.
  hostname: '127.0.0.1',
  // The runner's own choice is the first free one from 8000 on, for two that start together the same.
  port: await freePort(),
  files: [`${root}test/widget/*.test.ts`],
  nodeResolve: {exportConditions: ['browser', 'development']},
  // Two of them may write to the same terminal: see test/run.mjs.
  staticLogging: true,
  concurrency: 1,
  concurrentBrowsers: 1,
  browsers: [browser('first')],
  testRunnerHtml: page('first'),
  // The same files once more.
  groups: [{name: 'deferred', browsers: [browser('deferred')], testRunnerHtml: page('deferred')}],
  testFramework: {config: {timeout: 30_000}},
  // On a slow machine, with another browser beside it, the first page takes its time.
  browserStartTimeout: 120_000,
  testsStartTimeout: 120_000,
  // Of a whole file; what hangs ends after the time of a test.
  testsFinishTimeout: 10 * 60_000,
  plugins: [
    esbuildPlugin({ts: true, target: 'es2022', tsconfig: `${root}tsconfig.json`}),
    {
      name: 'card',
      // Stripe's fields are in a frame of another origin, closed to the test as to any page.
      async executeCommand({command, payload, session}) {
        if (command !== 'enter-card') return undefined;
        const page = session.browser.getPage(session.id);
        // The page of the file before may still be in front, and only the front one paints.
        await page.bringToFront();
        const frame = await cardFrame(page, payload.frame);
        for (const [name, value] of Object.entries(payload.fields)) {
          const input = await frame.waitForSelector(`[name="${name}"]`, {timeout: 5000});
          await input.evaluate((field) => field.select());
          await input.type(value);
        }
        return true;
      },
    },
    {
      name: 'objects',
      // What is left after the garbage has been collected; a page cannot ask for that itself.
      async executeCommand({command, session}) {
        if (command !== 'count-objects') return undefined;
        const devtools = await session.browser.getPage(session.id).createCDPSession();
        await devtools.send('HeapProfiler.collectGarbage');
        const {nodes, jsEventListeners} = await devtools.send('Memory.getDOMCounters');
        await devtools.detach();
        return {nodes, listeners: jsEventListeners};
      },
    },
    {
      name: 'payment-frame',
      async executeCommand({command, payload, session}) {
        if (command !== 'read-payment-frame') return undefined;
        const frame = await cardFrame(session.browser.getPage(session.id), payload.frame);
        return frame.evaluate(() => {
          const field = document.querySelector('[name="number"]');
          return {
            text: document.body.innerText,
            number: field?.value ?? '',
            color: field ? getComputedStyle(field).color : '',
          };
        });
      },
    },
    {
      name: 'frames',
      /** What a buyer does, or sees, in a frame that is closed to the page. */
      async executeCommand({command, payload, session}) {
        if (command !== 'press' && command !== 'count') return undefined;
        const page = session.browser.getPage(session.id);
        await page.bringToFront();
        const frame = await cardFrame(page, payload.frame);
        if (command === 'count') return (await frame.$$(payload.selector)).length;
        const target = await frame.waitForSelector(payload.selector, {timeout: 5000});
        await target.evaluate((node) => node.click());
        return true;
      },
    },
    {name: 'shop', serverStop: () => shop.close()},
  ],
};
