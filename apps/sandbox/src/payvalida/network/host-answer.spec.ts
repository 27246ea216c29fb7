import { sha512Of } from '../../fixtures/payvalida-under-test.js';
import { hostAnswer } from './host-answer.js';

const HASH = 'FIXEDHASH';
const collect = { contract: 'collect', step: 'register', hash: HASH } as const;
const cashOut = { contract: 'cash_out', step: 'reverse', hash: HASH } as const;
const checksum = sha512Of(`5${HASH}`);

describe('what a till makes of an answer', () => {
  it.each([
    [collect, { CODE: '0000', TEXT: 'OK', DATA: { AMOUNT: 45_000 } }],
    [collect, { CODE: '0000', DATA: null }],
    [cashOut, { code: '0000', text: 'OK', data: { transaction: '5', checksum } }],
    [cashOut, { code: '0000', data: { transaction: '5', checksum: checksum.toUpperCase() } }],
  ])('under %j, accepts %j', (asked, body) => {
    expect(hostAnswer({ status: 200, body }, asked)).toMatchObject({
      kind: 'accepted',
      code: '0000',
    });
  });

  it.each([
    [200, { CODE: '0013', DATA: null }],
    [404, { code: '0013' }],
  ])('takes a code for a refusal, at HTTP %d too', (status, body) => {
    expect(hostAnswer({ status, body }, collect)).toMatchObject({ kind: 'refused', code: '0013' });
  });

  it.each([
    [cashOut, { status: 200, body: { code: '0000', data: { transaction: '5', checksum: 'x' } } }],
    [cashOut, { status: 200, body: { code: '0000', data: { transaction: '5' } } }],
    [collect, { status: 500, body: { CODE: '0013' } }],
    [collect, { status: 200, body: null }],
    [collect, { status: 200, body: { CODE: 0 } }],
    [collect, { status: 404, body: { code: 'NOT_FOUND' } }],
    [collect, null],
  ])('under %j, does not know what %j means', (asked, reply) => {
    expect(hostAnswer(reply, asked)).toEqual({ kind: 'unanswered', code: null, data: {} });
  });
});
