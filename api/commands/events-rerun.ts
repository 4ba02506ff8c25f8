/**
 * `npm run events:rerun`: shows the events that could not be applied. With their ids, or `--all`,
 * they are applied anew, by the running server or when it starts.
 */
import {listParked, rerunEvents} from '../inbox/parked.ts';
import {runCommand, say} from './open.ts';

await runCommand(async ({db}) => {
  const given = process.argv.slice(2);
  const parked = await listParked(db.queries);
  if (given.length === 0) {
    for (const {id, type, reason, orderId, receivedAt} of parked) {
      say([id, type, reason, orderId ?? '-', receivedAt.toISOString()].join('  '));
    }
    say(`${parked.length} events are parked. Again: npm run events:rerun -- evt_… (or --all)`);
    return;
  }
  const ids = given.includes('--all') ? parked.map(({id}) => id) : given;
  say(`${await rerunEvents(db, ids)} events are in the queue again.`);
});
