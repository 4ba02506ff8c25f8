/** What stands in for Stripe, and for a shop, while there are no keys. Types only. */
import type {Hono} from 'hono';
import type {Logger} from './log.ts';
import type {CatalogEntry} from './orders/catalog.ts';

export type SeedProduct = CatalogEntry;

export interface Sandbox {
  secretKey: string;
  publishableKey: string;
  webhookSecret: string;
  /** The simulator and the demo's pages: asked for every path that the API does not know. */
  routes: Hono;
  /** Put into the catalogue where they are missing. */
  products: SeedProduct[];
  close(): Promise<void>;
}

export type OpenSandbox = (options: {
  dataDir: string;
  origin: string;
  webhookUrl: string;
  log: Logger;
}) => Promise<Sandbox>;
