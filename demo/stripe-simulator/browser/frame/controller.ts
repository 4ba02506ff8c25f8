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
    request: (call: ApiRequest) => request(key, call),
  };
};
