import fc from 'fast-check';
import { scrub, scrubUrl } from './scrub.js';

const rules = { fields: ['documento', 'x_customer_name'], values: ['t0ken-value'] };

describe('scrubbing exchanges', () => {
  it('removes private fields of JSON at any depth, in any case, and leaves the rest', () => {
    const body = {
      private_key: 's3cr3t',
      data: [{ Documento: '1020304051', valor: 20000 }],
      extra: { x_customer_name: 'Ana Muñoz', empty: '' },
    };
    const { text, removed } = scrub(JSON.stringify(body), rules);
    expect(JSON.parse(text)).toEqual({
      private_key: '[removed]',
      data: [{ Documento: '[removed]', valor: 20000 }],
      extra: { x_customer_name: '[removed]', empty: '' },
    });
    expect(removed).toEqual(['s3cr3t', '1020304051', 'Ana Muñoz']);
  });

  it('removes private fields of forms and queries, however they are encoded', () => {
    const { text, removed } = scrub(
      'x_customer_name=Ana+Mu%C3%B1oz&x_amount=20000&TOKEN=t0k3n&d%6Fcumento=1020304051',
      rules,
    );
    expect(text).toBe(
      'x_customer_name=[removed]&x_amount=20000&TOKEN=[removed]&d%6Fcumento=[removed]',
    );
    expect(removed).toContain('Ana Muñoz');
  });

  it('removes given values wherever they stand, encoded too, and leaves short ones alone', () => {
    const values = ['t0ken/value', 'cat'];
    expect(scrub('<p>a cat with t0ken/value, t0ken%2Fvalue</p>', { fields: [], values }).text).toBe(
      '<p>a cat with [removed], [removed]</p>',
    );
  });

  it('leaves noughts in other numbers that stood in a private field', () => {
    const body = { authorization: '000000', invoice: '8254083610000001' };
    expect(JSON.parse(scrub(JSON.stringify(body), rules).text)).toEqual({
      authorization: '[removed]',
      invoice: '8254083610000001',
    });
  });

  it('removes a value whole when another one is a part of it', () => {
    const values = ['1020', '10203040'];
    expect(scrub('<b>10203040</b>', { fields: [], values }).text).toBe('<b>[removed]</b>');
  });

  it('cleans the query of a URL', () => {
    expect(scrubUrl('https://p.example/x?ref_payco=1&public_key=abc123', rules)).toBe(
      'https://p.example/x?ref_payco=1&public_key=[removed]',
    );
  });

  it('leaves no private value in JSON, whatever it is and wherever it is repeated', () => {
    const secret = fc
      .string({ minLength: 5 })
      .filter((text) => !'[removed]'.includes(text) && !/^0+$/.test(text));
    fc.assert(
      fc.property(secret, fc.nat(), (value, number) => {
        const body = {
          documento: value,
          echo: [`so ${value} it is`],
          email: number,
          again: number,
        };
        const kept = JSON.parse(scrub(JSON.stringify(body), rules).text) as typeof body;
        expect(kept.documento).toBe('[removed]');
        expect(kept.echo[0]).not.toContain(value);
        if (String(number).length >= 4) expect(kept.again).toBe('[removed]');
      }),
    );
  });

  it('removes what lies too deep to be looked at', () => {
    let deep: unknown = { documento: '1020304051' };
    for (let depth = 0; depth < 40; depth += 1) deep = [deep];
    expect(scrub(JSON.stringify(deep), rules).text).not.toContain('1020304051');
  });
});
