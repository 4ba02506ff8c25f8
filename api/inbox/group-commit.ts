interface GroupCommit<Item, Result> {
  /** Resolves when the batch that holds this item is committed. */
  add: (item: Item) => Promise<Result>;
}

/**
 * Many commits in one, without a timer: one batch is on its way, and what arrives meanwhile is the
 * next. A lone item goes at once; the more there are, the larger the batches, and the fewer
 * commits. A batch that fails fails each of its items.
 */
export function groupCommit<Item, Result>(
  most: number,
  commit: (items: Item[]) => Promise<Result[]>,
): GroupCommit<Item, Result> {
  interface Waiting {
    item: Item;
    resolve: (result: Result) => void;
    reject: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let isCommitting = false;

  async function drain(): Promise<void> {
    isCommitting = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, most);
      waiting = waiting.slice(most);
      try {
        const results = await commit(batch.map(({item}) => item));
        batch.forEach(({resolve, reject}, index) => {
          const result = results[index];
          if (result === undefined) reject(new Error('The batch answered for too few items.'));
          else resolve(result);
        });
      } catch (error) {
        for (const {reject} of batch) reject(error);
      }
    }
    isCommitting = false;
  }

  return {
    add: (item) =>
      new Promise<Result>((resolve, reject) => {
        waiting.push({item, resolve, reject});
        if (!isCommitting) void drain();
      }),
  };
}
