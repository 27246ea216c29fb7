import { KEYS, NOW } from '../fixtures/sandbox-under-test.js';
import { AccessTokens } from './access-tokens.js';

const HALF_AN_HOUR_MS = 30 * 60_000;

describe('bearer tokens', () => {
  let at = NOW;
  const tokens = new AccessTokens(KEYS, () => at);
  const accepts = (header: string | undefined) => tokens.accepts(header, 'restpagos');

  beforeEach(() => {
    at = NOW;
  });

  it('are accepted for half an hour', () => {
    const header = `Bearer ${tokens.issue('restpagos')}`;
    at = new Date(NOW.getTime() + HALF_AN_HOUR_MS - 1);
    expect(accepts(header)).toBe(true);
    at = new Date(NOW.getTime() + HALF_AN_HOUR_MS);
    expect(accepts(header)).toBe(false);
  });

  it('are worth nothing at the other host', () => {
    expect(accepts(`Bearer ${tokens.issue('apify')}`)).toBe(false);
  });

  it.each([undefined, '', 'Bearer undefined', 'Bearer a.b.c', 'Basic YTpi'])(
    'are needed: %j is refused',
    (header) => {
      expect(accepts(header)).toBe(false);
    },
  );

  it('cannot be changed', () => {
    const [head, , seal] = tokens.issue('restpagos').split('.');
    const claims = { aud: 'restpagos', exp: Number.MAX_SAFE_INTEGER };
    const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
    expect(accepts(`Bearer ${head}.${payload}.${seal}`)).toBe(false);
  });
});
