/**
 * `npm run bench:browser`: how soon a buyer can pay, in Chromium with a round trip of 100 ms, beside
 * a plain page that follows Stripe's published steps one after the other; and what is left in memory
 * after a hundred checkouts. Prints Markdown.
 */
import {chromium, type Browser, type BrowserContext, type CDPSession} from 'playwright-core';
import {chromiumFlags, ensureChromium} from '../support/chromium.mjs';
import {startServer} from '../support/server.ts';
import {measureMemory} from './browser-memory.ts';
import {ourPage, plainPage, type Report} from './browser-page.ts';

const roundTrip = 100;
const rounds = 11;
/** Of each page: a server's first answers are its slowest. */
const warmUps = 5;

interface Measured extends Report {
  /** Milliseconds in which the main thread ran scripts, laid out and styled. */
  mainThread: number;
}

// In a process of its own: what it does for one request must not hold up the others.
const shop = await startServer();
const browser = await chromium.launch({
  executablePath: await ensureChromium(),
  args: chromiumFlags,
});
try {
  const plain: Measured[] = [];
  const first: Measured[] = [];
  const again: Measured[] = [];
  for (let round = 0; round < warmUps; round += 1) {
    await alone(browser, plainPage);
    await alone(browser, ourPage);
  }
  for (let round = 0; round < rounds; round += 1) {
    plain.push(await alone(browser, plainPage));
    const context = await browser.newContext();
    const pages = await visit(context, ourPage, ourPage);
    first.push(pages[0] as Measured);
    again.push(pages[1] as Measured);
    await context.close();
  }
  console.log(table({plain: middle(plain), first: middle(first), again: middle(again)}));
  console.log(`\n${await measureMemory(browser, shop.origin)}`);
} finally {
  await browser.close();
  await shop.stop();
}

async function alone(from: Browser, html: string): Promise<Measured> {
  const context = await from.newContext();
  const [measured] = await visit(context, html);
  await context.close();
  return measured as Measured;
}

/** Opens the pages one after the other in one tab of a fresh profile, each with an order of its own. */
async function visit(context: BrowserContext, ...pages: string[]): Promise<Measured[]> {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Performance.enable');
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: roundTrip,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });
  const all: Measured[] = [];
  for (const [index, html] of pages.entries()) {
    const address = `${shop.origin}/bench/${index}`;
    await answerWith(devtools, address, html);
    await page.goto(address);
    const report = await page.waitForFunction(() => (window as {report?: Report}).report);
    const {metrics} = await devtools.send('Performance.getMetrics');
    const spent = metrics.find(({name}) => name === 'TaskDuration')?.value ?? 0;
    all.push({...((await report.jsonValue()) as Report), mainThread: spent * 1000});
  }
  await page.close();
  return all;
}

/** One address alone is answered here: `page.route` would send every request of the page this way. */
async function answerWith(devtools: CDPSession, address: string, html: string): Promise<void> {
  devtools.once('Fetch.requestPaused', ({requestId}) => {
    void devtools.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: 200,
      responseHeaders: [{name: 'Content-Type', value: 'text/html; charset=utf-8'}],
      body: Buffer.from(html).toString('base64'),
    });
  });
  await devtools.send('Fetch.enable', {patterns: [{urlPattern: address}]});
}

function middle(all: Measured[]): Measured {
  const of = (name: keyof Measured) =>
    all.map((each) => each[name]).toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? NaN;
  return {mounted: of('mounted'), interactive: of('interactive'), mainThread: of('mainThread')};
}

function table({plain, ...ours}: Record<'plain' | 'first' | 'again', Measured>): string {
  const names = {first: 'the element', again: 'the element, second page of a tab'};
  const row = (name: string, measured: Measured) => {
    const cell = (of: keyof Measured) =>
      `${measured[of].toFixed(0)} ms (${(measured[of] / plain[of]).toFixed(2)})`;
    return `| ${name} | ${cell('mounted')} | ${cell('interactive')} | ${cell('mainThread')} |`;
  };
  return [
    `Round trip ${roundTrip} ms, median of ${rounds}; in brackets, the share of the plain page's time.`,
    '',
    '| | mounted | interactive | main thread |',
    '|---|---|---|---|',
    row("Stripe's steps, one after the other", plain),
    ...Object.entries(ours).map(([name, each]) => row(names[name as 'first'], each)),
  ].join('\n');
}
