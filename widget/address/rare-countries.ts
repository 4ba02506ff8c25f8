/** What the address of a rarer country takes: a file of its own, fetched when one is chosen. */
export {placesTexts} from '../i18n/english-places.ts';
export {rules} from './rules.ts';
