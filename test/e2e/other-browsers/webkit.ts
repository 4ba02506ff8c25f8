import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readdirSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {freePort} from '../../support/server.ts';
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
import {WebDriver, type ElementReference} from './webdriver.ts';

const onPath = (name: string) =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));

const driver = onPath('WebKitWebDriver');
const miniBrowser = findMiniBrowser();
const display = process.env['DISPLAY'] || onPath('Xvfb');

/** WebKitGTK as Debian packages it: https://webkitgtk.org, the engine of Safari. */
export function webkit(): Browser {
  const processes: ChildProcess[] = [];
  let server: Promise<string> | undefined;
  return {
    name: 'WebKit',
    missing:
      driver && miniBrowser && display
        ? undefined
        : 'WebKitGTK is not installed: apt-get install webkit2gtk-driver xvfb',
    async visit() {
      server ??= start(processes);
      const session = await WebDriver.open(await server, {
        'webkitgtk:browserOptions': {binary: miniBrowser, args: ['--automation']},
      });
      return new WebKitVisitor(session);
    },
    async quit() {
      for (const each of processes.reverse()) {
        const ended = once(each, 'exit');
        if (each.kill()) await ended;
      }
    },
  };
}

function findMiniBrowser(): string | undefined {
  const [libraries = ''] = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu'].filter(
    (folder) => existsSync(folder),
  );
  if (!libraries) return undefined;
  return readdirSync(libraries)
    .filter((folder) => folder.startsWith('webkit2gtk-'))
    .map((folder) => join(libraries, folder, 'MiniBrowser'))
    .find((path) => existsSync(path));
}

/** Starts the driver, and where there is no screen, one that nobody sees. */
async function start(processes: ChildProcess[]): Promise<string> {
  const environment = {...process.env, DISPLAY: process.env['DISPLAY'] ?? ''};
  if (!environment.DISPLAY) {
    const screen = spawn(String(display), ['-displayfd', '1', '-screen', '0', '1280x1600x24'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    processes.push(screen);
    const [number] = (await once(screen.stdout, 'data')) as [Buffer];
    environment.DISPLAY = `:${number.toString().trim()}`;
  }
  const port = await freePort();
  processes.push(spawn(String(driver), [`--port=${port}`], {env: environment, stdio: 'ignore'}));
  return `http://127.0.0.1:${port}`;
}

class WebKitVisitor implements Visitor {
  readonly #session: WebDriver;

  constructor(session: WebDriver) {
    this.#session = session;
  }

  goto(address: string) {
    return this.#session.goto(address);
  }

  type(place: Place, selector: string, text: string) {
    return this.#with(place, selector, async (field) => {
      await this.#press(place, field);
      await this.#enter(place);
      await this.#session.run(selectScript, [field]);
      await this.#session.enter(null);
      await this.#session.type(text);
    });
  }

  choose(place: Place, selector: string, value: string) {
    return this.#with(place, selector, async (field) => {
      const option = await until(`${value} can be chosen`, () =>
        this.#session.run<ElementReference | false>(
          'return [...arguments[0].options].find(({value}) => value === arguments[1]) ?? false;',
          [field, value],
        ),
      );
      await this.#session.click(option);
    });
  }

  click(place: Place, selector: string) {
    return this.#with(place, selector, (target) => this.#press(place, target));
  }

  async text(place: Place, selector: string) {
    await this.#enter(place);
    // The page may be on its way to the bank, or back: then there is nothing to be read.
    return this.#session.run<string>(textScript, [place, selector]).catch(() => '');
  }

  async run(script: string) {
    await this.#session.enter(null);
    return this.#session.run(script);
  }

  leave() {
    return this.#session.close();
  }

  /** Waits for the thing; what is redrawn in the meantime is looked for once more. */
  async #with(place: Place, selector: string, act: (found: ElementReference) => Promise<void>) {
    await until(`${selector} in the ${place}`, async () => {
      await this.#enter(place);
      const found = await this.#find(place, selector);
      if (!found) return false;
      await act(found);
      return true;
    });
  }

  /** The driver's own click misses what is in a frame; a point of the window is the same for all. */
  async #press(place: Place, target: ElementReference) {
    const middle = await this.#session.run<[x: number, y: number]>(middleScript, [target]);
    await this.#session.enter(null);
    const frame = frames[place] && (await this.#find('page', frames[place]));
    const [left, top] = frame
      ? await this.#session.run<[x: number, y: number]>(cornerScript, [frame])
      : [0, 0];
    await this.#session.press(left + middle[0], top + middle[1]);
  }

  async #enter(place: Place) {
    await this.#session.enter(null);
    const frame = frames[place];
    if (!frame) return;
    const found = await until(`the frame of ${place}`, () => this.#find('page', frame));
    await this.#session.enter(found);
  }

  async #find(place: Place, selector: string): Promise<ElementReference | undefined> {
    const found = this.#session.run<ElementReference | null>(findScript, [place, selector]);
    return (await found.catch(() => null)) ?? undefined;
  }
}

const middleScript = `
  arguments[0].scrollIntoView({block: 'center', behavior: 'instant'});
  const {left, top, width, height} = arguments[0].getBoundingClientRect();
  return [left + width / 2, top + height / 2];
`;

const cornerScript = `
  const {left, top} = arguments[0].getBoundingClientRect();
  return [left + arguments[0].clientLeft, top + arguments[0].clientTop];
`;
