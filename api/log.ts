import {pino, type DestinationStream, type Logger} from 'pino';

export type {Logger};

/**
 * JSON lines. The paths below are the second fence: nothing that names a buyer or opens a door is
 * given to the logger in the first place.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: {level: (label: string) => ({level: label})},
    redact: {
      paths: secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
      censor: '[redacted]',
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

const secretKeys = [
  'authorization',
  'cookie',
  'token',
  'secret',
  'clientSecret',
  'client_secret',
  'email',
  'name',
  'phone',
  'address',
  'billingDetails',
  'billing_details',
  'shipping',
  'payload',
  '["idempotency-key"]',
  '["stripe-signature"]',
];
