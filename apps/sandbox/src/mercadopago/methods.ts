/** What can be paid with; the limits are those of a page of 2026 and ours for PSE, the banks are made up. */
export const METHODS = {
  efecty: {
    type: 'ticket',
    name: 'Efecty',
    minimumPesos: 5_000,
    maximumPesos: 8_000_000,
    waiting: 'pending_waiting_payment',
    institutions: [],
  },
  pse: {
    type: 'bank_transfer',
    name: 'PSE',
    minimumPesos: 1_600,
    maximumPesos: 340_000_000,
    waiting: 'pending_waiting_transfer',
    institutions: [
      { id: '0', description: 'A continuación seleccione su banco' },
      { id: '1007', description: 'Banco de las Pruebas' },
      { id: '1051', description: 'Banco Ñandú' },
      { id: '1551', description: 'Billetera de Ensayo' },
    ],
  },
} as const;

export type Method = keyof typeof METHODS;

export const METHOD_NAMES = Object.keys(METHODS) as [Method, ...Method[]];

/**
 * The answer of `GET /v1/payment_methods`.
 *
 * @source mercadopago.com.co, Checkout API for PSE: banks in `financial_institutions`
 */
export function methodsAnswer(): object[] {
  return METHOD_NAMES.map((id) => {
    const { type, name, minimumPesos, maximumPesos, institutions } = METHODS[id];
    return {
      id,
      name,
      payment_type_id: type,
      status: 'active',
      secure_thumbnail: '',
      thumbnail: '',
      deferred_capture: 'does_not_apply',
      settings: [],
      additional_info_needed: id === 'pse' ? ['entity_type'] : [],
      min_allowed_amount: minimumPesos,
      max_allowed_amount: maximumPesos,
      accreditation_time: id === 'efecty' ? 120 : 0,
      financial_institutions: institutions,
      processing_modes: ['aggregator'],
    };
  });
}
