/** Does the work for each item, `most` of them under way at any time. */
export async function inParallel<Item>(
  items: Item[],
  work: (item: Item) => Promise<void>,
  most = 12,
): Promise<void> {
  const rest = items.values();
  await Promise.all(
    Array.from({length: most}, async () => {
      for (const item of rest) await work(item);
    }),
  );
}
