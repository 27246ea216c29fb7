import { createDecipheriv } from 'node:crypto';
import type { IssueRequest } from '@cauce/connector-kit';
import { toTransfer, toTransferBody } from './epayco-pse.mapping.js';
import type { TransferData } from './epayco.messages.js';

const KEY = '268c8e0162990cf2ce97fa7ade2eff5a';
const account = { publicKey: 'pub', customerId: '12345', isTest: true, egressIp: '190.0.0.1' };
const LIFE_MS = 20 * 60_000;
const expiry = { minimumMs: LIFE_MS, maximumMs: LIFE_MS, defaultMs: LIFE_MS };
const now = new Date('2026-11-20T15:00:00Z');

const request: IssueRequest = {
  attemptId: 'att_1',
  reference: '1763650123',
  amount: { minor: 2_000_000n, currency: 'COP' },
  description: 'Piñata  🎉 azul',
  payer: {
    kind: 'person',
    name: 'Ana María Muñoz Peña',
    email: 'ana@example.com',
    phone: '+573001112233',
    document: { type: 'CC', number: '1020304051' },
  },
  expiresAt: new Date('2026-11-20T15:30:00Z'),
  returnUrl: 'https://shop.example/back',
  bank: '1022',
  callbackUrl: 'https://cauce.example/callbacks/pse.epayco',
};

function decrypted(text: string): string {
  const cipher = createDecipheriv('aes-128-cbc', Buffer.from(KEY, 'hex'), Buffer.alloc(16));
  return cipher.update(text, 'base64', 'utf8') + cipher.final('utf8');
}

describe('a transfer as ePayco wants it', () => {
  const { extras_epayco: extras, ...body } = toTransferBody(request, account, KEY);
  const fields = body as Record<string, string>;

  it('has the fields of the SDK, encrypted', () => {
    const { public_key, i, p, lenguaje, ...encrypted } = fields;
    expect({ public_key, i, p, lenguaje }).toEqual({
      public_key: 'pub',
      i: 'AAAAAAAAAAA=',
      p: 'JoyOAWKZDPLOl/p63i7/Wg==',
      lenguaje: 'javascript',
    });
    const plain = Object.entries(encrypted).map(([name, text]) => [name, decrypted(text)]);
    expect(Object.fromEntries(plain)).toEqual({
      banco: '1022',
      factura: '1763650123',
      descripcion: 'Piñata azul',
      valor: '20000',
      iva: '0',
      baseiva: '0',
      moneda: 'COP',
      tipo_persona: '0',
      tipo_doc: 'CC',
      documento: '1020304051',
      nombres: 'Ana María',
      apellidos: 'Muñoz Peña',
      email: 'ana@example.com',
      pais: 'CO',
      celular: '3001112233',
      url_respuesta: 'https://shop.example/back',
      url_confirmacion: 'https://cauce.example/callbacks/pse.epayco',
      metodoconfirmacion: 'POST',
      ip: '190.0.0.1',
      test: 'TRUE',
      enpruebas: 'TRUE',
    });
    expect(decrypted((extras as Record<string, string>)['extra5'] ?? '')).toBe('P44');
  });

  it('is as captured where the SDK was', () => {
    expect([fields['banco'], fields['valor'], fields['test']]).toEqual([
      'JADLLVgETj2E7vZ5wQ6Otw==',
      '7m7GkOnQFaQUJ3M2xDx4IQ==',
      'SpDqHgr1pxU8Yg2l3PK34g==',
    ]);
  });

  it.each([
    { bank: null },
    { amount: { minor: 2_000_050n, currency: 'COP' as const } },
    { payer: { ...request.payer, document: null } },
    { payer: { ...request.payer, email: null } },
  ])('cannot be made with %j', (change) => {
    const making = () => toTransferBody({ ...request, ...change }, account, KEY);
    expect(making).toThrow(expect.objectContaining({ kind: 'invalid_request' }));
  });
});

describe('the transfer that ePayco answers', () => {
  const data: TransferData = {
    ref_payco: '101645839',
    factura: '1763650123',
    valor: '20000',
    moneda: 'COP',
    fecha: '2026-11-20 09:59:00',
    urlbanco: 'https://registro.pse.com.co/PSEUserRegister/StartTransaction?enc=1',
  };
  const read = (change: Partial<TransferData> = {}) =>
    toTransfer({ ...data, ...change }, request, expiry, now);

  it('is a page that can be gone to for twenty minutes from when it was made', () => {
    expect(read()).toEqual({
      providerTransactionId: '101645839',
      instruction: {
        kind: 'redirect',
        url: data.urlbanco,
        expiresAt: new Date('2026-11-20T15:19:00Z'),
      },
    });
  });

  it('is taken as made now where it does not say when', () => {
    const { fecha: _, ...undated } = data;
    const { instruction } = toTransfer(undated, request, expiry, now);
    expect(instruction.expiresAt).toEqual(new Date('2026-11-20T15:20:00Z'));
  });

  it.each([
    [{ factura: '1' }, 'wrong_reference'],
    [{ valor: '20001' }, 'wrong_reference'],
    [{ cod_respuesta: '2' }, 'provider_rejected'],
    [{ cod_respuesta: '5' }, 'malformed_reply'],
    [{ moneda: 'USD' }, 'malformed_reply'],
  ])('is none with %j: %s', (change, kind) => {
    expect(() => read(change)).toThrow(expect.objectContaining({ kind }));
  });
});
