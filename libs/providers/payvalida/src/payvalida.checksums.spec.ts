import fc from 'fast-check';
import {
  cashOutChecksum,
  cashOutNotificationChecksum,
  isSameChecksum,
  notificationChecksum,
  orderChecksum,
  orderQueryChecksum,
  sha512,
} from './payvalida.checksums.js';

const HASH = 'FIXEDHASH';
const NOTIFICATION_HASH = 'NOTIFHASH';
const order = {
  email: 'a@b.co',
  country: '343',
  order: 'ORD-1001',
  money: 'COP',
  amount: '45000',
};
const cashOut = {
  merchant: 'kuanto',
  operation: 'OP-1',
  amount: '150000',
  currency: 'COP',
  document: '1020304051',
};

describe('Payvalida’s checksums', () => {
  it.each([
    [
      'a new order',
      orderChecksum(order, HASH),
      'd9c71cd654051f6382a9d036a68f9587fcd364856b28b3b1b7c38bf67372c9e6ae82f100bd1e4acb6ae2a88da27a2fe4f1357310d885c24ab427ab29d2963cd5',
    ],
    [
      'a question about an order',
      orderQueryChecksum('ORD-1001', 'kuanto', HASH),
      'edb50385024a7137e42df6a5e5244c729215a9e70439e0a85b0d82db06495154dd9821e6532b723dc2e6368d2d72605c8c0ce00a9939810f1a4c6bd564f82ca8',
    ],
    [
      'a notification',
      notificationChecksum({ po_id: 'ORD-1001', status: 'approved' }, NOTIFICATION_HASH),
      '689bbbd0a991f4537cc04a4a23c4d5addf99675523585d92c0dd7b8af8deeb8f',
    ],
    [
      'an order to pay cash out',
      cashOutChecksum(cashOut, HASH),
      '6dbdb2435ff435a4b8079de752573acc8e04a43651ce14730742a55bac486455b252b7feef3b2bbcfedbd14bd494906f3f3b63178777fcb07348cdc1d1434628',
    ],
    [
      'a notification about cash paid out',
      cashOutNotificationChecksum({ ...cashOut, status: 'APROBADA' }, NOTIFICATION_HASH),
      'cac7ef835cc7eb1b73d748f74f4f5e3d7c02cac1e27e7a927a72ad4407202602a37e58157e1a40a4acc06b6e782a7aabd8d4532df517900d7b9572a38c635042',
    ],
  ])('have the published form for %s', (_, computed, vector) => {
    expect(computed).toBe(vector);
  });

  it('are over UTF-8', () => {
    expect(sha512(['ñandú', '@b.co'])).toBe(sha512(['ñandú@b.co']));
    expect(sha512(['ñandú'])).not.toBe(sha512(['nandu']));
  });

  it.each(Object.keys(order) as (keyof typeof order)[])('of an order cover its %s', (field) => {
    const changed = { ...order, [field]: `${order[field]}1` };
    expect(orderChecksum(changed, HASH)).not.toBe(orderChecksum(order, HASH));
  });

  it('are compared without regard to capitals, and nothing else passes', () => {
    const hex = fc.stringMatching(/^[0-9a-f]{64}$/);
    fc.assert(
      fc.property(hex, fc.string(), (expected, other) => {
        expect(isSameChecksum(expected, expected.toUpperCase())).toBe(true);
        expect(isSameChecksum(expected, other)).toBe(other.toLowerCase() === expected);
      }),
    );
    expect(isSameChecksum('a'.repeat(64), 'ñ'.repeat(32))).toBe(false);
    expect(isSameChecksum('a'.repeat(64), '')).toBe(false);
  });
});
