import { createHmac } from 'node:crypto';
import { sameSecret } from '../same-secret.js';
import type { PseAvanzaAccount } from './account.js';

/** @source public copies of the PHP SDK: `expires_in` is about an hour */
export const TOKEN_SECONDS = 3_600;

const SECOND_MS = 1_000;
const BEARER = /^Bearer (\d+)\.([\w-]+)$/;

/** Issues and checks bearer tokens: an end and its seal; nothing is stored. */
export class BearerTokens {
  constructor(
    private readonly account: Pick<PseAvanzaAccount, 'clientSecret'>,
    private readonly now: () => Date,
  ) {}

  issue(): string {
    const end = String(this.now().getTime() + TOKEN_SECONDS * SECOND_MS);
    return `${end}.${this.seal(end)}`;
  }

  /** @param authorization the header as it came */
  accepts(authorization: string | undefined): boolean {
    const [, end = '', seal = ''] = BEARER.exec(authorization ?? '') ?? [];
    return sameSecret(seal, this.seal(end)) && Number(end) > this.now().getTime();
  }

  private seal(end: string): string {
    return createHmac('sha256', this.account.clientSecret).update(end).digest('base64url');
  }
}
