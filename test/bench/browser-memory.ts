/** What a page keeps of checkouts that came and went, each loaded as a whole. */
import type {Browser, BrowserContext, CDPSession, Page} from 'playwright-core';

interface Left {
  /** In bytes. */
  heap: number;
  nodes: number;
  listeners: number;
}

const LOOKS = 40;
const LOOK_EVERY_MS = 250;

const page = `<!doctype html><html lang="en"><title>Memory</title><link rel="icon" href="data:,">
<script type="module" src="/one-page-checkout.js"></script><main></main>`;

/**
 * Opens and takes out one checkout after the other: how much more there is of everything afterwards.
 * @param warmUp How many go before: they fill caches that are meant to stay (Stripe.js, texts, templates).
 */
export async function growthAfter(
  context: BrowserContext,
  origin: string,
  {warmUp, rounds}: {warmUp: number; rounds: number},
): Promise<Left> {
  const tab = await context.newPage();
  const devtools = await context.newCDPSession(tab);
  const address = `${origin}/bench/memory`;
  await tab.route(address, (route) => route.fulfill({contentType: 'text/html', body: page}));
  await tab.goto(address);
  await repeat(tab, warmUp);
  const before = await left(devtools);
  await repeat(tab, rounds);
  let growth = difference(await left(devtools), before);
  // A request that is called off may hold the last checkout a little longer; one that is kept stays.
  for (let look = 1; holdsOne(growth) && look < LOOKS; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    growth = difference(await left(devtools), before);
  }
  return growth;
}

const difference = (after: Left, before: Left): Left => ({
  heap: after.heap - before.heap,
  nodes: after.nodes - before.nodes,
  listeners: after.listeners - before.listeners,
});

/** One that is held on to, by a timer for one, is more than a thousand nodes. */
export const holdsOne = ({nodes, listeners}: Left): boolean => nodes >= 500 || listeners >= 10;

/** The same for a hundred of them, in words. */
export async function measureMemory(browser: Browser, origin: string): Promise<string> {
  const context = await browser.newContext();
  const {heap, nodes, listeners} = await growthAfter(context, origin, {warmUp: 10, rounds: 100});
  await context.close();
  return [
    'After 100 checkouts, each mounted with its Payment Element and taken out again, and after',
    `garbage collection: ${signed(heap / 1000)} kB of heap, ${signed(nodes)} DOM nodes,`,
    `${signed(listeners)} event listeners.`,
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
