import {createRoute, OpenAPIHono} from '@hono/zod-openapi';
import {config as configSchema} from '../contract.ts';
import type {Deps} from '../deps.ts';
import type {AppEnv} from '../http/env.ts';
import {json, problems} from './answers.ts';

const showConfig = createRoute({
  method: 'get',
  path: '/config',
  summary: 'What the element needs to begin',
  responses: {200: json(configSchema, 'The public settings of this shop.'), ...problems()},
});

export const configRoutes = ({config, publishableKey, sandbox}: Deps) =>
  new OpenAPIHono<AppEnv>().openapi(showConfig, (c) =>
    c.json(
      {
        publishableKey,
        currency: config.defaultCurrency,
        sandbox: sandbox !== undefined,
        ...(config.captcha
          ? {captcha: {provider: 'turnstile' as const, siteKey: config.captcha.siteKey}}
          : {}),
        ...(sandbox ? {stripeJs: '/endive/stripe.js'} : {}),
      },
      200,
    ),
  );
