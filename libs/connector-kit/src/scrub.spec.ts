import { scrub } from './scrub.js';

describe('scrubbing exchanges', () => {
  it('removes credentials by field, in JSON, queries and forms', () => {
    const text =
      'GET https://p/x?ref_payco=1&public_key=abc123 {"private_key":"s3cr3t","a":1} token=t0k3n&b=2';
    const clean = scrub(text);
    expect(clean).not.toMatch(/abc123|s3cr3t|t0k3n/);
    expect(clean).toContain('ref_payco=1');
    expect(clean).toContain('"a":1');
  });

  it('removes given values wherever they stand, and leaves short ones alone', () => {
    expect(scrub('Bearer eyJhbGciOi in a header', ['eyJhbGciOi'])).toBe(
      'Bearer [removed] in a header',
    );
    expect(scrub('a cat sat', ['cat'])).toBe('a cat sat');
  });
});
