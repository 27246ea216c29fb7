import { randomInt } from 'node:crypto';
import type { IssueRequest } from '../connector.js';

const DAY_MS = 86_400_000;

/** A payment of a person that any provider takes. @param serial - of the payments of a world */
export function paymentOf(serial: number, callbackUrl: string): IssueRequest {
  return {
    attemptId: `att_${serial}`,
    reference: `${randomInt(10 ** 9, 10 ** 10)}${String(serial).padStart(6, '0')}`,
    amount: { minor: 8_500_000n, currency: 'COP' },
    description: 'Zapatos de niño',
    payer: {
      kind: 'person',
      name: 'Ana Muñoz Peña',
      email: 'ana.munoz@example.com',
      phone: '+573001112233',
      document: { type: 'CC', number: '1020304051' },
    },
    expiresAt: new Date(Date.now() + 2 * DAY_MS),
    returnUrl: null,
    bank: null,
    callbackUrl,
  };
}
