import {commonPatterns} from './common-patterns.ts';
import {lines} from './rule.ts';

/** What the postal codes of common countries look like: it comes with what checks them. */
export function addPatterns(): void {
  for (const line of commonPatterns.split('\n')) {
    const [country = '', pattern = ''] = line.split('\t');
    lines.get(country)?.splice(4, 1, pattern);
  }
}
