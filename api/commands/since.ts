/** `2h` as a moment two hours ago (m, h or d); nothing where it is not written like that. */
export function sinceOf(text: string | undefined): Date | undefined {
  const [, count, unit] = /^(\d{1,4})(m|h|d)$/.exec(text ?? '') ?? [];
  if (!count || !unit) return undefined;
  const seconds = {m: 60, h: 3600, d: 86_400}[unit] ?? 0;
  return new Date(Date.now() - Number(count) * seconds * 1000);
}
