import type {Port} from '../wire/port.ts';

/** The page hears of the Escape key, wherever in the frame it is pressed. */
export function reportEscape(host: Port): void {
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') host.tell('escape');
  });
}
