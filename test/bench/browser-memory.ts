/** What a page keeps of checkouts that came and went: a hundred of them, each loaded as a whole. */
import type {Browser, CDPSession, Page} from 'playwright-core';

const rounds = 100;
/** The first ones fill caches that are meant to stay: Stripe.js, texts, templates. */
const warmUp = 10;

interface Left {
  heap: number;
  nodes: number;
  listeners: number;
}

const page = `<!doctype html><html lang="en"><title>Memory</title><link rel="icon" href="data:,">
<script type="module" src="/one-page-checkout.js"></script><main></main>`;

/** Opens and takes out one checkout after the other, and says how much more there is afterwards. */
export async function measureMemory(browser: Browser, origin: string): Promise<string> {
  const context = await browser.newContext();
  const tab = await context.newPage();
  const devtools = await context.newCDPSession(tab);
  const address = `${origin}/bench/memory`;
  await tab.route(address, (route) => route.fulfill({contentType: 'text/html', body: page}));
  await tab.goto(address);
  await repeat(tab, warmUp);
  const before = await left(devtools);
  await repeat(tab, rounds);
  const after = await left(devtools);
  await context.close();
  const kilobytes = (after.heap - before.heap) / 1000;
  return [
    `After ${rounds} checkouts, each mounted with its Payment Element and taken out again, and after`,
    `garbage collection: ${signed(kilobytes)} kB of heap (${(before.heap / 1000).toFixed(0)} kB before),`,
    `${signed(after.nodes - before.nodes)} DOM nodes, ${signed(after.listeners - before.listeners)} event listeners.`,
  ].join('\n');
}

/** In the page: a checkout is ready when it says so, and gone when nothing of it is in the document. */
async function repeat(tab: Page, times: number): Promise<void> {
  await tab.evaluate(async (count) => {
    for (let round = 0; round < count; round += 1) {
      const checkout = document.createElement('one-page-checkout');
      checkout.setAttribute('items', 'tee:2 mug:1');
      const ready = new Promise((resolve, reject) => {
        checkout.addEventListener('opc-ready', resolve);
        checkout.addEventListener('opc-load-error', reject);
      });
      document.querySelector('main')?.append(checkout);
      await ready;
      checkout.remove();
    }
  }, times);
}

async function left(devtools: CDPSession): Promise<Left> {
  // What is called off in the last round ends a little later; a second collection finds it ended.
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.send('HeapProfiler.collectGarbage');
  const {usedSize} = await devtools.send('Runtime.getHeapUsage');
  const {nodes, jsEventListeners} = await devtools.send('Memory.getDOMCounters');
  return {heap: usedSize, nodes, listeners: jsEventListeners};
}

const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(Math.round(value))}`;
