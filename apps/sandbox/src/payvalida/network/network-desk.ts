import type { z } from 'zod';
import type { Transaction } from '../../collections/collection.js';
import type { Collector } from '../../collections/collector.js';
import { DriverError } from '../../errors.js';
import { hostAnswer, type HostAnswer } from './host-answer.js';
import { CONTRACTS, type ContractName, type NetworkCall, type Step } from './network-contracts.js';
import { networkDetailsSchema, type NetworkDetails } from './network-details.schema.js';
import { askHost } from './network-host.client.js';
import type {
  consultSchema,
  NetworkHost,
  networkReverseSchema,
  registerSchema,
} from './network-request.schema.js';

/** A till gives up long before; a payment that a crash left open ends by then. */
const LONGEST_PAYMENT_MS = 15 * 60_000;

/** A request with its answer, and how often it was sent. */
export type Attempted = HostAnswer & { readonly step: Step; readonly attempts: number };

/** How a payment at a till ended, with all that was sent. */
export interface TillOutcome {
  readonly payment: Transaction;
  readonly steps: readonly Attempted[];
}

/** The tills of a network: they ask a host, and hold the money that it let them take. */
export class NetworkDesk {
  constructor(
    private readonly collector: Collector,
    private readonly now: () => Date,
  ) {}

  /** Asks what is due for a reference, or which cash waits for an OTP. */
  consult({ contract, ...asked }: z.output<typeof consultSchema>): Promise<Attempted> {
    return ask(asked, contract, 'consult', CONTRACTS[contract].consult(asked, asked));
  }

  /**
   * Registers a payment and makes it final. Unanswered requests are sent again as they were; when that does
   * not help, the payment is reversed and the payer has the money back.
   */
  async register(asked: z.output<typeof registerSchema>): Promise<TillOutcome> {
    const { contract } = asked;
    const opened = this.open(asked);
    const transaction = String(opened.id);
    const { register, confirm, reverse } = CONTRACTS[contract];
    const calls = [
      ['register', register(asked, { ...asked, transaction })],
      ['confirm', confirm(asked, transaction)],
    ] as const;
    const steps: Attempted[] = [];
    for (const [step, call] of calls) {
      if (call === null) continue;
      const answer = await ask(asked, contract, step, call);
      steps.push(answer);
      if (answer.kind === 'accepted') continue;
      const isKnown = step === 'register' && answer.kind === 'refused';
      if (!isKnown) steps.push(await ask(asked, contract, 'reverse', reverse(asked, transaction)));
      const ended = this.collector.end(isKnown ? 'rejected' : 'cancelled', opened);
      return { payment: ended.transaction, steps };
    }
    const taken = this.collector.pay(opened.code ?? '', { amount: null, paidAt: null });
    return { payment: taken.transaction, steps };
  }

  /** Takes a payment back at the host; the till gives the money back only when the host has agreed. */
  async reverse(asked: z.output<typeof networkReverseSchema>): Promise<TillOutcome> {
    const payment = this.collector.transaction(asked.transaction);
    const details = networkDetailsSchema.safeParse(payment.details);
    if (!details.success || payment.state !== 'paid') throw new DriverError('NOTHING_TO_REVERSE');
    const { contract } = details.data;
    const call = CONTRACTS[contract].reverse(asked, String(payment.id));
    const answer = await ask(asked, contract, 'reverse', call);
    if (answer.kind !== 'accepted') return { payment, steps: [answer] };
    const reversed = this.collector.reverse({ transaction: payment.id });
    return { payment: reversed.transaction, steps: [answer] };
  }

  private open({ contract, netname, reference, amount }: z.output<typeof registerSchema>) {
    const details: NetworkDetails = { kind: 'network', contract, netname };
    return this.collector.issue({
      network: contract,
      reference,
      amount,
      requestedExpiry: null,
      expiresAt: new Date(this.now().getTime() + LONGEST_PAYMENT_MS),
      callback: null,
      details,
    });
  }
}

/** Sends a request until it is answered, at most as often as the till tries. */
async function ask(
  { tries, timeoutMs, hash }: NetworkHost,
  contract: ContractName,
  step: Step,
  call: NetworkCall,
): Promise<Attempted> {
  for (let attempts = 1; ; attempts += 1) {
    const reply = await askHost(call, timeoutMs);
    const answer = hostAnswer(reply, { contract, step, hash });
    if (answer.kind !== 'unanswered' || attempts >= tries) return { ...answer, step, attempts };
  }
}
