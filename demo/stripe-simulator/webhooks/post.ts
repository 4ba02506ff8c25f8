import http from 'node:http';
import https from 'node:https';

const patience = 20_000;
const agents = {
  http: new http.Agent({keepAlive: true}),
  https: new https.Agent({keepAlive: true}),
};

export interface Posted {
  /** Null when there was no answer. */
  status: number | null;
  error: string | null;
}

/** Posts one event. A redirect is an answer like any other: Stripe does not follow it. */
export function post(
  url: string,
  body: string,
  signature: string,
  closing: AbortSignal,
): Promise<Posted> {
  return new Promise((resolve) => {
    const isSecure = url.startsWith('https:');
    let timer: NodeJS.Timeout | undefined;
    const finish = (result: Posted) => {
      clearTimeout(timer);
      resolve(result);
    };
    const request = (isSecure ? https : http).request(
      url,
      {
        method: 'POST',
        agent: isSecure ? agents.https : agents.http,
        signal: closing,
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          'Content-Length': Buffer.byteLength(body),
          'Stripe-Signature': signature,
          'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        },
      },
      (response) => {
        response.resume();
        response.on('end', () => finish({status: response.statusCode ?? null, error: null}));
        response.on('error', (error) => finish({status: null, error: error.message}));
      },
    );
    timer = setTimeout(() => request.destroy(new Error('no answer in time')), patience);
    request.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      // The receiver had just closed the idle connection: that says nothing about this event.
      if (request.reusedSocket && error.code === 'ECONNRESET' && !closing.aborted) {
        resolve(post(url, body, signature, closing));
      } else {
        resolve({status: null, error: error.message || String(error.code)});
      }
    });
    request.end(body);
  });
}
