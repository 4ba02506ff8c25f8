/** The tally as lines for people, and what is wrong in it. */
import type {ChaosReport} from './run.ts';

export function reportLines({tally, visits, faults, ...report}: ChaosReport): string[] {
  const rows: [string, number][] = [
    ['replicas killed', faults.kills],
    ['database connections ended', faults.backendsTerminated],
    ['Postgres crashed', faults.postgresCrashes],
    ['calls to Stripe spoiled', report.stripeCallsSpoiled],
    ['starts given up (and made again)', report.failedStarts.length],
    ['500s that buyers met', report.serverMistakes.length],
    ['buyers who paid', visits.paid],
    ['buyers who left', visits.left],
    ['buyers who found it sold out', visits['sold out']],
    ['buyers who gave up waiting', visits['gave up']],
    ['payments taken', tally.payments],
    ['paid orders', tally.paidOrders],
    ['mails repeated (same Message-ID)', tally.repeatedMails],
    ['merchant calls repeated (same webhook-id)', tally.repeatedCalls],
    ...Object.entries(tally.wrong),
    ['replicas that died by themselves', report.deaths.length],
    ['replicas that hung', report.hung.length],
  ];
  return rows.map(([what, count]) => `${String(count).padStart(6)}  ${what}`);
}

/** Sentences about everything that must not be; none in a good run. */
export function wrongIn({tally, serverMistakes, deaths, hung}: ChaosReport): string[] {
  return [
    ...Object.entries(tally.wrong)
      .filter(([, count]) => count > 0)
      .map(([what, count]) => `${what}: ${count}`),
    ...new Set(serverMistakes.map((request) => `a bare 500: ${request}`)),
    ...deaths.map((death) => `died by itself: ${death}`),
    ...hung.map((replica) => `hung: ${replica}`),
  ];
}
