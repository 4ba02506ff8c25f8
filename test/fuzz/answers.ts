/** What every answer must be, whatever was asked. */
import {
  config,
  errorCodes,
  hostedPaymentStarted,
  orderFound,
  orderPlaced,
  orderShown,
  paymentStarted,
  problem,
} from '../../api/contract.ts';

/** The answers that the contract promises, by operation. */
const promised = {
  'GET /config': config,
  'POST /orders': orderPlaced,
  'POST /orders/lookup': orderFound,
  'GET /orders/{id}': orderShown,
  'PATCH /orders/{id}': orderShown,
  'POST /orders/{id}/payment': paymentStarted,
  'POST /orders/{id}/checkout-session': hostedPaymentStarted,
} as const;

/** What gives away how the server is made, or what it knows. */
const leaks: RegExp[] = [
  /\n\s+at /,
  /node_modules|file:\/\/|\.(ts|js|mjs):\d+/,
  /\b(select|insert into|update|delete from)\b.+\b(from|values|set|where)\b/is,
  /DrizzleQueryError|PostgresError|ZodError|TypeError|RangeError|SyntaxError|ECONNREFUSED/,
  /sqlstate|violates|relation "|duplicate key/i,
  /postgres(ql)?:\/\//,
];

export interface Answered {
  operation: string;
  /** What was sent: an echo of it is no leak. */
  sent: string;
  status: number;
  type: string;
  text: string;
}

/** What is wrong with this answer, in a sentence; nothing where it is as it should be. */
export function faultOf(
  {operation, sent, status, type, text}: Answered,
  secrets: readonly string[],
): string | undefined {
  // Nor 503: all that the server needs is there.
  if (status >= 500) return `the status is ${status}`;
  if (secrets.some((secret) => text.includes(secret))) return 'it holds a secret of the server';
  for (const leak of leaks) {
    const found = leak.exec(text)?.[0];
    if (found !== undefined && !sent.includes(found))
      return `it gives away ${JSON.stringify(found)}`;
  }
  if (text === '') return undefined;
  if (status >= 400) return faultOfProblem(status, type, text);
  const schema = promised[operation as keyof typeof promised];
  if (!schema || status === 204 || !type.startsWith('application/json')) return undefined;
  const checked = schema.safeParse(JSON.parse(text));
  return checked.success ? undefined : `it is not what the contract says: ${checked.error.message}`;
}

function faultOfProblem(status: number, type: string, text: string): string | undefined {
  if (type !== 'application/problem+json') return `an error came as ${type}`;
  const checked = problem.safeParse(JSON.parse(text));
  if (!checked.success) return `it is no problem+json: ${checked.error.message}`;
  if (checked.data.status !== status) return 'the status in the body is another one';
  const [documented] = errorCodes[checked.data.code];
  return documented === status ? undefined : `${checked.data.code} belongs to ${documented}`;
}
