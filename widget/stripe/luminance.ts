/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance, of a colour laid on another. */
export function luminance(color: string, on = color): number {
  const [, , , alpha = 1] = numbersOf(color);
  const below = numbersOf(on);
  const [red = 1, green = 1, blue = 1] = numbersOf(color)
    .slice(0, 3)
    .map((value, index) => (value * alpha + (below[index] ?? 255) * (1 - alpha)) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const numbersOf = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
