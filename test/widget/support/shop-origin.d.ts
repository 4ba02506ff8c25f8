declare module '/shop.js' {
  /** Where the shop under test is. */
  export const shopOrigin: string;
}
