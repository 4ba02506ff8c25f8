import {Hono} from 'hono';
import type {Control} from '../control.ts';
import {type ScenarioName, scenarios} from '../scenarios.ts';
import type {World} from '../world.ts';
import {escapeHtml, page} from './html.ts';

const shown = 20;

/** A page to choose a scenario, move the clock and see what happened; it works without scripts. */
export function panel(control: Control, world: World): Hono {
  const app = new Hono();
  app.get('/', (c) => c.html(draw(control, world)));
  app.post('/', async (c) => {
    const {scenario, advance} = await c.req.parseBody();
    if (typeof scenario === 'string' && Object.hasOwn(scenarios, scenario)) {
      control.play(scenario as ScenarioName);
    }
    const seconds = Number(advance);
    if (Number.isFinite(seconds) && seconds > 0) await control.advance(seconds * 1000);
    return c.redirect('/_simulator/', 303);
  });
  return app;
}

function draw(control: Control, world: World): string {
  const buttons = Object.keys(scenarios).map(
    (name) => `<button name="scenario" value="${name}">${name.replaceAll('_', ' ')}</button>`,
  );
  const changed = Object.entries(control.settings)
    .map(([name, value]) => `${name}: ${value}`)
    .join(' · ');
  return page(
    'Stripe simulator',
    `<p>${escapeHtml(changed)}</p>
      <h2>Scenario</h2>
      <form method="post">${buttons.join('\n        ')}</form>
      <h2>Clock: ${new Date(control.now()).toISOString()}</h2>
      <form method="post">
        <button name="advance" value="60">a minute on</button>
        <button name="advance" value="3600">an hour on</button>
        <button name="advance" value="86400">a day on</button>
        <button name="advance" value="604800">a week on</button>
      </form>
      ${list(
        'Requests',
        control.requests().map(({method, path, status}) => `${status} ${method} ${path}`),
      )}
      ${list(
        'Events',
        world.store.events.all().map(({id, type}) => `${type} ${id}`),
      )}
      ${list(
        'Deliveries',
        control
          .deliveries()
          .map(({status, error, type, url}) => `${status ?? error ?? ''} ${type} → ${url}`),
      )}`,
  );
}

/** The newest lines first. */
function list(title: string, lines: string[]): string {
  const items = lines
    .slice(-shown)
    .reverse()
    .map((line) => `<li>${escapeHtml(line)}</li>`);
  return `<h2>${title}</h2>\n      <ol>${items.join('')}</ol>`;
}
