/**
 * What the payment form is opened with, paid with, and shown the end of: a file of its own, fetched
 * while the order is placed.
 */
export {Stage} from './stage.ts';
export {SlotChain} from './stripe/slot-chain.ts';
export {scriptUrl} from './stripe/trusted-types.ts';
