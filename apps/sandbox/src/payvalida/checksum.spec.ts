import { lookupChecksum, notificationChecksum, orderChecksum } from './checksum.js';

const ORDER = {
  email: 'a@b.co',
  country: '343',
  order: 'ORD-1001',
  money: 'COP',
  amount: '45000',
} as const;

describe('the checksums of Payvalida, by their vectors', () => {
  it('registers an order with SHA-512 over five fields and the hash', () => {
    expect(orderChecksum(ORDER, 'FIXEDHASH')).toBe(
      'd9c71cd654051f6382a9d036a68f9587fcd364856b28b3b1b7c38bf67372c9e6ae82f100bd1e4acb6ae2a88da27a2fe4f1357310d885c24ab427ab29d2963cd5',
    );
  });

  it('reads an order with SHA-512 over order and merchant', () => {
    expect(lookupChecksum('ORD-1001', 'kuanto', 'FIXEDHASH')).toBe(
      'edb50385024a7137e42df6a5e5244c729215a9e70439e0a85b0d82db06495154dd9821e6532b723dc2e6368d2d72605c8c0ce00a9939810f1a4c6bd564f82ca8',
    );
  });

  it('tells of an order with SHA-256 over order and status', () => {
    expect(notificationChecksum('ORD-1001', 'approved', 'NOTIFHASH')).toBe(
      '689bbbd0a991f4537cc04a4a23c4d5addf99675523585d92c0dd7b8af8deeb8f',
    );
  });

  it.each(['email', 'country', 'order', 'money', 'amount'] as const)('covers the %s', (field) => {
    const changed = { ...ORDER, [field]: `${ORDER[field]}1` };
    expect(orderChecksum(changed, 'FIXEDHASH')).not.toBe(orderChecksum(ORDER, 'FIXEDHASH'));
  });
});
