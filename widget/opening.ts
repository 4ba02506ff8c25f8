/** What the payment form is opened with: a file of its own, fetched while the order is placed. */
export {Stage} from './stage.ts';
