import { refusalOf, transactionRefusalOf } from './epayco.refusals.js';

const OURS = '1763650123';

const validation = (errors: [string, string][], last_action = 'validation transaction') => ({
  success: false,
  title_response: 'Error',
  text_response:
    'Algunos campos son invalidos, por favor corrija los errores y vuelva a intentarlo',
  last_action,
  data: {
    totalerrores: String(errors.length),
    errores: errors.map(([codError, errorMessage]) => ({ codError, errorMessage })),
  },
});

const ended = (cod_respuesta: string, text_response = 'Rechazada', factura = OURS) => ({
  success: false,
  title_response: 'FAIL',
  text_response,
  last_action: 'Crear pin efecty',
  data: { ref_payco: '1', factura, cod_respuesta, pin: '' },
});

describe('a create that gave no voucher', () => {
  it.each([
    [
      'a field that is not valid',
      validation([['A002', 'El campo documento es inválido']]),
      'provider_rejected',
    ],
    [
      'a field that is missing',
      validation([['A001', 'field required']], 'validation data'),
      'provider_rejected',
    ],
    [
      'an amount that is not valid',
      validation([['A002', 'El campo valor es inválido']]),
      'limit_exceeded',
    ],
    ['a transaction that was rejected', ended('2'), 'provider_rejected'],
    ['a transaction that failed', ended('4'), 'provider_rejected'],
    [
      'an amount below the limit',
      ended('4', 'Amount must be greater than 20000'),
      'limit_exceeded',
    ],
    ['a payer whom fraud rules refuse', ended('12'), 'payer_rejected'],
  ])('was rejected for certain: %s', (_, json, kind) => {
    const error = refusalOf(json, OURS);
    expect(error.kind).toBe(kind);
    expect(error.meaning.outcome).toBe('rejected');
  });

  it.each([
    [
      'an invoice that is there already',
      validation([['A002', 'El campo factura es inválido']]),
      'duplicate_reference',
    ],
    [
      'that and another field',
      validation([
        ['A002', 'valor'],
        ['A002', 'factura'],
      ]),
      'duplicate_reference',
    ],
    [
      'a code that we do not know',
      validation([
        ['A002', 'x'],
        ['E100', 'y'],
      ]),
      'malformed_reply',
    ],
    ['no errors in it', validation([]), 'malformed_reply'],
    [
      'a step that is no validation',
      validation([['A002', 'x']], 'Crear pin efecty'),
      'malformed_reply',
    ],
    ['a refusal of another factura', ended('2', 'x', '99'), 'wrong_reference'],
    ['a transaction that is pending without a voucher', ended('3'), 'malformed_reply'],
    ['a transaction in a state of no table', ended('5'), 'malformed_reply'],
    [
      'a refusal without a reason',
      { success: false, title_response: 'Error', data: [] },
      'malformed_reply',
    ],
    ['success without a voucher', { success: true, data: {} }, 'malformed_reply'],
    ['a text', 'Mantenimiento', 'malformed_reply'],
    ['nothing', null, 'malformed_reply'],
  ])('may have been executed: %s', (_, json, kind) => {
    const error = refusalOf(json, OURS);
    expect(error.kind).toBe(kind);
    expect(error.meaning.outcome).toBe('unknown');
  });
});

describe('a create at the newer service that made nothing', () => {
  const refused = (...errors: [string, string][]) => ({
    success: false,
    message: 'Transaction request',
    data: {
      errorType: 'ValidationException',
      errorTypeDescription: 'Error de validación',
      errors: errors.map(([code, message]) => ({ code, message })),
    },
  });

  it.each([
    ['a field', refused(['A002', 'El campo country no es válido.']), 'provider_rejected'],
    ['the amount', refused(['A002', 'El campo amount es inválido']), 'limit_exceeded'],
  ])('was rejected for %s', (_, json, kind) => {
    const error = transactionRefusalOf(json);
    expect([error.kind, error.meaning.outcome]).toEqual([kind, 'rejected']);
  });

  it.each([
    [
      'the bill has one already',
      refused(['A002', 'El campo invoice es inválido']),
      'duplicate_reference',
    ],
    ['the code is unknown', refused(['E1', 'x']), 'malformed_reply'],
    ['it names no error', refused(), 'malformed_reply'],
    [
      'it has no list',
      { success: false, message: 'Error occurred type exception' },
      'malformed_reply',
    ],
    ['it succeeded without a transaction', { success: true, data: [] }, 'malformed_reply'],
    ['it is nothing', null, 'malformed_reply'],
  ])('may have been executed where %s', (_, json, kind) => {
    const error = transactionRefusalOf(json);
    expect([error.kind, error.meaning.outcome]).toEqual([kind, 'unknown']);
  });
});
