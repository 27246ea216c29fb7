import type { Payer } from '@cauce/contracts';
import { plainText, toAddress, toPerson, type PayuAddress } from './payu.payer.js';

const address: PayuAddress = {
  street1: 'Cr 23 No. 53-50',
  city: 'Bogotá',
  state: 'Bogotá D.C.',
  postalCode: '110111',
  phone: '6017563126',
};

const payer: Payer = {
  kind: 'person',
  name: 'Ana María Muñoz Peña',
  email: 'ana@example.com',
  phone: '+573001112233',
  document: { type: 'CC', number: '1020304051' },
};

describe('a payer as PayU wants one', () => {
  it('is told with a national phone', () => {
    expect(toPerson(payer, address)).toEqual({
      fullName: 'Ana María Muñoz Peña',
      emailAddress: 'ana@example.com',
      contactPhone: '3001112233',
      dniNumber: '1020304051',
      dniType: 'CC',
    });
  });

  it.each([
    [null, '6017563126'],
    ['+14155550100', '14155550100'],
  ])('with the phone %j is told with %s', (phone, contactPhone) => {
    expect(toPerson({ ...payer, phone }, address)).toMatchObject({ contactPhone });
  });

  it.each([
    [{ type: 'NIT', number: '901234567-8' }, 'NIT', '901234567'],
    [{ type: 'PPN', number: 'AB-123456' }, 'PP', 'AB123456'],
    [{ type: 'PPT', number: '1234567' }, 'DE', '1234567'],
  ] as const)('with the document %j is told as %s %s', (document, dniType, dniNumber) => {
    expect(toPerson({ ...payer, document }, address)).toMatchObject({ dniType, dniNumber });
  });

  it.each([
    [{ document: null }, 'PayU wants a document'],
    [{ email: null }, 'PayU wants an e-mail address'],
    [{ email: `${'a'.repeat(251)}@x.co` }, 'PayU takes 255 characters at most'],
    [{ document: { type: 'PPN' as const, number: 'A'.repeat(21) } }, 'PayU takes 20 characters'],
  ])('is refused with %j, and never cut', (change, message) => {
    expect(() => toPerson({ ...payer, ...change }, address)).toThrow(message);
  });

  it('lives at an address of ours', () => {
    expect(toAddress(address)).toEqual({ ...address, country: 'CO' });
  });

  it('has a name without emoji, and one that is nothing else is not told', () => {
    expect(plainText('  Jose\u0301   🙂\tÑáñez ', 150)).toBe('José Ñáñez');
    expect(plainText('Ana Muñoz', 4)).toBe('Ana');
    expect(toPerson({ ...payer, name: '🙂' }, address).fullName).toBe('NA');
  });
});
