import { serviceNames } from './service-names.js';

describe('the names of a service in PostgreSQL', () => {
  it('follow from its own', () => {
    expect(serviceNames('connector-efecty')).toEqual({
      service: 'connector-efecty',
      schema: 'connector_efecty',
      ownerRole: 'cauce_connector_efecty_owner',
      appRole: 'cauce_connector_efecty',
    });
  });

  it.each(['', 'Router', 'a_b', 'a--b', '-a', 'a-', '1a', 'a b', "a';drop", 'x'.repeat(51)])(
    'are refused for %p',
    (service) => {
      expect(() => serviceNames(service)).toThrow(RangeError);
    },
  );
});
