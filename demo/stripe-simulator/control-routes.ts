import {Hono} from 'hono';
import {z} from 'zod';
import type {Control} from './control.ts';
import {paymentScenarios, scenarioOf, scenarios, type ScenarioName} from './scenarios.ts';
import type {World} from './world.ts';

const settingsChange = z.strictObject({
  payment: z.enum(paymentScenarios).exactOptional(),
  api: z.enum(['normal', 'down', 'rate_limited', 'lock_timeout', 'timeout']).exactOptional(),
  stripeJs: z.enum(['normal', 'blocked', 'slow']).exactOptional(),
  stripeJsDelay: z.int().min(0).max(60_000).exactOptional(),
  webhooks: z
    .enum(['normal', 'lost', 'doubled', 'delayed', 'reordered', 'bad_signature'])
    .exactOptional(),
  vouchers: z.enum(['paid', 'unpaid']).exactOptional(),
  cancelsProcessing: z.boolean().exactOptional(),
  latency: z.int().min(0).max(60_000).exactOptional(),
  settleAfter: z.int().min(0).exactOptional(),
  webhookDelay: z.int().min(0).exactOptional(),
});
const scenarioNames = Object.keys(scenarios) as [ScenarioName, ...ScenarioName[]];
const scenarioChange = z.strictObject({name: z.enum(scenarioNames)});
const clockChange = z.strictObject({advance: z.number().min(0)});
const resendRequest = z.strictObject({event: z.string(), endpoint: z.string().exactOptional()});

/** The control API: JSON in, JSON out, never under Stripe's own paths. */
export function controlRoutes(control: Control, world: World): Hono {
  const state = () => ({
    settings: control.settings,
    scenarios: scenarioNames,
    /** Null where single settings were changed besides. */
    scenario: scenarioOf(control.settings),
    now: new Date(control.now()).toISOString(),
  });
  const app = new Hono();
  app.onError((error, c) => {
    const isMistake = error instanceof z.ZodError || error instanceof SyntaxError;
    const detail = error instanceof z.ZodError ? z.prettifyError(error) : error.message;
    return c.json({error: detail}, isMistake ? 400 : 500);
  });
  app.get('/settings', (c) => c.json(state()));
  app.post('/settings', async (c) => {
    control.set(settingsChange.parse(await c.req.json()));
    return c.json(state());
  });
  app.post('/scenario', async (c) => {
    control.play(scenarioChange.parse(await c.req.json()).name);
    return c.json(state());
  });
  app.post('/clock', async (c) => {
    await control.advance(clockChange.parse(await c.req.json()).advance);
    return c.json(state());
  });
  app.post('/reset', (c) => {
    control.reset();
    return c.json(state());
  });
  app.get('/requests', (c) => c.json({data: control.requests()}));
  app.get('/events', (c) =>
    c.json({
      data: world.store.events
        .all()
        .map(({id, type, created, pending_webhooks}) => ({id, type, created, pending_webhooks})),
    }),
  );
  app.get('/deliveries', (c) => c.json({data: control.deliveries()}));
  app.post('/resend', async (c) => {
    const {event, endpoint} = resendRequest.parse(await c.req.json());
    if (!world.store.events.get(event)) return c.json({error: `There is no event ${event}.`}, 404);
    await control.resend(event, endpoint);
    return c.json({data: control.deliveries().filter((each) => each.event === event)});
  });
  return app;
}
