/** What the payment form is opened with: a file of its own, fetched while the order is placed. */
export {Stage} from './stage.ts';
export {SlotChain} from './stripe/slot-chain.ts';
export {scriptUrl} from './stripe/trusted-types.ts';
