/** What the middleware hands on to the routes. */
export interface AppEnv {
  Variables: {
    requestId: string;
    /** Stands for the client's network, for the limits. */
    client: string;
  };
}
