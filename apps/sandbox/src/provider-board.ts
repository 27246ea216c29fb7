import type { Voucher } from './collections/collection.js';
import { DriverError } from './errors.js';
import type { PretendProvider } from './pretend-provider.js';
import { PROTOCOLS } from './protocols.js';

/** The pretended providers, for a cashier who does not know whose code it is. */
export class ProviderBoard {
  constructor(readonly all: readonly PretendProvider[]) {}

  /** @throws DriverError UNKNOWN_PROTOCOL */
  of(protocol: string): PretendProvider {
    const found = this.all.find((one) => one.protocol === protocol);
    if (found !== undefined) return found;
    throw new DriverError('UNKNOWN_PROTOCOL', { validValues: [...PROTOCOLS] });
  }

  /** Whose code it is. @throws DriverError UNKNOWN_CODE */
  withCode(code: string): { provider: PretendProvider; voucher: Voucher } {
    for (const provider of this.all) {
      const voucher = provider.collector.book.voucher(code);
      if (voucher !== undefined) return { provider, voucher };
    }
    throw new DriverError('UNKNOWN_CODE', { detail: `code ${code}` });
  }

  /** Whose transaction it is; numbers of different providers may be the same, and then the first one's. */
  withTransaction(id: number): PretendProvider {
    const found = this.all.find(({ collector }) => collector.book.transaction(id) !== undefined);
    if (found !== undefined) return found;
    throw new DriverError('UNKNOWN_TRANSACTION', { detail: `transaction ${id}` });
  }

  expireDue(): void {
    for (const { collector } of this.all) collector.expireDue();
  }

  stop(): void {
    for (const { confirmations } of this.all) confirmations.stop();
  }
}
