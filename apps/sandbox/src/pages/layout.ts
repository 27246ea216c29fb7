import { html, Html } from './html.js';

const STYLE = new Html(`
  body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 72rem; padding: 1rem; color: #1c2321; background: #fbfaf6; }
  h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; border-bottom: 2px solid #0b6e4f; }
  table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #d9d5c7; vertical-align: top; }
  td.number { text-align: right; font-variant-numeric: tabular-nums; } form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin: .5rem 0; }
  label { display: grid; font-size: .85rem; } input, select, button { font: inherit; padding: .25rem .5rem; }
  button { background: #0b6e4f; color: #fff; border: 0; border-radius: .25rem; cursor: pointer; } button.quiet { background: #6b6f6c; }
  code { font-size: .9rem; } .said { background: #e3efe9; padding: .5rem 1rem; border-left: 4px solid #0b6e4f; } .wrong { background: #f7e3e0; border-color: #a33; }
  .scroll { overflow-x: auto; }
`);

/** Of every page: nothing from elsewhere, no scripts, and forms post here alone. */
export const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

/** What the last form did, told at the top of the page. */
export interface Notice {
  readonly text: string;
  readonly isError: boolean;
}

/** The frame of a page; no scripts, nothing from elsewhere. */
export function layout(title: string, notice: Notice | null, content: readonly Html[]): string {
  const told =
    notice === null
      ? html``
      : html`<p role="status" class="said ${notice.isError ? 'wrong' : ''}">${notice.text}</p>`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <h1>${title}</h1>
        ${told} ${content}
      </body>
    </html>`;
  return page.text;
}

/** A `<select>` over a closed list. */
export function choice(name: string, label: string, values: readonly string[]): Html {
  const options = values.map((value) => html`<option>${value}</option>`);
  return html`<label
    >${label}<select name="${name}">
      ${options}
    </select></label
  >`;
}
