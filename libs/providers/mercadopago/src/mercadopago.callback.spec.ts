import type { RawCallback } from '@cauce/connector-kit';
import fc from 'fast-check';
import { CALLBACK_HEADERS, readWebhook, webhookSignature } from './mercadopago.callback.js';

/** Vector that the validator of npm mercadopago 3.6.1 accepts. */
const SECRET = 'whsecret';
const MANIFEST = { dataId: '123456', requestId: 'req-1', timestamp: '1704908010' };
const SIGNATURE = '013116f680973288208dcb524a347ecd4afa83dd424af6de305ed63e041da394';

const body = {
  id: 12345,
  live_mode: true,
  type: 'payment',
  date_created: '2026-11-20T11:00:00.000-04:00',
  user_id: 1148920820,
  api_version: 'v1',
  action: 'payment.updated',
  data: { id: '123456' },
};

function webhook(change: Partial<RawCallback> = {}): RawCallback {
  return {
    method: 'POST',
    suffix: '1763650123',
    query: 'data.id=123456&type=payment',
    contentType: 'application/json',
    headers: { 'x-signature': `ts=1704908010,v1=${SIGNATURE}`, 'x-request-id': 'req-1' },
    body: Buffer.from(JSON.stringify(body)),
    ...change,
  };
}

const hint = { reference: '1763650123', providerTransactionId: '123456', claims: null };
const read = (change: Partial<RawCallback> = {}) => readWebhook(webhook(change), [SECRET]);
const signed = (header: string) => ({ 'x-signature': header, 'x-request-id': 'req-1' });
const about = (change: object) => Buffer.from(JSON.stringify({ ...body, ...change }));

describe('the signature of a webhook', () => {
  it('is that of the vector', () => {
    expect(webhookSignature(MANIFEST, SECRET)).toBe(SIGNATURE);
  });

  it('leaves out pairs without a value', () => {
    const without = webhookSignature({ ...MANIFEST, requestId: '' }, SECRET);
    const header = `ts=1704908010,v1=${without}`;
    expect(read({ headers: { 'x-signature': header } })).toMatchObject({ kind: 'hint', hint });
    expect(read({ headers: signed(header) }).kind).toBe('forged');
  });

  it('needs both headers', () => {
    expect(CALLBACK_HEADERS).toEqual(['x-signature', 'x-request-id']);
  });
});

describe('a webhook', () => {
  it('has the signature of its copies, whatever they vary beside it', () => {
    const copies = [
      {},
      { suffix: '99' },
      { body: about({ live_mode: 'x' }) },
      { headers: signed(`ts=1704908010,v1=${SIGNATURE.toUpperCase()}`) },
    ];
    for (const copy of copies) expect(read(copy)).toMatchObject({ signature: SIGNATURE });
  });

  it.each([
    ['as it is sent', {}],
    ['with its id as a number', { body: about({ data: { id: 123456 } }) }],
    ['with more in its query', { query: 'source_news=webhooks&data.id=123456&type=payment' }],
    ['with a header of more versions', { headers: signed(`ts=1704908010,v2=ff,v1=${SIGNATURE}`) }],
    [
      'with spaces and capitals',
      { headers: signed(`TS=1704908010, V1=${SIGNATURE.toUpperCase()}`) },
    ],
    ['of a created payment', { body: about({ action: 'payment.created' }) }],
  ])('is a hint %s', (_, change) => {
    expect(read(change)).toMatchObject({ kind: 'hint', hint });
  });

  it('claims no state, because it has none', () => {
    const reading = read({ body: about({ status: 'approved', action: 'payment.paid' }) });
    expect(reading).toMatchObject({ kind: 'hint', hint });
  });

  it('without our reference behind its address names its payment all the same', () => {
    for (const suffix of ['', 'abc', '1'.repeat(49)]) {
      expect(read({ suffix })).toMatchObject({ kind: 'hint', hint: { ...hint, reference: '' } });
    }
  });

  it('is right with any secret of the application', () => {
    expect(readWebhook(webhook(), ['old', SECRET]).kind).toBe('hint');
    expect(readWebhook(webhook(), ['old']).kind).toBe('forged');
    expect(readWebhook(webhook(), []).kind).toBe('forged');
  });

  it.each([
    ['another payment in its query', { query: 'data.id=123457&type=payment' }],
    ['another payment in its body', { body: about({ data: { id: '123457' } }) }],
    ['another payment in both', { query: 'data.id=7', body: about({ data: { id: '7' } }) }],
    ['no payment in its query', { query: 'type=payment' }],
    ['another topic', { body: about({ type: 'merchant_order' }) }],
    [
      'another request id',
      { headers: { ...signed(`ts=1704908010,v1=${SIGNATURE}`), 'x-request-id': 'r' } },
    ],
    ['another time', { headers: signed(`ts=1704908011,v1=${SIGNATURE}`) }],
    ['another signature', { headers: signed(`ts=1704908010,v1=${'f'.repeat(64)}`) }],
    ['a short signature', { headers: signed('ts=1704908010,v1=0131') }],
    ['a signature in other characters', { headers: signed(`ts=1704908010,v1=${'ñ'.repeat(64)}`) }],
    ['a signature of another version', { headers: signed(`ts=1704908010,v2=${SIGNATURE}`) }],
    ['no time', { headers: signed(`v1=${SIGNATURE}`) }],
    ['no headers', { headers: {} }],
    ['no body', { body: new Uint8Array() }],
    ['half a body', { body: about({}).subarray(0, 40) }],
  ])('is forged with %s, and names its reference', (_, change) => {
    expect(read(change)).toEqual({ kind: 'forged', reference: '1763650123' });
  });

  it('about what is no payment’s id is forged, however well it is signed', () => {
    const dataId = '../v1/refunds';
    const v1 = webhookSignature({ ...MANIFEST, dataId }, SECRET);
    const query = new URLSearchParams({ 'data.id': dataId }).toString();
    const change = { query, body: about({ data: { id: dataId } }), suffix: '' };
    expect(read({ ...change, headers: signed(`ts=1704908010,v1=${v1}`) })).toEqual({
      kind: 'forged',
      reference: null,
    });
  });

  it('is never more than forged when anything else is sent, and never fails', () => {
    const anything = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(anything, fc.string(), fc.string(), (bytes, query, header) => {
        expect(read({ body: bytes, query, headers: signed(header) }).kind).toBe('forged');
      }),
    );
  });

  it('with any manifest is right when it is signed with the secret, and only then', () => {
    const id = fc.stringMatching(/^\d{1,24}$/);
    const requestId = fc.stringMatching(/^[\da-f-]{1,36}$/);
    const timestamp = fc.stringMatching(/^\d{1,16}$/);
    fc.assert(
      fc.property(id, requestId, timestamp, (dataId, request, ts) => {
        const v1 = webhookSignature({ dataId, requestId: request, timestamp: ts }, SECRET);
        const callback = webhook({
          query: `data.id=${dataId}&type=payment`,
          body: about({ data: { id: dataId } }),
          headers: { 'x-signature': `ts=${ts},v1=${v1}`, 'x-request-id': request },
        });
        expect(readWebhook(callback, [SECRET])).toMatchObject({
          kind: 'hint',
          hint: { providerTransactionId: dataId },
        });
        expect(readWebhook(callback, [`${SECRET}x`]).kind).toBe('forged');
      }),
    );
  });
});
