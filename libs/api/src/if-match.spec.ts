import { etagOf, versionFollowed } from './if-match.js';

describe('the version that a change follows', () => {
  it.each([
    ['"7"', 7],
    ['7', 7],
    [' "120" ', 120],
    ['"0"', 0],
  ])('is read from %j', (header, version) => {
    expect(versionFollowed(header)).toBe(version);
  });

  it.each([undefined, '', '*', 'W/"7"', '"7", "8"', '"x"', '"1234567890"', '"-1"'])(
    'is asked for where there is %j',
    (header) => {
      expect(() => versionFollowed(header)).toThrow(
        expect.objectContaining({ code: 'PRECONDITION_REQUIRED', status: 428 }),
      );
    },
  );

  it('is the one that the answer was tagged with', () => {
    expect(versionFollowed(etagOf(42))).toBe(42);
  });
});
