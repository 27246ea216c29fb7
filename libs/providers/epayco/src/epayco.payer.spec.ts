import { documentOf, namesOf, nationalPhone, plain, present } from './epayco.payer.js';

const payer = {
  kind: 'person',
  name: 'Ana Muñoz',
  email: null,
  phone: null,
  document: null,
} as const;

describe('a payer as ePayco wants one', () => {
  it.each([
    ['+573001112233', '3001112233'],
    ['+14155550100', '14155550100'],
    ['3001112233', '3001112233'],
    [null, ''],
  ])('has the phone %j as %j', (phone, written) => {
    expect(nationalPhone(phone)).toBe(written);
  });

  it.each([
    [{ type: 'CC', number: '1020304051' }, '1020304051'],
    [{ type: 'NIT', number: '901234567-8' }, '901234567'],
  ] as const)('has the document %j as %s', (document, documento) => {
    expect(documentOf({ ...payer, document })).toEqual({ tipo_doc: document.type, documento });
  });

  it('is two names for a person, and one for a company', () => {
    expect(namesOf(payer)).toEqual({ nombres: 'Ana', apellidos: 'Muñoz' });
    const company = { ...payer, kind: 'company', name: 'Piñatas 🎉 S.A.S.' } as const;
    expect(namesOf(company)).toEqual({ nombres: 'Piñatas S.A.S.', apellidos: 'NA' });
  });

  it('must have what ePayco does not do without', () => {
    expect(present('x', 'an e-mail address')).toBe('x');
    expect(() => present(null, 'an e-mail address')).toThrow('an e-mail address');
    expect(() => documentOf(payer)).toThrow(expect.objectContaining({ kind: 'invalid_request' }));
  });

  it('has texts without emoji and with single blanks', () => {
    expect(plain('  Jose\u0301   🙂 Ñáñez ')).toBe('José Ñáñez');
  });
});
