/** The order in which the file of a built language holds the groups of `english.ts`. */
export const textGroups = [
  'first',
  'check',
  'later',
  'trouble',
  'quantities',
  'places',
  'shipping',
] as const;

export type TextGroup = (typeof textGroups)[number];
