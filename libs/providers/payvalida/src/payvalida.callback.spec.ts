import type { RawCallback } from '@cauce/connector-kit';
import fc from 'fast-check';
import { readNotification } from './payvalida.callback.js';
import { notificationChecksum } from './payvalida.checksums.js';

const HASH = 'NOTIFHASH';
const ORDER = '1763650123';

function sent(change: Record<string, unknown> = {}): Record<string, unknown> {
  const fields = { po_id: ORDER, status: 'approved', ...change };
  const signed = { po_id: String(fields.po_id), status: String(fields.status) };
  return {
    pv_po_id: 95601,
    pv_checksum: notificationChecksum(signed, HASH),
    amount: '45000.0',
    iso_currency: 'COP',
    pv_payment: 'efecty',
    ...fields,
  };
}

function post(body: string | Uint8Array, contentType = 'application/json'): RawCallback {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return { method: 'POST', suffix: '', query: '', contentType, headers: {}, body: bytes };
}

const read = (fields: Record<string, unknown>) =>
  readNotification(post(JSON.stringify(fields)), HASH);

const hint = { reference: ORDER, providerTransactionId: ORDER, claims: 'paid' };

describe('Payvalida’s notifications', () => {
  it('are hints: which order, and what it is said to be', () => {
    expect(read(sent())).toMatchObject({ kind: 'hint', hint });
    expect(read(sent({ status: 'cancelled' }))).toMatchObject({ hint: { claims: 'cancelled' } });
  });

  it('have the signature of their copies, whatever these vary beside it', () => {
    const signature = String(sent()['pv_checksum']);
    const copies = [{}, { amount: '1' }, { pv_checksum: signature.toUpperCase() }];
    for (const copy of copies) expect(read({ ...sent(), ...copy })).toMatchObject({ signature });
  });

  it.each(['APROBADA', '', 'paid', 'constructor'])('claim nothing with the status %j', (status) => {
    expect(read(sent({ status }))).toMatchObject({ kind: 'hint', hint: { ...hint, claims: null } });
  });

  it('do not sign the amount, which is why the provider is asked', () => {
    expect(read(sent({ amount: '1' }))).toMatchObject({ kind: 'hint', hint });
    expect(read(sent({ pv_po_id: 1 }))).toMatchObject({ kind: 'hint', hint });
  });

  it('may have capitals in their checksum, a number as order and fields that we do not know', () => {
    const fields = sent();
    const pv_checksum = String(fields['pv_checksum']).toUpperCase();
    expect(read({ ...fields, pv_checksum, nuevo: 'ñ' })).toMatchObject({ kind: 'hint', hint });
    expect(read({ ...fields, po_id: Number(ORDER) })).toMatchObject({ kind: 'hint', hint });
  });

  it.each([
    ['another order', { po_id: '1763650124' }, '1763650124'],
    ['another status', { status: 'cancelled' }, ORDER],
    ['another checksum', { pv_checksum: 'f'.repeat(64) }, ORDER],
    ['a short checksum', { pv_checksum: 'ab' }, ORDER],
    ['no checksum', { pv_checksum: undefined }, ORDER],
    ['an order of no form of ours', { po_id: "1' or 1=1" }, null],
    ['no order', { po_id: undefined }, null],
  ])('are forged with %s', (_, change, reference) => {
    expect(read({ ...sent(), ...change })).toEqual({ kind: 'forged', reference });
  });

  it('are forged when order and status are cut elsewhere, although the checksum is right', () => {
    const fields = { ...sent(), po_id: `${ORDER}app`, status: 'roved' };
    expect(read(fields)).toEqual({ kind: 'forged', reference: null });
  });

  it('are forged with the hash of requests', () => {
    expect(readNotification(post(JSON.stringify(sent())), 'FIXEDHASH').kind).toBe('forged');
  });

  it('are never more than forged when anything else is sent, and never fail', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 400 }), fc.json()), (body) => {
        expect(readNotification(post(body), HASH).kind).toBe('forged');
      }),
    );
    const huge = JSON.stringify({ ...sent(), padding: 'x'.repeat(40_000) });
    expect(readNotification(post(huge), HASH)).toEqual({ kind: 'forged', reference: null });
  });
});
