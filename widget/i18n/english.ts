import {firstTexts} from './english-first.ts';
import {laterTexts} from './english-later.ts';

/**
 * Every text the element can show, in the language it is written in; `{name}` is filled in. For
 * types and tests: the element loads the two halves each in its own time.
 */
export const english = {...firstTexts, ...laterTexts};

export type TextKey = keyof typeof english;
