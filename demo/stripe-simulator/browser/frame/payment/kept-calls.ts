import type {ApiAnswer, FrameState, KeptMethod} from '../../wire/messages.ts';
import {request} from '../api.ts';

/** Takes a kept method from the customer, as far as their session permits. */
export const detachKept = (state: FrameState, {id}: KeptMethod): Promise<ApiAnswer> =>
  send(state, `/v1/elements/payment_methods/${id}/detach`, {});

/** Corrects what a kept method says of its owner and, for a card, when it expires. */
export const updateKept = (
  state: FrameState,
  {id}: KeptMethod,
  change: Record<string, unknown>,
): Promise<ApiAnswer> => send(state, `/v1/elements/payment_methods/${id}`, change);

const send = (state: FrameState, path: string, params: Record<string, unknown>) =>
  request(state.key, {
    method: 'POST',
    path,
    params: {
      ...params,
      customer_session_client_secret: state.elementsOptions.customerSession,
    },
  });
