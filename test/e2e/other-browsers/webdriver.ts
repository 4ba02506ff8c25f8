import {until} from '../../support/until.ts';

/** An element, as WebDriver names it in what it answers and takes. */
export type ElementReference = Record<string, string>;

const reference = 'element-6066-11e4-a52e-4f735466cecf';

/** A session of a WebDriver server: what the tests need of https://www.w3.org/TR/webdriver2/. */
export class WebDriver {
  readonly #session: string;

  private constructor(session: string) {
    this.#session = session;
  }

  /** Opens a session as soon as the server answers. */
  static async open(server: string, capabilities: object): Promise<WebDriver> {
    await until(`${server} answers`, () => fetch(`${server}/status`).catch(() => undefined));
    const {sessionId} = await command<{sessionId: string}>('POST', `${server}/session`, {
      capabilities: {alwaysMatch: capabilities},
    });
    return new WebDriver(`${server}/session/${sessionId}`);
  }

  goto(url: string): Promise<void> {
    return this.#post('url', {url});
  }

  /** Runs the body of a function of `arguments`. */
  run<Result>(script: string, args: unknown[] = []): Promise<Result> {
    return this.#post('execute/sync', {script, args});
  }

  /** Turns to a frame of the current one, or back to the page. */
  enter(frame: ElementReference | null): Promise<void> {
    return this.#post('frame', {id: frame});
  }

  /** Chooses an option. */
  click(element: ElementReference): Promise<void> {
    return this.#post(`element/${element[reference]}/click`, {});
  }

  /** Presses the mouse at a point of the window. */
  press(x: number, y: number): Promise<void> {
    const actions = [
      {type: 'pointerMove', x: Math.round(x), y: Math.round(y)},
      {type: 'pointerDown', button: 0},
      {type: 'pointerUp', button: 0},
    ];
    return this.#post('actions', {actions: [{type: 'pointer', id: 'mouse', actions}]});
  }

  /** Types where the focus is. */
  type(text: string): Promise<void> {
    const actions = text.split('').flatMap((value) => [
      {type: 'keyDown', value},
      {type: 'keyUp', value},
    ]);
    return this.#post('actions', {actions: [{type: 'key', id: 'keyboard', actions}]});
  }

  async close(): Promise<void> {
    await command('DELETE', this.#session);
  }

  #post<Result>(path: string, body: object): Promise<Result> {
    return command('POST', `${this.#session}/${path}`, body);
  }
}

async function command<Result>(method: string, url: string, body?: object): Promise<Result> {
  const answer = await fetch(url, {
    method,
    ...(body && {body: JSON.stringify(body)}),
    signal: AbortSignal.timeout(60_000),
  });
  const {value} = (await answer.json()) as {value: Result & {error?: string; message?: string}};
  if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
  return value;
}
