/** Does the work for each item, a dozen under way at any time. */
export async function inParallel<Item>(
  items: Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  await Promise.all(
    Array.from({length: 12}, async () => {
      for (const item of rest) await work(item);
    }),
  );
}
