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
  let screen: Promise<string> | undefined;
  return {
    name: 'WebKit',
    missing:
      driver && miniBrowser && display
        ? undefined
        : 'WebKitGTK is not installed: apt-get install webkit2gtk-driver xvfb',
    async visit() {
      screen ??= openScreen(processes);
      const {server, session} = await startSession(await screen);
      return new WebKitVisitor(session, () => end(server));
    },
    async quit() {
      await Promise.all(processes.map(end));
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

/** The screen to draw on; where there is none, one that nobody sees. */
async function openScreen(processes: ChildProcess[]): Promise<string> {
  if (process.env['DISPLAY']) return process.env['DISPLAY'];
  const screen = spawn(String(display), ['-displayfd', '1', '-screen', '0', '1280x1600x24'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  processes.push(screen);
  const [number] = (await once(screen.stdout, 'data')) as [Buffer];
  return `:${number.toString().trim()}`;
}

/**
 * A driver and its one session. The driver guesses a free port to speak with its browser on; when
 * another process was faster it waits for ever, and only a new driver guesses anew.
 */
async function startSession(screen: string, tries = 3) {
  const port = await freePort();
  const server = spawn(String(driver), [`--port=${port}`], {
    env: {...process.env, DISPLAY: screen},
    stdio: 'ignore',
  });
  try {
    const session = await WebDriver.open(`http://127.0.0.1:${port}`, {
      'webkitgtk:browserOptions': {binary: miniBrowser, args: ['--automation']},
    });
    return {server, session};
  } catch (error) {
    await end(server);
    if (tries === 1) throw error;
    return startSession(screen, tries - 1);
  }
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  if (child.exitCode === null && child.kill()) await ended;
}

class WebKitVisitor implements Visitor {
  readonly #session: WebDriver;
  readonly #end: () => Promise<void>;

  constructor(session: WebDriver, end: () => Promise<void>) {
    this.#session = session;
    this.#end = end;
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

  async leave() {
    await this.#session.close();
    await this.#end();
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
