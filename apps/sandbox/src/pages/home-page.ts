import { formatMoney } from '@cauce/money';
import { CALLBACK_MODE_NAMES } from '../callbacks/callback-mode.js';
import type { Delivery } from '../callbacks/delivery.js';
import type { Transaction, Voucher } from '../collections/collection.js';
import { bogotaText } from '../bogota-time.js';
import type { Fault } from '../faults/fault-board.js';
import { FAULT_KIND_NAMES, FAULT_KINDS, FAULT_OPERATIONS } from '../faults/fault-kinds.js';
import type { JournalLine } from '../journal/journal-line.schema.js';
import { PROTOCOLS, type Protocol } from '../protocols.js';
import { SETTLEMENT_DEFECT_NAMES } from '../settlements/settlement-defect.js';
import type { StoredFile } from '../settlements/settlement-store.js';
import { html, type Html } from './html.js';
import { choice, layout, type Notice } from './layout.js';

/** What a person sees at once; older rows are in the journal's JSON. */
const ROWS = 50;

export interface HomeView {
  readonly notice: Notice | null;
  readonly today: string;
  /** Newest first. */
  readonly open: readonly { protocol: Protocol; voucher: Voucher; transaction: Transaction }[];
  readonly paid: readonly { protocol: Protocol; transaction: Transaction }[];
  readonly faults: readonly Fault[];
  readonly modes: readonly { protocol: Protocol; mode: string }[];
  readonly deliveries: readonly Delivery[];
  /** Newest first. */
  readonly journal: readonly JournalLine[];
  readonly files: readonly StoredFile[];
}

/** The whole sandbox on one page: a till, a fault board, confirmations, settlement, the journal. */
export function homePage(view: HomeView): string {
  return layout('Cauce sandbox: pretend providers', view.notice, [
    till(view),
    faultBoard(view.faults),
    callbacks(view),
    settlement(view),
    journal(view.journal),
  ]);
}

function till({ open, paid }: HomeView): Html {
  return html`<h2>Till</h2>
    <form method="post" action="/pages/pay">
      <label>Code<input name="code" required autocomplete="off" /></label>
      <label>Pesos, if not what is due<input name="pesos" inputmode="numeric" /></label>
      <button>Take the money</button>
    </form>
    ${table(
      ['Code', 'Provider', 'Network', 'Reference', 'Due', 'Until (Bogotá)', ''],
      open.slice(0, ROWS).map(
        ({ protocol, voucher, transaction }) =>
          html`<tr>
            <td><code>${voucher.code}</code></td>
            <td>${protocol}</td>
            <td>${voucher.network}</td>
            <td>${voucher.reference}</td>
            <td class="number">${pesos(transaction)}</td>
            <td>${bogotaText(voucher.expiresAt)}</td>
            <td>${button('/pages/pay', 'code', voucher.code, 'Pay')}</td>
          </tr>`,
      ),
    )}
    <p>
      Tills of Payvalida’s networks ask a host of yours:
      <code>POST /sandbox/payvalida/network/consult|register|reverse</code>
    </p>
    <h2>Paid</h2>
    ${table(
      ['Provider', 'Transaction', 'Reference', 'Amount', ''],
      paid.slice(0, ROWS).map(
        ({ protocol, transaction }) =>
          html`<tr>
            <td>${protocol}</td>
            <td>${transaction.id}</td>
            <td>${transaction.reference}</td>
            <td class="number">${pesos(transaction)}</td>
            <td>${button('/pages/reverse', 'transaction', String(transaction.id), 'Reverse')}</td>
          </tr>`,
      ),
    )}`;
}

