import {formEncode} from '../wire/form-encode.ts';
import type {ApiAnswer, ApiRequest} from '../wire/messages.ts';
import {apiVersion} from '../wire/release.ts';

/** One call to the API at this frame's own origin, with the publishable key and no cookies. */
export async function request(key: string, {method, path, params}: ApiRequest): Promise<ApiAnswer> {
  const form = formEncode({...params, key, _stripe_version: apiVersion});
  const url = new URL(path, location.href);
  if (method === 'GET') url.search = form.toString();
  try {
    const response = await fetch(url, {
      method,
      credentials: 'omit',
      ...(method === 'POST' && {body: form}),
    });
    return {status: response.status, body: (await response.json()) as ApiAnswer['body']};
  } catch {
    return {
      status: 0,
      body: {
        error: {
          type: 'api_connection_error',
          message:
            'Unable to connect to Stripe. Please check your internet connection and try again.',
        },
      },
    };
  }
}
