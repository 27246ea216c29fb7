import { randomBytes } from 'node:crypto';
import { open, seal } from '../pse-avanza.envelope.js';
import { openText, sealText } from './sealed-text.js';

const MESSAGE = '{"fullName":"Ana Muñoz"}';

describe('the envelope as the contract of connectors writes it', () => {
  it.each([12, 16])(
    'is the one that the connector reads, with an IV of %i bytes',
    async (bytes) => {
      const keys = { key: randomBytes(32), iv: randomBytes(bytes) };
      expect(await open(sealText(MESSAGE, keys), keys)).toBe(MESSAGE);
      expect(openText(await seal(MESSAGE, keys, randomBytes(12)), keys)).toBe(MESSAGE);
    },
  );

  it('leaves alone what is none', () => {
    const keys = { key: randomBytes(32), iv: randomBytes(12) };
    expect(openText('{"error":"invalid_token"}', keys)).toBe('{"error":"invalid_token"}');
  });
});