function faultBoard(faults: readonly Fault[]): Html {
  const rows = faults.map(
    ({ protocol, operation, kind, remaining, delayMs }) =>
      html`<tr>
        <td>${protocol}</td>
        <td>${operation}</td>
        <td>${kind}</td>
        <td>${FAULT_KINDS[kind].text}</td>
        <td class="number">${remaining}</td>
        <td class="number">${delayMs}</td>
      </tr>`,
  );
  return html`<h2>Fault board</h2>
    <form method="post" action="/pages/fault">
      ${choice('protocol', 'Provider', PROTOCOLS)}
      ${choice('operation', 'Operation', FAULT_OPERATIONS)}
      ${choice('kind', 'Fault', FAULT_KIND_NAMES)}
      <label>Times<input name="count" type="number" min="1" value="1" /></label>
      <label>Delay in ms<input name="delayMs" type="number" min="0" value="1000" /></label>
      <button>Break it</button>
    </form>
    ${table(['Provider', 'Operation', 'Fault', 'What happens', 'Times left', 'Delay'], rows)}
    <form method="post" action="/pages/repair"><button class="quiet">Repair all</button></form>`;
}

function callbacks({ modes, deliveries }: HomeView): Html {
  const rows = deliveries.slice(0, ROWS).map(
    ({ id, status, confirmation, answers }) =>
      html`<tr>
        <td>${id}</td>
        <td>${confirmation.reference}</td>
        <td>${confirmation.state}${confirmation.isForged ? ' (forged)' : ''}</td>
        <td>${status}</td>
        <td>${JSON.stringify(answers)}</td>
      </tr>`,
  );
  const now = modes.map(({ protocol, mode }) => `${protocol} ${mode}`).join(', ');
  return html`<h2>Confirmations: ${now}</h2>
    <form method="post" action="/pages/callbacks">
      ${choice('protocol', 'Provider', PROTOCOLS)}${choice('mode', 'Mode', CALLBACK_MODE_NAMES)}<button>
        Set
      </button>
    </form>
    <form method="post" action="/pages/flush"><button class="quiet">Send what waits</button></form>
    ${table(['No.', 'Reference', 'State', 'Delivery', 'Answers'], rows)}`;
}

function settlement({ files, today }: HomeView): Html {
  const rows = files.map(
    ({ protocol, network, day, name, defect, sizeBytes }) =>
      html`<tr>
        <td><a href="/${protocol}/settlements/${network}/${day}/${name}">${name}</a></td>
        <td>${day}</td>
        <td>${defect ?? 'none'}</td>
        <td class="number">${sizeBytes}</td>
      </tr>`,
  );
  return html`<h2>Settlement files</h2>
    <form method="post" action="/pages/settlement">
      ${choice('protocol', 'Provider', PROTOCOLS)}
      <label>Network<input name="network" placeholder="the provider’s first" /></label>
      <label>Day<input name="day" type="date" value="${today}" required /></label>
      ${choice('defect', 'Defect', ['', ...SETTLEMENT_DEFECT_NAMES])}<button>Write the file</button>
    </form>
    ${table(['File', 'Day', 'Defect', 'Bytes'], rows)}`;
}

function journal(lines: readonly JournalLine[]): Html {
  const rows = lines.slice(0, ROWS).map(
    (line) =>
      html`<tr>
        <td>${bogotaText(new Date(line.at))}</td>
        <td>${line.kind}</td>
        <td>${line.protocol}</td>
        <td>${line.reference}</td>
        <td>${line.transaction}</td>
        <td class="number">${line.amountMinor / 100}</td>
      </tr>`,
  );
  return html`<h2>Journal</h2>
    <p><a href="/sandbox/journal">The whole journal as JSON</a></p>
    ${table(['At (Bogotá)', 'What', 'Provider', 'Reference', 'Transaction', 'Pesos'], rows)}`;
}

function table(heads: readonly string[], rows: readonly Html[]): Html {
  if (rows.length === 0) return html`<p>None.</p>`;
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

function button(action: string, name: string, value: string, label: string): Html {
  return html`<form method="post" action="${action}">
    <input type="hidden" name="${name}" value="${value}" /><button>${label}</button>
  </form>`;
}

function pesos({ amount }: Transaction): string {
  return formatMoney(amount, 'es-CO');
}
