import {failure} from './failures.ts';
import {addEnglish} from './i18n/text.ts';
import {within} from './time.ts';

export type Opening = typeof import('./opening.ts');
type Helping = typeof import('./help.ts');
export type Closing = typeof import('./closing.ts');

/** How long a file of ours may take, in milliseconds. */
const patience = 15_000;

/** What the core leaves to a second file: Stripe.js and its form. */
export const loadOpening = (): Promise<Opening> => fetched(import('./opening.ts'));

/** What the core leaves to a third file: paying, and how it ended. */
export async function loadClosing(): Promise<Closing> {
  const closing = await fetched(import('./closing.ts'));
  addEnglish(closing.laterTexts);
  return closing;
}

/** What few buyers need. */
export const loadHelp = (): Promise<Helping> => fetched(import('./help.ts'));

async function fetched<File>(file: Promise<File>): Promise<File> {
  try {
    return await within(patience, file);
  } catch (cause) {
    throw failure('network_error', {cause});
  }
}
