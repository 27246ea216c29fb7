import type { Answer } from '../faults/answer-with-faults.js';

/** A call without a token that is accepted here. Its body is not documented; the envelope is. */
export function restpagosRefusal(): Answer {
  const body = {
    success: false,
    title_response: 'Error',
    text_response: 'Unauthorized.',
    last_action: 'validation token',
    data: [],
  };
  return { status: 401, body };
}
