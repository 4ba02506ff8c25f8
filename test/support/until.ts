/**
 * Asks again until the answer is there: for what happens in another process, which cannot be
 * awaited. Fails with the last answer when it does not come.
 */
export async function until<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined | false>,
  limit = 15_000,
): Promise<Answer> {
  for (const deadline = Date.now() + limit; ;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`Waited ${limit} ms in vain: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}
