import {chromium} from 'playwright-core';
import {chromiumFlags, ensureChromium} from '../support/chromium.mjs';
import {openShop} from '../widget/support/shop.ts';
import {ourPage, plainPage} from './browser-page.ts';
const shop = await openShop();
const browser = await chromium.launch({executablePath: await ensureChromium(), args: chromiumFlags});
for (const html of [ourPage, plainPage, ourPage]) {
const context=await browser.newContext();
const page = await context.newPage();
const d = await context.newCDPSession(page);
await d.send('Network.enable');
await d.send('Network.emulateNetworkConditions', {offline:false,latency:100,downloadThroughput:-1,uploadThroughput:-1});
await page.route(shop.origin+'/bench', (r)=>r.fulfill({contentType:'text/html',body:html}));
page.on('console',m=>console.log('  console',m.text()));
await page.goto(shop.origin+'/bench');
const rep = await page.waitForFunction(()=>(window as any).report);
console.log(await rep.jsonValue());
for (const f of page.frames()) { console.log('frame', f.url(), await f.evaluate(()=>performance.timeOrigin)); const es = await f.evaluate(()=>[...performance.getEntriesByType('navigation'),...performance.getEntriesByType('resource')].map((e:any)=>[e.name.replace(location.origin,''),Math.round(e.startTime),Math.round(e.responseEnd)]).concat(performance.getEntriesByType('longtask') as any)); for (const e of es) console.log('   ',e.join(' '));}
await context.close();
}
await browser.close(); await shop.close(); process.exit(0);
