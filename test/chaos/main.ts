/** `npm run chaos -- --kills 100 --seed 7`: the long run, and its tally. */
import {parseArgs} from 'node:util';
import {reportLines, wrongIn} from './report.ts';
import {runChaos} from './run.ts';

const {values} = parseArgs({
  options: {
    kills: {type: 'string', default: '100'},
    seed: {type: 'string', default: String(Date.now() % 100_000)},
    buyers: {type: 'string', default: '8'},
  },
});
const kills = Number(values.kills);
const report = await runChaos({
  seed: Number(values.seed),
  kills,
  pause: [600, 2400],
  postgresCrashes: Math.max(1, Math.round(kills / 20)),
  buyersPerSecond: Number(values.buyers),
  patienceMs: 20_000,
  say: (what) => console.error(`… ${what}`),
});
console.log(reportLines(report).join('\n'));
const wrong = wrongIn(report);
console.log(
  wrong.length === 0 ? '\nNothing was lost and nothing was doubled.' : `\n${wrong.join('\n')}`,
);
process.exit(wrong.length === 0 ? 0 : 1);
