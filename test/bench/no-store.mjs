/**
 * `node --import` this before the built server, and it is the same server with storing left out:
 * every event is verified and answered, none is kept.
 */
import {register} from 'node:module';

const inbox = `data:text/javascript,${encodeURIComponent(
  "export const createInbox = () => ({receive: async () => 'new'});",
)}`;

const hooks = `export async function resolve(specifier, context, next) {
  return specifier.endsWith('/inbox/inbox.js')
    ? {url: ${JSON.stringify(inbox)}, shortCircuit: true}
    : next(specifier, context);
}`;

register(`data:text/javascript,${encodeURIComponent(hooks)}`);
