import assert from 'node:assert/strict';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {after, test} from 'node:test';
import {ApiCallError, createApiClient} from '../../../widget/api-client.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const servers: ReturnType<typeof createServer>[] = [];
after(() => servers.forEach((server) => (server.closeAllConnections(), server.close())));

async function serve(handler: Handler): Promise<string> {
  const server = createServer(handler);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

const answer = (response: ServerResponse, status: number, body: object) => {
  response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(body));
};

test('a busy order is asked again, with the same key and body', async () => {
  const seen: string[] = [];
  const apiUrl = await serve((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      seen.push(`${String(request.headers['idempotency-key'])} ${body}`);
      if (seen.length === 1) answer(response, 409, {code: 'order_busy', status: 409});
      else answer(response, 201, {token: 't'});
    });
  });
  const api = createApiClient({apiUrl});
  await api.placeOrder({items: [{sku: 'tee', quantity: 1}]}, 'key-1');
  assert.equal(seen.length, 2);
  assert.equal(seen[0], seen[1]);
});

test('a refusal comes back as its code, with what the API said, and is not repeated', async () => {
  let count = 0;
  const apiUrl = await serve((_, response) => {
    count += 1;
    answer(response, 422, {code: 'out_of_stock', status: 422, available: 1});
  });
  await assert.rejects(createApiClient({apiUrl}).config(), (error) => {
    assert.ok(error instanceof ApiCallError);
    assert.equal(error.code, 'out_of_stock');
    assert.equal(error.problem?.available, 1);
    return true;
  });
  assert.equal(count, 1);
});

test('an answer that never comes ends as a timeout', async () => {
  const apiUrl = await serve(() => {});
  await assert.rejects(createApiClient({apiUrl, timeout: 50}).config(), {code: 'timeout'});
});

test('an aborted call ends at once, and is not mistaken for a bad network', async () => {
  const apiUrl = await serve(() => {});
  const controller = new AbortController();
  const call = createApiClient({apiUrl, signal: controller.signal}).config();
  controller.abort();
  await assert.rejects(call, {name: 'AbortError'});
});

test('an answer that is not JSON is a bad network, not a crash', async () => {
  const apiUrl = await serve((_, response) => response.end('<html>captive portal</html>'));
  await assert.rejects(createApiClient({apiUrl}).config(), {code: 'network_error'});
});
