import type { FastifyInstance } from 'fastify';
import { DriverError } from '../errors.js';

/** The payer at the bank comes with the first rail that goes there. */
export function registerPse(app: FastifyInstance): void {
  app.all('/pse/*', () => {
    throw new DriverError('NOT_IN_THIS_VERSION', {
      detail: 'PSE is not in this version; of the providers there is epayco, with cash vouchers',
    });
  });
}
