import type {ApiRequest} from '../wire/messages.ts';
import {request} from './api.ts';
import type {FrameApp} from './main.ts';

/** The hidden frame: API calls that need nothing of what the buyer typed. */
export const controllerApp: FrameApp = () => {
  let key = '';
  return {
    state: (state: {key: string}) => {
      key = state.key;
    },
    refuse: async (url: string) => {
      // What the page answers is of no interest and, from another origin, not readable.
      await fetch(url, {
        method: 'POST',
        mode: 'no-cors',
        credentials: 'omit',
        headers: {Accept: 'application/json'},
        body: new URLSearchParams({outcome: 'fail'}),
      });
    },
    request: (call: ApiRequest) => request(key, call),
  };
};
