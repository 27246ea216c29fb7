import type { VoucherDetails } from './voucher-details.schema.js';

/** `enpruebas` of answers. @source epayco-node `mapToLegacyShapeBanks`: 1 is a test, 2 is for real */
export function testFlagOf({ isTest }: Pick<VoucherDetails, 'isTest'>): 1 | 2 {
  return isTest ? 1 : 2;
}
