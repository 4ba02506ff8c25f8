/**
 * From the first thing that goes wrong on: words for it, and the way back to a form that stands. A
 * file of its own, fetched then.
 */
export {errorTexts, finalErrors} from './error-texts.ts';
export {troubleTexts} from './i18n/english-trouble.ts';
export {nextStep} from './next-step.ts';
export {goOn, lookAgain, recover, resolve} from './recovery.ts';
export {rareOutcome, reasonOf} from './views/rare-outcome.ts';
