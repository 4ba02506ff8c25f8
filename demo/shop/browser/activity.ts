/** What the sandbox shows of itself; the server's `GET /_sandbox/activity`. */
export interface Activity {
  orders: {
    id: string;
    number: string;
    status: string;
    amount: number;
    currency: string;
    createdAt: string;
  }[];
  mails: {id: string; subject: string; to: string; createdAt: string}[];
  events: {id: string; type: string; state: string; received: string}[];
}

/**
 * Asks again and again while the page is looked at, and tells what it learned; a server that is
 * away (a restart while developing) is asked again later.
 */
export function watchActivity(tell: (activity: Activity) => void): void {
  const ask = async () => {
    if (document.visibilityState === 'visible') {
      try {
        const answer = await fetch('/_sandbox/activity');
        if (answer.ok) tell((await answer.json()) as Activity);
      } catch {
        // The next round asks again.
      }
    }
    setTimeout(() => void ask(), 1200);
  };
  void ask();
}
