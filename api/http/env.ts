/** What the middleware hands on to the routes. */
export interface AppEnv {
  Variables: {requestId: string};
}
