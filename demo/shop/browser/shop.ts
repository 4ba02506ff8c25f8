/** The script of the demo's pages: settings from the address, and the aside beside the checkout. */
import {render} from 'lit';
import {watchActivity, type Activity} from './activity.ts';
import {counterView, mailDialog} from './counter.ts';
import {applySettings} from './settings.ts';
import {SimulatorPanel} from './simulator.ts';

const checkout = document.querySelector('one-page-checkout');
const counter = document.querySelector<HTMLElement>('#counter');

if (checkout) applySettings(checkout, new URLSearchParams(location.search));
if (checkout && counter) openCounter(checkout, counter);
if (document.documentElement.dataset['reload'] !== undefined) void reloadOnChange();

function openCounter(checkout: Element, counter: HTMLElement): void {
  const dialog = document.body.appendChild(document.createElement('dialog'));
  const openMail = (id: string) => {
    render(mailDialog(id), dialog);
    dialog.showModal();
  };
  let activity: Activity | undefined;
  const show = () => render(counterView(activity, checkout, simulator.view(), openMail), counter);
  const simulator = new SimulatorPanel(show);
  show();
  watchActivity((latest) => {
    activity = latest;
    show();
  });
}

/** While developing: a rebuild, or a restarted server, reloads the page. */
async function reloadOnChange(): Promise<void> {
  const version = async () => (await fetch('/demo/version.txt', {cache: 'no-store'})).text();
  const known = await version();
  const compare = async () => {
    // A server that is just restarting is asked again.
    const now = await version().catch(() => known);
    if (now !== known) location.reload();
  };
  setInterval(() => void compare(), 500);
}
