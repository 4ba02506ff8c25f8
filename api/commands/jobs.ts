/**
 * `npm run jobs`: shows the jobs that were given up, mails that could not be sent for example.
 * `npm run jobs -- rerun 17 18` or `rerun --all` puts them back, by the running server or when it
 * starts.
 */
import {failedJobs, rerunJobs} from '../queue/given-up.ts';
import {StartError} from '../start-error.ts';
import {runCommand, say} from './open.ts';

await runCommand(async ({db}) => {
  const [verb, ...given] = process.argv.slice(2);
  if (verb !== undefined && (verb !== 'rerun' || given.length === 0)) {
    throw new StartError(
      'Say which: npm run jobs -- rerun ID (or --all); or nothing, to see them.',
    );
  }
  const failed = await failedJobs(db.queries);
  if (verb === undefined) {
    for (const {id, task, key, attempts, error} of failed) {
      say([id, task, key ?? '-', `${attempts} tries`, error ?? '-'].join('  '));
    }
    say(`${failed.length} jobs were given up. Again: npm run jobs -- rerun ID (or --all)`);
    return;
  }
  const ids = given.includes('--all') ? failed.map(({id}) => id) : given;
  say(`${await rerunJobs(db.queries, ids)} jobs are in the queue again.`);
});
