import { orderOnWire } from '../fixtures/wire-builders.js';
import { createPaymentBody } from './create-payment.schema.js';

/** A body that is right, with one part of it changed; undefined takes the part out. */
function withChange(path: string, value: unknown): unknown {
  const body: Record<string, unknown> = structuredClone(orderOnWire());
  const names = path.split('.');
  const last = names.pop() ?? '';
  const parent = names.reduce<Record<string, unknown>>(
    (at, name) => at[name] as Record<string, unknown>,
    body,
  );
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return body;
}

const pathsOf = (body: unknown) =>
  (createPaymentBody.safeParse(body).error?.issues ?? []).map((issue) => issue.path.join('.'));

const letters = (count: number) => 'ñ'.repeat(count);
const text = (...points: number[]) => `a${String.fromCodePoint(...points)}b`;
const keys = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, 'x']));

describe('the body of a create', () => {
  it('fills in what may be left out', () => {
    expect(createPaymentBody.parse(orderOnWire())).toMatchObject({
      payer: { kind: 'person' },
      metadata: {},
    });
    expect(pathsOf(withChange('payer.phone', undefined))).toEqual([]);
  });

  it('trims text that people read and brings accents to one form', () => {
    const decomposed = ' Zapatos Nin\u0303o ';
    expect(createPaymentBody.parse(withChange('description', decomposed)).description).toBe(
      'Zapatos Ni\u00f1o',
    );
  });

  it('reads the expiry as an instant', () => {
    const { expiresAt } = createPaymentBody.parse(withChange('expiresAt', '2026-12-01T05:00:00Z'));
    expect(expiresAt).toEqual(new Date('2026-12-01T05:00:00Z'));
  });

  it.each([
    ['amount.value', 1],
    ['amount.value', 9_007_199_254_740_991],
    ['amount.currency', 'USD'],
    ['reference', letters(64)],
    ['reference', 'ORD 1/2-3'],
    ['description', letters(200)],
    ['description', 'Café ☕ y más 😀'],
    ['methods', ['baloto', 'efecty', 'puntored', 'pse']],
    ['payer.kind', 'company'],
    ['payer.phone', '+576012345678'],
    ['payer.phone', '+14155550100'],
    ['payer.document', { type: 'NIT', number: '900123456-8' }],
    ['returnUrl', 'https://shop.example/back?order=1'],
    ['bank', '1007'],
    ['metadata', keys(20)],
    ['metadata', { cart: 'x'.repeat(500) }],
  ])('takes %s = %j', (path, value) => {
    expect(pathsOf(withChange(path, value))).toEqual([]);
  });

  it.each([
    ['amount', undefined],
    ['amount.value', undefined],
    ['amount.value', 0],
    ['amount.value', -100],
    ['amount.value', 0.5],
    ['amount.value', '8500000'],
    ['amount.value', 9_007_199_254_740_992],
    ['amount.currency', 'cop'],
    ['amount.currency', 'ZZZ'],
    ['reference', undefined],
    ['reference', ''],
    ['reference', '   '],
    ['reference', letters(65)],
    ['reference', text(0x00)],
    ['reference', text(0x0a)],
    ['reference', text(0x7f)],
    ['reference', text(0xe000)],
    ['reference', text(0xffff)],
    ['reference', 42],
    ['description', letters(201)],
    ['description', 'x'.repeat(10_000)],
    ['methods', []],
    ['methods', 'efecty'],
    ['methods', ['efecty', 'efecty']],
    ['payer', undefined],
    ['payer', 'Ana'],
    ['payer.name', undefined],
    ['payer.name', ''],
    ['payer.kind', 'robot'],
    ['payer.email', undefined],
    ['payer.email', 'ana'],
    ['payer.email', `${'a'.repeat(250)}@x.co`],
    ['payer.phone', '3001112233'],
    ['payer.phone', '+57300111223'],
    ['payer.phone', '+5730011122334'],
    ['payer.phone', '+57 300 111 2233'],
    ['payer.document', undefined],
    ['expiresAt', '2026-12-01'],
    ['expiresAt', '2026-12-01T05:00:00-05:00'],
    ['expiresAt', 1_764_000_000_000],
    ['returnUrl', 'javascript:alert(1)'],
    ['returnUrl', '/back'],
    ['returnUrl', `https://x.co/${'a'.repeat(2_048)}`],
    ['bank', '107'],
    ['bank', 1007],
    ['metadata', keys(21)],
    ['metadata', ['x']],
  ])('refuses %s = %j, and says where', (path, value) => {
    expect([...new Set(pathsOf(withChange(path, value)))]).toEqual([path]);
  });

  it.each([
    ['payer.document', { type: 'PEP', number: '123456' }, 'payer.document.type'],
    ['payer.document', { type: 'CC', number: '12' }, 'payer.document.number'],
    ['payer.document', { type: 'NIT', number: '900123456-1' }, 'payer.document.number'],
    ['payer.document', { type: 'CC', number: 1_020_304_051 }, 'payer.document.number'],
    ['methods', ['efecty', 'Bit Coin'], 'methods.1'],
    ['metadata', { x: 'x'.repeat(501) }, 'metadata.x'],
    ['metadata', { count: 1 }, 'metadata.count'],
  ])('refuses %s = %j at %s', (path, value, at) => {
    expect(pathsOf(withChange(path, value))).toContain(at);
  });

  it.each(['merchantId', 'id', 'status', 'route', 'payer.id', 'amount.minor'])(
    'refuses %s, which a caller does not decide',
    (path) => {
      expect(createPaymentBody.safeParse(withChange(path, 'x')).success).toBe(false);
    },
  );

  it('names every problem at once', () => {
    const body = { ...orderOnWire(), reference: '', methods: [], description: undefined };
    expect(pathsOf(body).sort()).toEqual(['description', 'methods', 'reference']);
  });
});
