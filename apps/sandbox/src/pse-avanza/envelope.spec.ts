import { opened, sealed } from './envelope.js';

const keys = {
  key: Buffer.from('0123456789abcdef0123456789abcdef').toString('hex'),
  iv: '000102030405060708090a0b',
};
const message = { entityCode: '9012345678' };

describe('the envelope of PSE', () => {
  it('is the published vector', async () => {
    const body = await sealed(message, keys, Buffer.from('0f0e0d0c0b0a090807060504', 'hex'));
    expect(body).toBe(
      'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..Dw4NDAsKCQgHBgUE.bwqBxg_TnvHyxxedI290-dixx1YJEofngGJBrFblmLDPZqwPMsSX4gnV4IIgrbTwJvdesTfY_2dl7ZLdq2cr4jfzCTmdIo_QUfB2kA.i_-GZFYDKgIWJTMUzOdxIQ',
    );
    expect(await opened(body, keys)).toEqual(message);
  });

  it('is another one each time, and may have a longer vector inside', async () => {
    const long = { ...keys, iv: '00'.repeat(16) };
    const bodies = [await sealed(message, long), await sealed(message, long)];
    expect(new Set(bodies).size).toBe(2);
    for (const body of bodies) expect(await opened(body, long)).toEqual(message);
  });

  it.each([[''], ['{"entityCode":"1"}'], [null], [{}]])('is not %j', async (body) => {
    expect(await opened(body, keys)).toBeNull();
  });

  it('opens with its own key alone', async () => {
    const body = await sealed(message, keys);
    expect(await opened(body, { ...keys, key: '11'.repeat(32) })).toBeNull();
  });
});
