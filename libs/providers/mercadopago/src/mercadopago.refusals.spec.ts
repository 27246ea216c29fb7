import { refusal } from './fixtures/samples.js';
import {
  CANCEL_REFUSALS,
  CREATE_REFUSALS,
  isNoSuchPayment,
  refusalOf,
} from './mercadopago.refusals.js';

const of400 = (codes: readonly (number | string)[]) =>
  refusalOf(400, () => JSON.parse(JSON.stringify(refusal(400, codes))), CREATE_REFUSALS);

const never = () => {
  throw new Error('the body proves nothing here');
};

describe('a create that gave no payment', () => {
  it.each(Object.entries(CREATE_REFUSALS))('with the code %s is %s', (code, kind) => {
    const error = of400([Number(code)]);
    expect(error.kind).toBe(kind);
    const expected = kind === 'duplicate_reference' ? 'unknown' : 'rejected';
    expect(error.meaning.outcome).toBe(expected);
  });

  it.each([401, 403])('with HTTP %i is refused for our credentials, whatever it says', (status) => {
    const error = refusalOf(status, never, CREATE_REFUSALS);
    expect(error.kind).toBe('auth_failed');
    expect(error.meaning.outcome).toBe('rejected');
  });

  it.each([
    [409, 'duplicate_reference'],
    [423, 'duplicate_reference'],
    [408, 'provider_failed'],
    [425, 'provider_failed'],
    [429, 'provider_failed'],
    [500, 'provider_failed'],
    [502, 'provider_failed'],
    [504, 'provider_failed'],
    [301, 'malformed_reply'],
    [202, 'malformed_reply'],
    [402, 'malformed_reply'],
    [405, 'malformed_reply'],
  ])('with HTTP %i may have been executed, whatever it says', (status, kind) => {
    const error = refusalOf(status, never, CREATE_REFUSALS);
    expect(error.kind).toBe(kind);
    expect(error.meaning.outcome).toBe('unknown');
  });

  it.each([
    ['a gateway that failed', [2004]],
    ['a token service that failed', [2007]],
    ['a code of no table', [9999]],
    ['a code of no table beside one that is known', [4037, 9999]],
    ['a name that every object has', ['constructor']],
    ['no code', []],
  ])('with %s may have been executed', (_, codes) => {
    expect(of400(codes).kind).toBe('malformed_reply');
  });

  it.each([
    ['that it was posted already', [4050, 2001, 4037], 'duplicate_reference'],
    ['an amount', [4050, 4037], 'limit_exceeded'],
    ['an account', [4037, 3], 'auth_failed'],
  ])('says %s before anything else', (_, codes, kind) => {
    expect(of400(codes).kind).toBe(kind);
  });

  it.each([
    ['a cause that is no list', { ...refusal(400, []), cause: { code: 4037 } }, 'limit_exceeded'],
    ['codes as text', refusal(400, ['4037']), 'limit_exceeded'],
    ['the status of another answer', refusal(404, [4037]), 'malformed_reply'],
    ['no error', { status: 400, cause: [{ code: 4037 }] }, 'malformed_reply'],
    ['no cause', { error: 'bad_request', status: 400 }, 'malformed_reply'],
    ['null', null, 'malformed_reply'],
    ['a text', 'bad_request', 'malformed_reply'],
  ])('is read with %s', (_, json, kind) => {
    expect(refusalOf(400, () => json, CREATE_REFUSALS).kind).toBe(kind);
  });

  it('repeats no text of Mercado Pago’s, which may name the payer', () => {
    const json = { ...refusal(400, [2067]), message: 'number 1020304051 is invalid' };
    expect(refusalOf(400, () => json, CREATE_REFUSALS).message).not.toContain('1020304051');
  });
});

describe('a cancel that was refused', () => {
  it.each(Object.keys(CANCEL_REFUSALS))('with the code %s has changed nothing', (code) => {
    const status = code === '2000' ? 404 : 400;
    const error = refusalOf(status, () => refusal(status, [code]), CANCEL_REFUSALS);
    expect(error.kind).toBe('provider_rejected');
  });

  it.each(['4037', '2004', '1'])('with the code %s may have been executed', (code) => {
    const error = refusalOf(400, () => refusal(400, [code]), CANCEL_REFUSALS);
    expect(error.kind).toBe('malformed_reply');
  });
});

describe('an absence', () => {
  it.each([
    ['by its code', refusal(404, [2000], 'not_found')],
    ['by its text', { ...refusal(404, [], 'not_found'), message: 'Payment not found' }],
  ])('is stated %s', (_, json) => {
    expect(isNoSuchPayment(JSON.parse(JSON.stringify(json)))).toBe(true);
  });

  it.each([
    ['a path that is not known', { error: 'resource not found', message: 'Si quieres conocer…' }],
    ['another thing that is not there', refusal(404, [2002], 'not_found')],
    ['the code with another error', refusal(404, [2000], 'bad_request')],
    ['nothing', null],
    ['a text', 'Payment not found'],
  ])('is not %s', (_, json) => {
    expect(isNoSuchPayment(json)).toBe(false);
  });
});
