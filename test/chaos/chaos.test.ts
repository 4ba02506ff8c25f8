import assert from 'node:assert/strict';
import {test} from 'node:test';
import {reportLines, wrongIn} from './report.ts';
import {runChaos} from './run.ts';

test('no payment is lost and none is doubled while replicas are killed and everything fails', async (context) => {
  const report = await runChaos({
    seed: 20_261,
    kills: 8,
    pause: [700, 1500],
    postgresCrashes: 1,
    buyersPerSecond: 6,
    patienceMs: 10_000,
  });
  for (const line of reportLines(report)) context.diagnostic(line);
  assert.deepEqual(wrongIn(report), []);
  assert.ok(report.tally.payments > 10, 'too few payments to prove anything');
  const {kills, backendsTerminated, postgresCrashes} = report.faults;
  assert.ok(kills >= 8, 'nobody was killed');
  assert.ok(backendsTerminated > 0, 'no connection was ended');
  assert.ok(postgresCrashes > 0, 'Postgres never went away');
  assert.ok(report.stripeCallsSpoiled > 0, 'Stripe answered all there was');
});
