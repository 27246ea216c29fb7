import { z } from 'zod';
import { CONTRACTS, type AnswerData, type ContractName, type Step } from './network-contracts.js';
import type { HostReply } from './network-host.client.js';

/**
 * What a till makes of an answer. Only a code of four digits that is not 0000, in a whole answer, says that
 * nothing was done; a server's error, no JSON, another form, or a wrong checksum leave open what was.
 */
export type HostAnswer =
  | { readonly kind: 'accepted'; readonly code: string; readonly data: AnswerData }
  | { readonly kind: 'refused'; readonly code: string; readonly data: AnswerData }
  | { readonly kind: 'unanswered'; readonly code: null; readonly data: AnswerData };

const code = z.string().regex(/^\d{4}$/);
const data = z.record(z.string(), z.unknown()).nullish();
/** Collections answer in capitals, cash-outs in small letters. */
const answerSchema = z.union([
  z.object({ CODE: code, DATA: data }).transform(({ CODE, DATA }) => [CODE, DATA] as const),
  z.object({ code, data }).transform((answer) => [answer.code, answer.data] as const),
]);

const UNANSWERED = { kind: 'unanswered', code: null, data: {} } as const;
const OK = '0000';

/** @param reply - null when none came */
export function hostAnswer(
  reply: HostReply | null,
  { contract, step, hash }: { contract: ContractName; step: Step; hash: string },
): HostAnswer {
  const parsed = answerSchema.safeParse(reply?.body);
  if (reply === null || reply.status >= 500 || !parsed.success) return UNANSWERED;
  const [code, given] = parsed.data;
  const answer = given ?? {};
  if (code !== OK) return { kind: 'refused', code, data: answer };
  const expected = CONTRACTS[contract].checksums?.[step](answer, hash) ?? null;
  const isRight = expected === null || String(answer['checksum']).toLowerCase() === expected;
  return isRight ? { kind: 'accepted', code, data: answer } : UNANSWERED;
}
