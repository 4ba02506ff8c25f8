/**
 * `node api/run.mjs FILE …`: installs what is missing, then runs a TypeScript file of this tree in
 * this very process, so that a signal meant for it needs no forwarding.
 */
import {resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {ensureInstalled} from './install.mjs';

ensureInstalled();
const {register} = await import('tsx/esm/api');
register();
const [node, , file, ...rest] = process.argv;
// As if the file had been started itself: it may look whether it is the entry.
process.argv = [node, resolve(file), ...rest];
await import(pathToFileURL(resolve(file)).href);
