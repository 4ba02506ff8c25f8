import {loadTags} from '../later.ts';

/** Whether a script is the sandbox's: known from the first line of ours, before anything is asked. */
export const isSimulated = (script: string): boolean =>
  script !== '' && !script.startsWith('https://js.stripe.com/');

/** Has the browser fetch a script that will be wanted soon; whoever asks for it then, has it. */
export function preload(script: string): void {
  // A failure is met, and told, when they are needed.
  if (isSimulated(script)) loadTags().catch(() => {});
  if (document.querySelector(`link[href=${JSON.stringify(script)}]`)) return;
  const link = document.createElement('link');
  link.rel = 'preload';
  link.as = 'script';
  link.href = script;
  document.head.append(link);
}
