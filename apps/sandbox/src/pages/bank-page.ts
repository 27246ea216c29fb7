import { formatMoney } from '@cauce/money';
import type { State } from '../collections/collection.js';
import { BANK_DEEDS, type BankSession } from '../driver/visit-bank.js';
import { html, type Html } from './html.js';
import { layout } from './layout.js';

const ENDINGS: Readonly<Record<State, string>> = {
  pending: 'It waits for the payer.',
  paid: 'The bank has taken the money.',
  reversed: 'The money has gone back.',
  expired: 'The session has ended; nothing was paid.',
  cancelled: 'The shop has cancelled it; nothing was paid.',
  rejected: 'The bank has refused it; nothing was paid.',
};

/** Where a provider sends a payer: what is to be paid, and three buttons; or how it has ended. */
export function bankPage({ provider, voucher, transaction }: BankSession): string {
  const { code, reference, amountDue, expiresAt } = voucher;
  const facts = [
    ['Amount', formatMoney(amountDue, 'en')],
    ['Shop’s reference', reference],
    ['Through', provider.protocol],
    ['Session', code],
    ['Until', expiresAt.toISOString()],
  ] as const;
  const rows = facts.map(
    ([name, value]) =>
      html`<tr>
        <th>${name}</th>
        <td>${value}</td>
      </tr>`,
  );
  const isOpen = transaction.state === 'pending';
  return layout('A pretend bank', null, [
    html`<table>
      ${rows}
    </table>`,
    html`<p role="status">${ENDINGS[transaction.state]}</p>`,
    isOpen ? buttons(code) : wayBack(provider.returnUrlOf?.(voucher) ?? null),
  ]);
}

function buttons(code: string): Html {
  const forms = Object.entries(BANK_DEEDS).map(
    ([deed, text]) =>
      html`<form method="post" action="/bank/${encodeURIComponent(code)}/${deed}">
        <button class="${deed === 'approve' ? '' : 'quiet'}" title="${text}">${deed}</button>
      </form>`,
  );
  return html`${forms}`;
}

function wayBack(url: string | null): Html {
  return url === null ? html`` : html`<p><a href="${url}">Back to the shop</a></p>`;
}
