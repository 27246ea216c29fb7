import {
  CREATE_CODES,
  createRefusal,
  isFinalized,
  readRefusal,
} from './pse-avanza.return-codes.js';

const nothing = { errorDetails: null, trazabilityCode: null };
const codes = Object.keys(CREATE_CODES);

/** Codes after which the same payment may go another way at once. */
const REJECTED = [
  ...['FAIL_ENTITYNOTEXISTSORDISABLED', 'FAIL_ACCESSDENIED', 'FAIL_SERVICENOTEXISTS'],
  ...['FAIL_SERVICENOTEXISTSORNOTCONFIGURED', 'FAIL_BANKNOTEXISTSORDISABLED'],
  ...['FAIL_BANKUNREACHEABLE', 'FAIL_NOTCONFIRMEDBYBANK', 'FAIL_INVALIDAMOUNT'],
  ...['FAIL_INVALIDAMOUNTORVATAMOUNT', 'FAIL_EXCEEDEDLIMIT', 'FAIL_INVALIDSOLICITDATE'],
  ...['FAIL_DESCRIPTIONNOTFOUND', 'FAIL_TRANSACTIONNOTALLOWED', 'FAIL_INVALIDPARAMETERS'],
  ...['FAIL_CANNOTGETCURRENTCYCLE', 'FAIL_DISABLEDUSEREMAIL'],
];

describe('a create that gave no page', () => {
  it('was rejected for certain for the codes of the closed list, and for no other', () => {
    const rejected = codes.filter(
      (code) => createRefusal(code, nothing).meaning.outcome === 'rejected',
    );
    expect(rejected.sort()).toEqual([...REJECTED].sort());
  });

  it.each([
    ['FAIL_EXCEEDEDLIMIT', 'limit_exceeded'],
    ['FAIL_ACCESSDENIED', 'auth_failed'],
    ['FAIL_BANKUNREACHEABLE', 'provider_rejected'],
    ['FAIL_CANNOTGETCURRENTCYCLE', 'maintenance'],
    ['FAIL_DISABLEDUSEREMAIL', 'payer_rejected'],
    ['FAIL_TIMEOUT', 'provider_failed'],
    ['FAIL_GENERICERROR', 'provider_failed'],
  ])('%s is %s', (code, kind) => {
    expect(createRefusal(code, nothing).kind).toBe(kind);
  });

  it.each([
    ...['', 'FAIL', 'FAIL_RISK', 'FAIL_NOHOST', 'FAIL_NOTALLOWEDBYTIME', 'fail_exceededlimit'],
    ...['toString', '__proto__', 'constructor'],
  ])('is unknown for a code that is not on the list: %j', (code) => {
    expect(createRefusal(code, nothing).kind).toBe('malformed_reply');
  });

  it.each(codes)('is unknown when ACH names a transaction beside %s', (code) => {
    const refusal = createRefusal(code, { ...nothing, trazabilityCode: '1466634' });
    expect(refusal.meaning.outcome).toBe('unknown');
  });

  it('has our number already when the refusal is about it', () => {
    const errorDetails = 'El TicketId ya tiene una transacción PENDING';
    const refusal = createRefusal('FAIL_TRANSACTIONNOTALLOWED', { ...nothing, errorDetails });
    expect(refusal.kind).toBe('duplicate_reference');
  });

  it('does not repeat what the payer may have typed', () => {
    const errorDetails = 'email ana@example.com';
    const known = createRefusal('FAIL_INVALIDPARAMETERS', { ...nothing, errorDetails });
    expect(known.message).toBe('provider_rejected: FAIL_INVALIDPARAMETERS');
    expect(createRefusal('Ana Muñoz', nothing).message).not.toContain('Ana');
  });
});

describe('a query that gave no transaction', () => {
  it('is an absence for one code alone', () => {
    const absent = codes.filter((code) => readRefusal(code) === null);
    expect(absent).toEqual(['FAIL_INVALIDTRAZABILITYCODE']);
  });

  it('never says anything about what was created', () => {
    const failures = [...codes, '', 'FAIL_NEW', 'toString'].map(readRefusal);
    const outcomes = failures.flatMap((one) => (one === null ? [] : [one.meaning.outcome]));
    expect(new Set(outcomes)).toEqual(new Set(['unknown']));
  });
});

describe('a finalize', () => {
  it('is over when it worked, or had worked before', () => {
    const over = ['SUCCESS', ...codes].filter(isFinalized);
    expect(over).toEqual(['SUCCESS', 'FAIL_INVALIDSTATE']);
  });
});
