import { labelOf, storable } from './delivery.js';

describe('the label of a message', () => {
  it('is read from its envelope', () => {
    const wire = { id: 'msg_1', type: 'connector.fact', key: 'pay_1', sequence: 3, data: {} };
    expect(labelOf(wire)).toEqual({
      id: 'msg_1',
      hasOwnId: true,
      type: 'connector.fact',
      key: 'pay_1',
      sequence: 3,
    });
  });

  it.each([[null], [undefined], ['text'], [7], [[]], [{}], [{ id: 7, key: {}, sequence: '1' }]])(
    'is made up for %j',
    (wire) => {
      const label = labelOf(wire);
      expect(label).toMatchObject({ hasOwnId: false, type: 'unknown', key: '', sequence: null });
      expect(label.id).toMatch(/^sha256:[0-9a-f]{64}$/);
    },
  );

  it('is the same for the same message', () => {
    expect(labelOf({ a: 1 }).id).toBe(labelOf({ a: 1 }).id);
    expect(labelOf({ a: 1 }).id).not.toBe(labelOf({ a: 2 }).id);
  });

  it('fits a text column', () => {
    expect(labelOf({ id: 'a\0b', key: '\0' })).toMatchObject({ id: 'a\uFFFDb', key: '\uFFFD' });
    expect(storable('plain')).toBe('plain');
  });
});
