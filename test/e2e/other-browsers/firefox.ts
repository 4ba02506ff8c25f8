import {existsSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import puppeteer, {
  type Browser as Puppet,
  type ElementHandle,
  type Frame,
  type Page,
} from 'puppeteer-core';
import {until} from '../../support/until.ts';
import {
  findScript,
  frames,
  selectScript,
  textScript,
  type Browser,
  type Place,
  type Visitor,
} from './visitor.ts';

const places = [
  ...(process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => [join(folder, 'firefox-esr'), join(folder, 'firefox')]),
  '/Applications/Firefox.app/Contents/MacOS/firefox',
];
const path = places.find((place) => existsSync(place));

/** Firefox, by the WebDriver BiDi that it speaks itself. */
export function firefox(): Browser {
  let browser: Promise<Puppet> | undefined;
  return {
    name: 'Firefox',
    missing: path ? undefined : 'Firefox is not installed: apt-get install firefox-esr',
    async visit() {
      browser ??= puppeteer.launch({
        browser: 'firefox',
        executablePath: String(path),
        defaultViewport: {width: 1280, height: 1600},
      });
      const context = await (await browser).createBrowserContext();
      return new FirefoxVisitor(await context.newPage());
    },
    async quit() {
      await (await browser)?.close();
    },
  };
}

class FirefoxVisitor implements Visitor {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async goto(address: string) {
    await this.#page.goto(address);
  }

  type(place: Place, selector: string, text: string) {
    return this.#with(place, selector, async (field, frame) => {
      await frame.evaluate(asFunction(selectScript), field);
      await field.type(text);
    });
  }

  choose(place: Place, selector: string, value: string) {
    return this.#with(place, selector, async (field) => {
      await until(`${value} can be chosen`, async () => (await field.select(value)).length > 0);
    });
  }

  click(place: Place, selector: string) {
    return this.#with(place, selector, (target) => target.click());
  }

  async text(place: Place, selector: string) {
    const frame = await this.#frame(place);
    // The page may be on its way to the bank, or back: then there is nothing to be read.
    return (frame.evaluate(asFunction(textScript), place, selector) as Promise<string>).catch(
      () => '',
    );
  }

  run(script: string) {
    return this.#page.evaluate(asFunction(script));
  }

  async leave() {
    await this.#page.browserContext().close();
  }

  async #with(
    place: Place,
    selector: string,
    act: (found: ElementHandle, frame: Frame) => Promise<void>,
  ) {
    await until(`${selector} in the ${place}`, async () => {
      const frame = await this.#frame(place);
      const found = await this.#find(frame, place, selector);
      if (!found) return false;
      await act(found, frame);
      return true;
    });
  }

  async #frame(place: Place): Promise<Frame> {
    const selector = frames[place];
    if (!selector) return this.#page.mainFrame();
    return until(`the frame of ${place}`, async () => {
      const found = await this.#find(this.#page.mainFrame(), 'page', selector);
      return (await found?.contentFrame()) ?? undefined;
    });
  }

  async #find(frame: Frame, place: Place, selector: string): Promise<ElementHandle | undefined> {
    const handle = await frame
      .evaluateHandle(asFunction(findScript), place, selector)
      .catch(() => undefined);
    return (handle?.asElement() as ElementHandle | null) ?? undefined;
  }
}

/** The body of a function as Puppeteer takes it; run in the browser only. */
// oxlint-disable-next-line typescript/no-implied-eval -- WebDriver takes text, and both share it.
const asFunction = (body: string) => new Function(body) as (...args: unknown[]) => unknown;
